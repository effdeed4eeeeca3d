"""When? Moments and days that a calendar, a database and a browser all know."""

import re
from datetime import date, datetime
from typing import Any, Self

from api_http.kinds import Refused
from api_http.problems.words import Words

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Moment(datetime):
    """A moment with its offset (RFC 3339); nothing here begins or ends outside of these years."""

    years = range(2000, 2101)
    words = Words(
        "2026-05-04T12:00:00+09:00 같은 시각이어야 합니다(2000~2100년).",
        "It has to be a moment such as 2026-05-04T12:00:00+09:00, in the years 2000 to 2100.",
    )

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if there is no such moment"""
        try:
            found = cls.fromisoformat(given.upper()) if _MOMENT.fullmatch(given.upper()) else None
        except (ValueError, AttributeError) as error:
            raise Refused(cls.words) from error
        if found is None or found.year not in cls.years:
            raise Refused(cls.words)
        return found

    @classmethod
    def schema(cls) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


class Day(date):
    """A day of somebody's life, or of a market's."""

    years = range(1900, 2101)
    words = Words("1990-01-31 같은 날짜여야 합니다.", "It has to be a day such as 1990-01-31.")

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if there is no such day"""
        try:
            found = cls.fromisoformat(given) if _DAY.fullmatch(given) else None
        except (ValueError, TypeError) as error:
            raise Refused(cls.words) from error
        if found is None or found.year not in cls.years:
            raise Refused(cls.words)
        return found

    @classmethod
    def schema(cls) -> dict[str, Any]:
        return {"type": "string", "format": "date"}
