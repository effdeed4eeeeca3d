"""What could not be told? Lists the facts that were put aside, and works them off."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import settings
from bin.commands.reaching import services
from bin.commands.telling import tell
from protos import admin_pb2 as pb
from workers.services import ask

#: The operator's command, which needs no account.
_COMMAND = -1
_PAGE = 100


def declare(commands: Any) -> None:
    parser = commands.add_parser("dead", help="what could not be told", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="what was put aside, and why")
    for act, words in (("retry", "have it told after all"), ("drop", "leave it untold for good")):
        one = acts.add_parser(act, help=words)
        one.add_argument("letter_ids", nargs="+", type=int, metavar="ID")
        one.add_argument("--reason", required=True, help="why; it is written down")


def run(options: argparse.Namespace) -> int:
    admin = services(settings.load("worker_secret")).admin
    if options.act == "list":
        rows = [_row(letter) for letter in _letters(admin)]
        tell(options, rows, nothing="Nothing was put aside.")
        return 0
    rpc, request = {
        "retry": (admin.RetryDeadLetter, pb.RetryDeadLetterRequest),
        "drop": (admin.DropDeadLetter, pb.DropDeadLetterRequest),
    }[options.act]
    for letter_id in options.letter_ids:
        ask(rpc, request(operator_id=_COMMAND, reason=options.reason, letter_id=letter_id))
        sys.stdout.write(f"{letter_id}: {options.act} is done\n")
    return 0


def _letters(admin: Any) -> Iterator[Any]:
    cursor = ""
    while True:
        request = pb.ListDeadLettersRequest(operator_id=_COMMAND, limit=_PAGE, cursor=cursor)
        answer = ask(admin.ListDeadLetters, request)
        yield from answer.items
        if not answer.HasField("next_cursor"):
            return
        cursor = answer.next_cursor


def _row(letter: Any) -> dict[str, Any]:
    return {
        "id": letter.letter_id,
        "kind": letter.kind,
        "since": letter.created_at.ToJsonString(),
        "because": letter.because,
    }
