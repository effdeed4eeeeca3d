"""Would the same bids give the same result again? Stored auctions, asked everything once more."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import settings
from bin.commands.telling import Progress, tell_line
from grpc_services.auction.pure.state import Rules
from grpc_services.audit.differences import Difference, differences
from grpc_services.audit.replay import stored
from grpc_services.audit.what_if import WhatIf, other_rules, told
from grpc_services.composition import rules as house_rules
from grpc_services.members.tokens import Signer
from models.base import database
from models.dialect import open_database

_DESCRIPTION = """\
Asks everything again that the logs of stored auctions say was asked, and tells what comes out
otherwise than it is stored: an entry, an answer, a hash, the auction at its end. Nothing is
written. Ends with 1 if anything differs.

The rules, and the secret that bidders' names are made with, are those of the settings in force:
BID_INCREMENTS, SOFT_CLOSE_SECONDS, PSEUDONYM_SECRET and their like, as the services have them.

With --what-if it tells instead what other rules would have made of the same bids:
  soft_close=0                          seconds
  extensions=3                          how often a bid may move the end
  increments=[[10000,500],[null,1000]]  as in BID_INCREMENTS
  start_price=, buy_now_price=, reserve_price=
Bids that were refused are in no log, and cannot be accepted now. Of goods that were listed again,
only the last listing is replayed.
"""


def declare(commands: Any) -> None:
    parser = commands.add_parser(
        "replay",
        help="stored auctions once more",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--what-if",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="another rule; may be given several times",
    )
    parser.add_argument("--database", metavar="URL", help="in place of DATABASE_URL")
    parser.add_argument("goods_ids", nargs="*", type=int, metavar="GOODS_ID", help="all if none")


def run(options: argparse.Namespace) -> int:
    given = ("pseudonym_secret",) if options.database else ("pseudonym_secret", "database_url")
    config = settings.load(*given)
    signer = signer_of(config)
    what_if = other_rules(house_rules(config), options.what_if)
    database.initialize(open_database(options.database or config.database_url or ""))
    with database.connection_context():
        goods_ids = options.goods_ids or all_goods()
        if options.what_if:
            return _tell_what_if(options, goods_ids, what_if, signer)
        return _tell_differences(options, goods_ids, what_if.rules, signer)


def signer_of(config: settings.Settings) -> Signer:
    """It signs nothing here: only the names of bidders are made anew."""
    return Signer(Ed25519PrivateKey.generate(), timedelta(), config.pseudonym_secret or "")


def all_goods() -> list[int]:
    sql = "SELECT goods_id FROM auction ORDER BY goods_id"
    return [goods_id for (goods_id,) in database.execute_sql(sql)]


def _tell_what_if(
    options: argparse.Namespace, goods_ids: Sequence[int], what_if: WhatIf, signer: Signer
) -> int:
    for goods_id in goods_ids:
        text = told(stored(goods_id), what_if, signer)
        tell_line(options, {"goods_id": goods_id, "told": text}, text)
    return 0


def _tell_differences(
    options: argparse.Namespace, goods_ids: Sequence[int], rules: Rules, signer: Signer
) -> int:
    found, counted = 0, {"entries": 0}
    for one in looked_for(goods_ids, rules, signer, counted):
        found += 1
        row = {name: str(value) for name, value in one._asdict().items()}
        tell_line(options, row | {"goods_id": one.goods_id}, str(one))
    auctions, entries = len(goods_ids), counted["entries"]
    tell_line(
        options,
        {"auctions": auctions, "entries": entries, "differences": found},
        f"{auctions} auctions, {entries} entries: {found} differences",
    )
    return 1 if found else 0


def looked_for(
    goods_ids: Sequence[int], rules: Rules, signer: Signer, counted: dict[str, int]
) -> Iterator[Difference]:
    """This function will look for differences, and count the entries that it looks at."""
    progress = Progress("auctions")
    for done, goods_id in enumerate(goods_ids, 1):
        before = stored(goods_id)
        counted["entries"] += len(before.log)
        yield from differences(before, rules, signer)
        progress.upto(done, len(goods_ids))
