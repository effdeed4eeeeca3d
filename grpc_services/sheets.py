"""How is a table written that spreadsheets and banks read? CSV, in which nothing is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

#: Spreadsheets of Korea take a file without it for their own code page.
MARK = "\ufeff"
#: What makes a spreadsheet compute; in full width too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def rows_of(rows: Iterable[Sequence[int | str]]) -> bytes:
    """This function will write rows in UTF-8, each ended as RFC 4180 has it."""
    file = io.StringIO()
    csv.writer(file).writerows([[_cell(value) for value in row] for row in rows])
    return file.getvalue().encode()


def first_row(names: Sequence[str]) -> bytes:
    """This function will write what a file begins with: its mark, and what its columns are."""
    return MARK.encode() + rows_of([names])


def _cell(value: int | str) -> int | str:
    is_formula = isinstance(value, str) and value.lstrip().startswith(_FORMULA)
    return f"'{value}" if is_formula or str(value).startswith(("\t", "\r")) else value
