"""How much of a hundred? Parts that are computed with, and so read exactly."""

from typing import Any, Self

from api_http.kinds import Refused
from api_http.problems.words import Words


class Percent(float):
    """A part of a hundred, to two places after the point."""

    words = Words(
        "0과 100 사이에서 소수점 아래 두 자리까지 쓸 수 있습니다.",
        "It has to be between 0 and 100, with two places after the point at most.",
    )

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if it is no such number"""
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        if not is_number or not 0 <= given <= 100 or round(given, 2) != given:
            raise Refused(cls.words)
        return cls(given)

    @classmethod
    def schema(cls) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": 100}
