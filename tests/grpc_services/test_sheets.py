"""Are tables read as they were written, by whatever reads CSV, and is nothing in them computed?"""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grpc_services import sheets


def read(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


class TestATable:
    @given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2)))
    def test_has_its_rows_and_cells_whatever_is_in_them(self, rows):
        came = read(sheets.rows_of(rows))

        assert [len(row) for row in came] == [len(row) for row in rows]
        for row, written in zip(came, rows, strict=True):
            for cell, text in zip(row, written, strict=True):
                assert cell in (text, f"'{text}")

    @pytest.mark.parametrize(
        "name", ["=1+1", "+82", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"]
    )
    def test_holds_no_formula(self, name):
        assert read(sheets.rows_of([[name]])) == [[f"'{name}"]]

    def test_leaves_numbers_and_names_as_they_are(self):
        assert read(sheets.rows_of([[-500, '나이키, "에어"\n270']])) == [
            ["-500", '나이키, "에어"\n270']
        ]

    def test_begins_with_a_mark_and_its_columns(self):
        assert sheets.first_row(["은행", "금액"]) == "\ufeff은행,금액\r\n".encode()
