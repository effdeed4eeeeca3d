"""What time is it in a market where nothing is real, and what if it were later?"""

import re
from datetime import timedelta
from typing import Any, Self

import falcon
import falcon.asgi
from google.protobuf.message import Message

from api_http.answers import to_json
from api_http.bodies import checked
from api_http.kinds import Refused
from api_http.problems.words import Words
from api_http.shapes import Shape
from api_http.stubs import DEADLINE, Stubs
from protos import testclock_pb2 as pb

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_WAIT = re.compile(r"(?=\d)" + "".join(rf"(?:(?P<{u}>\d{{1,6}}){u})?" for u in _UNITS), re.ASCII)
#: What floating point leaves of a time, in seconds, is none.
_INSTANT = 0.001


class Wait(timedelta):
    """How long something is to be waited for."""

    words = Words(
        "72h, 1d12h, 90s 같은 기간이어야 합니다.", "It has to be a time such as 72h or 1d12h."
    )

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if nobody could wait so long"""
        found = _WAIT.fullmatch(given) if isinstance(given, str) else None
        if found is None:
            raise Refused(cls.words)
        parts = {_UNITS[unit]: int(number or 0) for unit, number in found.groupdict().items()}
        return cls(**parts)


class Advance(Shape, frozen=True, kw_only=True):
    """How far the clock is to be moved."""

    advance: Wait


class TestClock:
    """Moves the time of the whole market, from one moment at which something is due to the next."""

    def __init__(self, stubs: Stubs) -> None:
        self._stubs = stubs

    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        state = await self._stubs.test_clock.GetClock(pb.GetClockRequest(), timeout=DEADLINE)
        _answer(resp, state)

    async def on_put(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        wait = checked(await req.stream.read(), Advance).advance.total_seconds()
        told = pb.ClockMoved(settled=True)
        while True:
            request = pb.AdvanceClockRequest(seconds=wait - told.passed_seconds)
            moved = await self._stubs.test_clock.AdvanceClock(request, timeout=DEADLINE)
            told.now.CopyFrom(moved.now)
            told.facts.extend(moved.facts)
            told.settled = told.settled and moved.settled
            told.passed_seconds = round(told.passed_seconds + moved.passed_seconds, 3)
            if wait - told.passed_seconds < _INSTANT:
                break
        _answer(resp, told)


def _answer(resp: falcon.asgi.Response, message: Message) -> None:
    resp.data, resp.content_type = to_json(message), falcon.MEDIA_JSON
