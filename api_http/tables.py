"""What is in a table that somebody sends? CSV, as the banks and spreadsheets of Korea write it."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api_http.kinds import Refused
from api_http.problems import Problem, Words

KIND = "text/csv"
#: In bytes: of 500 transfers a file has about 60,000.
MOST = 256 * 1024
#: What spreadsheets save by themselves comes last: nearly any bytes can be read so.
_ENCODINGS = ("utf-8-sig", "cp949")
_NO_TEXT = Words("UTF-8이나 CP949로 된 CSV여야 합니다.", "It has to be CSV in UTF-8 or CP949.")
_EMPTY = Words("줄이 없습니다.", "There is no line in it.")
_TOO_LONG = Words("{most}줄까지 보낼 수 있습니다.", "It may have {most} lines at most.")
_NO_COLUMN = Words("'{name}' 열이 없습니다.", "There is no column '{name}'.")

Row = dict[str, str]


@dataclass(frozen=True)
class Table:
    """A kind of table: the columns that it needs, how a row is read, and how many there may be."""

    columns: Sequence[str]
    #: Into raw values of a body.
    read_row: Callable[[Row], dict[str, Any]]
    most: int
    #: Of the body's field that takes the rows.
    field: str
    example: str

    def read(self, content: bytes) -> dict[str, Any]:
        """
        This function will read a table into raw values of a body.

        :raises Problem: INVALID_FIELDS with the number of every line that cannot be read
        """
        values, wrong = [], {}
        for number, row in self._rows(_text(content)):
            try:
                values.append(self.read_row(row))
            except Refused as refused:
                wrong[f"lines[{number}]"] = refused.words
        if wrong:
            raise Problem("INVALID_FIELDS", fields=wrong)
        if not values:
            raise _refused(_EMPTY)
        return {self.field: values}

    def _rows(self, text: str) -> Iterator[tuple[int, Row]]:
        """Each with the number of the line that it ends on, as a spreadsheet counts them."""
        reader = csv.DictReader(io.StringIO(text, newline=""), restval="", strict=True)
        try:
            self._require_columns(reader.fieldnames or ())
            for number, row in enumerate(reader):
                if number == self.most:
                    raise _refused(_TOO_LONG.filled(most=self.most))
                yield reader.line_num, {name: row[name].strip() for name in self.columns}
        except csv.Error as error:
            raise _refused(_NO_TEXT) from error

    def _require_columns(self, names: Sequence[str]) -> None:
        for name in self.columns:
            if name not in names:
                raise _refused(_NO_COLUMN.filled(name=name))


def _text(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(_NO_TEXT)


def _refused(words: Words) -> Problem:
    return Problem("INVALID_FIELDS", fields={"body": words})
