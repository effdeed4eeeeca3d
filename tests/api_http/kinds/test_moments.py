"""Are moments and days ones that calendars, databases and browsers know?"""

from datetime import UTC, datetime

import pytest

from api_http.kinds import Refused
from api_http.kinds.moments import Day, Moment
from api_http.shapes import timestamp


class TestMoment:
    @pytest.mark.parametrize(
        "given",
        [
            "2026-05-04T12:00:00Z",
            "2026-05-04T21:00:00+09:00",
            "2026-05-04t12:00:00z",
            "2026-05-04T12:00:00.000000000Z",
        ],
    )
    def test_is_read_with_its_offset(self, given):
        assert Moment.read(given) == datetime(2026, 5, 4, 12, tzinfo=UTC)

    @pytest.mark.parametrize(
        "given",
        [
            "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00", "1999-12-31T00:00:00Z",
            "2101-01-01T00:00:00Z", "2026-05-04T12:00:00", "2026-05-04", "2026-02-30T12:00:00Z",
            "2026-05-04T24:30:00Z", "2026-05-04T12:00:00+99:00", "20260504T120000Z",
            "2026-W19-1T12:00:00Z", "２026-05-04T12:00:00Z", "soon", "", 1777852800, None, True,
        ],
    )  # fmt: skip
    def test_that_is_none_of_ours_is_refused(self, given):
        with pytest.raises(Refused):
            Moment.read(given)

    @pytest.mark.parametrize(
        "given", ["2000-01-01T00:00:00+23:59", "2100-12-31T23:59:59.999999-23:59"]
    )
    def test_can_be_told_to_services_at_its_very_ends(self, given):
        stamp = timestamp(Moment.read(given))
        assert stamp is not None
        assert stamp.ToDatetime(UTC) == Moment.read(given)


class TestDay:
    def test_is_a_date(self):
        assert Day.read("1990-01-31").isoformat() == "1990-01-31"

    @pytest.mark.parametrize(
        "given", ["1990-02-30", "0001-01-01", "1899-12-31", "9999-12-31", "19900131", "", None, 1]
    )
    def test_that_is_in_no_life_is_refused(self, given):
        with pytest.raises(Refused):
            Day.read(given)
