"""Is what is stored right? The books, the logs of all auctions, and what waits, in one.

Nothing is written, and the market may be running. Ends with 1 if anything is not as it should be.
The rules, and the secret that bidders' names are made with, are those of the settings in force.
"""

import argparse
from collections.abc import Callable, Iterator
from typing import Any

import settings
from bin.commands.doctor import is_in_order, waiting_told
from bin.commands.replay import all_goods, looked_for, signer_of
from bin.commands.telling import tell, tell_line
from grpc_services.admin.condition import waiting
from grpc_services.audit import books
from grpc_services.composition import rules
from models.base import database
from models.dialect import database_now, snapshot, use_database

Fault = dict[str, Any]


def declare(commands: Any) -> None:
    parser = commands.add_parser(
        "audit",
        help="is what is stored right?",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--database", metavar="URL", help="in place of DATABASE_URL")


def run(options: argparse.Namespace) -> int:
    given = ("pseudonym_secret",) if options.database else ("pseudonym_secret", "database_url")
    config = settings.load(*given)
    use_database(options.database or config.database_url or "", settings.test_clock(config))
    with database.connection_context():
        faults = [fault for part in _PARTS for fault in part(config)]
    tell(options, faults, nothing="The books, the logs and what waits are as they should be.")
    if faults:
        tell_line(options, {"faults": len(faults)}, f"{len(faults)} faults")
    return 1 if faults else 0


def _in_books(_: settings.Settings) -> Iterator[Fault]:
    with snapshot():
        for check in books.CHECKS:
            for about, told in check():
                yield _fault("books", about, f"{told} ({check.__name__})")


def _in_logs(config: settings.Settings) -> Iterator[Fault]:
    for one in looked_for(all_goods(), rules(config), signer_of(config), {"entries": 0}):
        told = f"{one.name} is {one.stored}, replayed {one.replayed}"
        yield _fault("logs", f"goods {one.goods_id}, {one.where}", told)


def _in_waiting(_: settings.Settings) -> Iterator[Fault]:
    for one in waiting(now=database_now()):
        if not is_in_order(one):
            yield _fault("waiting", one.what, waiting_told(one))


_PARTS: tuple[Callable[[settings.Settings], Iterator[Fault]], ...] = (
    _in_books,
    _in_logs,
    _in_waiting,
)


def _fault(part: str, about: str, told: str) -> Fault:
    return {"part": part, "about": about, "is": told}
