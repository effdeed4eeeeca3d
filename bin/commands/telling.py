"""How is something told, to people or to programs?"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

#: What takes longer says how far it is.
_PATIENCE_SECONDS = 2.0

Row = Mapping[str, Any]


def tell(options: argparse.Namespace, rows: Sequence[Row], *, nothing: str) -> None:
    """This function will write rows as a table, or with `--json` one object on each line."""
    if options.json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(_table(rows) if rows else f"{nothing}\n")


def tell_line(options: argparse.Namespace, row: Row, text: str) -> None:
    """This function will write one thing at once: as `text`, or with `--json` as an object."""
    sys.stdout.write(f"{json.dumps(row, ensure_ascii=False) if options.json else text}\n")
    sys.stdout.flush()


class Progress:
    """Says on the error output how far something has come, if it takes longer than two seconds."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._say_at = monotonic() + _PATIENCE_SECONDS

    def upto(self, done: int, count: int) -> None:
        """This function will say it now and then; a `count` of 0 is not known yet."""
        if monotonic() >= self._say_at:
            self._say_at = monotonic() + _PATIENCE_SECONDS
            of = f" of {count:,}" if count else ""
            sys.stderr.write(f"{self._what}: {done:,}{of}\n")
            sys.stderr.flush()


def _table(rows: Sequence[Row]) -> str:
    names = list(rows[0])
    cells = [names, *[[_cell(row[name]) for name in names] for row in rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in cells)
    return "".join(f"{line}\n" for line in lines)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
