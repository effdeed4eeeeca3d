"""Is a cursor ours or refused, whatever stands in it?"""

import base64
from datetime import UTC, datetime

import pytest

from grpc_services.pages import InvalidCursor, microseconds, moment_at, position


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


class TestPosition:
    def test_is_where_a_page_ended(self):
        assert position(cursor("12.7"), parts=2) == (12, 7)
        assert position(cursor(str(2**63 - 1))) == (2**63 - 1,)

    def test_is_nowhere_on_the_first_page(self):
        assert position("") is None

    @pytest.mark.parametrize(
        "given",
        [
            "LTkyMjMzNzIwMzY4NTQ3NzU4MDcuMQ==", cursor("-1.1"), cursor(f"{2**63}.1"), cursor("1"),
            cursor("1.2.3"), cursor("1_0.1"), cursor("+1.1"), cursor(" 1.1"), cursor("١.1"),
            cursor("."), cursor("9" * 400), cursor("1.1") + "!", "MS4x\n", "가", "=", "a", "\0",
        ],
    )  # fmt: skip
    def test_that_we_did_not_write_is_refused(self, given):
        with pytest.raises(InvalidCursor):
            position(given, parts=2)


class TestMomentAt:
    def test_gives_back_what_was_written(self):
        moment = datetime(2026, 5, 4, 12, 0, 0, 123, tzinfo=UTC)
        assert moment_at(microseconds(moment)) == moment

    @pytest.mark.parametrize("number", [2**63 - 1, 253_402_300_800_000_000])
    def test_refuses_what_no_calendar_knows(self, number):
        with pytest.raises(InvalidCursor):
            moment_at(number)

    def test_knows_the_last_moment(self):
        assert moment_at(253_402_300_799_999_999).year == 9999
