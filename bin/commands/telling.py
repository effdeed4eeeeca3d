"""How is something told, to people or to programs?"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def tell(options: argparse.Namespace, rows: Sequence[Row], *, nothing: str) -> None:
    """This function will write rows as a table, or with `--json` one object on each line."""
    if options.json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(_table(rows) if rows else f"{nothing}\n")


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
