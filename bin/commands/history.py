"""Was a recorded run right? What its clients were told, held against what was stored."""

import argparse
from pathlib import Path
from typing import Any

from bin.commands.telling import tell_line
from grpc_services.audit import checks, record

_FORMAT = (record.__doc__ or "").partition("\n\n")[2]
_DESCRIPTION = f"""\
Holds a recorded run against what was stored: is every acknowledged bid there once, as it was told,
in its order, at a price that rises by the rules, and has the right one won? Ends with 1 if not.

{_FORMAT}"""


def declare(commands: Any) -> None:
    parser = commands.add_parser(
        "history",
        help="a recorded run",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")


def run(options: argparse.Namespace) -> int:
    kept = record.read(line for path in options.files for line in path.read_bytes().splitlines())
    found = checks.findings(kept)
    for one in found:
        text = f"{one.check:<12} goods {one.goods_id}: {one.text}"
        tell_line(options, one._asdict(), text)
    counts = {
        "requests": len(kept.requests),
        "entries": len(kept.entries),
        "auctions": len(kept.auctions),
    }
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    tell_line(options, counts | {"errors": len(found)}, f"{told}: {len(found)} errors")
    return 1 if found else 0
