"""What can an operator ask of a PIKCUR, beside what its interfaces tell?"""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import grpc
import peewee
import redis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import settings
from bin.commands import admin, clock, dead, doctor, jobs
from grpc_services.auction.pure.state import Rules
from grpc_services.audit import checks, record
from grpc_services.audit.differences import differences
from grpc_services.audit.replay import stored
from grpc_services.audit.what_if import WhatIf, other_rules, told
from grpc_services.composition import rules as house_rules
from grpc_services.members.tokens import Signer
from models.base import database
from models.dialect import open_database
from protos.search_pb2 import RebuildSearchRequest
from workers.services import Refused, Services, ask

_ROOT = Path(__file__).parents[1]
_COMMANDS = {"admin": admin, "clock": clock, "dead": dead, "doctor": doctor, "jobs": jobs}
_REPLAY = """\
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
_FORMAT = (record.__doc__ or "").partition("\n\n")[2]
_HISTORY = f"""\
Holds a recorded run against what was stored: is every acknowledged bid there once, as it was told,
in its order, at a price that rises by the rules, and has the right one won? Ends with 1 if not.

{_FORMAT}"""
_SEARCH = """\
Has the services put all goods in anew that are searched. Nothing is missing from any list
meanwhile; it may be stopped and begun again. SERVICES_TARGET (or SERVICES_ADDRESS) and
WORKER_SECRET are those of the settings in force.
"""


def main(arguments: list[str]) -> int:
    """This function will do what is asked for; it returns the exit code."""
    options = _parser().parse_args(arguments)
    _use_settings_of(options.data)
    do = {"history": _history, "replay": _replay, "search": _rebuild_search}
    do |= {name: command.run for name, command in _COMMANDS.items()}
    try:
        return do[options.command](options)
    except grpc.RpcError as error:
        problem = f"the services cannot be asked ({error.details()})"
    except peewee.PeeweeException as error:
        problem = f"the database cannot be used ({error})"
    except (OSError, ValueError, redis.RedisError, Refused) as error:
        problem = str(error)
    sys.stderr.write(f"bin/pikcur {options.command}: {problem}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/pikcur", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object on each line")
    parser.add_argument(
        "--data",
        type=Path,
        default=_ROOT / "var",
        help="the folder of a bin/up, whose settings are used (var)",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for command in _COMMANDS.values():
        command.declare(commands)
    plain = argparse.RawDescriptionHelpFormatter
    replay = commands.add_parser(
        "replay", help="stored auctions once more", description=_REPLAY, formatter_class=plain
    )
    replay.add_argument(
        "--what-if",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="another rule; may be given several times",
    )
    replay.add_argument("--database", metavar="URL", help="in place of DATABASE_URL")
    replay.add_argument("goods_ids", nargs="*", type=int, metavar="GOODS_ID", help="all if none")
    history = commands.add_parser(
        "history", help="a recorded run", description=_HISTORY, formatter_class=plain
    )
    search = commands.add_parser("search", help="what goods are found by", description=_SEARCH)
    search.add_argument("act", choices=["rebuild"], help="put all goods in anew")
    history.add_argument("files", nargs="+", type=Path, metavar="FILE")
    return parser


def _use_settings_of(data: Path) -> None:
    """What a running bin/up has written down, where the environment says nothing else."""
    with contextlib.suppress(FileNotFoundError):
        for name, value in json.loads((data / "environment.json").read_text()).items():
            os.environ.setdefault(name, value)


def _replay(options: argparse.Namespace) -> int:
    given = ("pseudonym_secret",) if options.database else ("pseudonym_secret", "database_url")
    config = settings.load(*given)
    # It signs nothing here: only the names of bidders are made anew.
    signer = Signer(Ed25519PrivateKey.generate(), timedelta(), config.pseudonym_secret or "")
    what_if = other_rules(house_rules(config), options.what_if)
    database.initialize(open_database(options.database or config.database_url or ""))
    with database.connection_context():
        goods_ids = options.goods_ids or _all_goods()
        if options.what_if:
            return _tell_what_if(goods_ids, what_if, signer)
        return _tell_differences(goods_ids, what_if.rules, signer)


def _all_goods() -> list[int]:
    sql = "SELECT goods_id FROM auction ORDER BY goods_id"
    return [goods_id for (goods_id,) in database.execute_sql(sql)]


def _tell_what_if(goods_ids: Sequence[int], what_if: WhatIf, signer: Signer) -> int:
    for goods_id in goods_ids:
        sys.stdout.write(told(stored(goods_id), what_if, signer) + "\n")
    return 0


def _tell_differences(goods_ids: Sequence[int], rules: Rules, signer: Signer) -> int:
    entries, found = 0, 0
    for goods_id in goods_ids:
        before = stored(goods_id)
        entries += len(before.log)
        for difference in differences(before, rules, signer):
            found += 1
            sys.stdout.write(f"{difference}\n")
    sys.stdout.write(f"{len(goods_ids)} auctions, {entries} entries: {found} differences\n")
    return 1 if found else 0


def _rebuild_search(_: argparse.Namespace) -> int:
    config = settings.load("worker_secret")
    target = config.services_target or f"ipv4:{config.services_address}"
    services = Services(target, config.worker_secret or "")
    done, last = 0, 0
    while True:
        answer = ask(services.search.RebuildSearch, RebuildSearchRequest(after_goods_id=last))
        if not answer.HasField("last_goods_id"):
            return 0
        last = answer.last_goods_id
        done += answer.goods_done
        sys.stdout.write(f"{done:,} of {done + answer.goods_left:,} goods\n")
        sys.stdout.flush()


def _history(options: argparse.Namespace) -> int:
    kept = record.read(line for path in options.files for line in path.read_bytes().splitlines())
    found = checks.findings(kept)
    for check, goods_id, text in found:
        sys.stdout.write(f"{check:<12} goods {goods_id}: {text}\n")
    sys.stdout.write(
        f"{len(kept.requests)} requests, {len(kept.entries)} entries, "
        f"{len(kept.auctions)} auctions: {len(found)} errors\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
