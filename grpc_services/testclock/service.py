"""How is the test clock served? Moved to where something is due, and answered once that is done."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Protocol

from google.protobuf.message import Message

from grpc_services.messages import timestamp
from grpc_services.server import Steps, rpc, stepwise_rpc
from grpc_services.testclock.moments import due_columns, next_stop
from grpc_services.testclock.waiting import facts_since, is_worked_off, last_fact_id
from models.dialect import database_now
from protos import testclock_pb2 as pb
from protos import testclock_pb2_grpc

#: Shorter than the deadline of whoever asks.
_PATIENCE_SECONDS = 8.0
_PAUSE_SECONDS = 0.05
#: Facts in one answer.
_MOST = 2_000


class Ahead(Protocol):
    """How far the market's time is ahead."""

    def advance(self, by: timedelta) -> None: ...


@dataclass(frozen=True)
class TestClock(testclock_pb2_grpc.TestClockServicer):
    ahead: Ahead
    #: The Redis in which jobs wait.
    jobs: Any
    ending_soon: timedelta
    #: One mover at a time.
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)

    @rpc
    def GetClock(self, request: pb.GetClockRequest, now: datetime) -> Message:
        return pb.ClockState(now=timestamp(now))

    @stepwise_rpc
    async def AdvanceClock(self, request: pb.AdvanceClockRequest, steps: Steps) -> Message:
        async with self.moving:
            before = await steps.do(lambda _: last_fact_id())
            passed = await steps.do(lambda now: self._move(request, now))
            settled = await self._is_settled(steps)
            return await steps.do(lambda now: _moved(now, passed, settled, since=before))

    def _move(self, request: pb.AdvanceClockRequest, now: datetime) -> timedelta:
        stop = next_stop(
            columns=due_columns(ending_soon=self.ending_soon),
            now=now,
            until=now + timedelta(seconds=max(0.0, request.seconds)),
            # Shorter than any word is ahead of what it tells of, or it would be lost.
            grain=self.ending_soon / 2,
        )
        self.ahead.advance(stop - now)
        return stop - now

    async def _is_settled(self, steps: Steps) -> bool:
        """Twice in a row, because what is on its way from one place to the other is in neither."""
        since, quiet, give_up_at = database_now(), 0, monotonic() + _PATIENCE_SECONDS
        while quiet < 2 and monotonic() < give_up_at:
            is_quiet = await steps.do(
                lambda now: is_worked_off(jobs=self.jobs, since=since, now=now)
            )
            quiet = quiet + 1 if is_quiet else 0
            await asyncio.sleep(_PAUSE_SECONDS)
        return quiet == 2


def _moved(now: datetime, passed: timedelta, settled: bool, *, since: int) -> pb.ClockMoved:
    return pb.ClockMoved(
        now=timestamp(now),
        passed_seconds=passed.total_seconds(),
        facts=[
            pb.Happened(fact=row.kind, at=timestamp(row.created_at))
            for row in facts_since(fact_id=since, most=_MOST)
        ],
        settled=settled,
    )
