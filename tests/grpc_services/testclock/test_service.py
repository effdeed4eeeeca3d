"""Is the time of the market moved by whoever asks, and only where there is a test clock?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
import redis

import settings
from grpc_services.composition import SERVICES, Core
from grpc_services.testclock.waiting import TICKED
from models import dialect
from models.auction import Auction
from models.dialect import database_now
from models.members import Member
from protos import auction_pb2, auction_pb2_grpc, testclock_pb2_grpc
from protos import testclock_pb2 as pb
from tests.support import factories
from tests.support.servers import WORKER_SECRET
from tests.support.serving import rpc_threads

_DAY = timedelta(days=1)
_SANDBOXES = {
    "PORTONE_URL": "http://127.0.0.1:8061", "SWEETTRACKER_URL": "http://127.0.0.1:8062",
}  # fmt: skip
_METADATA = [("authorization", f"Bearer {WORKER_SECRET}")]


@pytest.fixture
def channel(
    database: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[grpc.Channel]:
    """The clock and the auctions of a market with a test clock, whose workers' clock ticks."""
    environ = factories.environ(database, redis_url) | _SANDBOXES
    core = Core(settings.load(environ=environ | {"TEST_CLOCK": str(tmp_path / "clock")}))
    monkeypatch.setattr(dialect._clock, "ahead", settings.test_clock(core.config))
    with redis.Redis.from_url(f"{redis_url}/0") as jobs:
        jobs.flushdb()
        jobs.set(TICKED, (database_now() + 100 * _DAY).timestamp())
    serving = factories.serving(lambda server: _register(core, server))
    with rpc_threads(2), serving as address, grpc.insecure_channel(address) as channel:
        yield channel
    core.lanes.stop()


def _register(core: Core, server: grpc.aio.Server) -> None:
    for name in ("testclock", "auction"):
        SERVICES[name](core, server)


def advance(channel: grpc.Channel, wait: timedelta) -> pb.ClockMoved:
    clock = testclock_pb2_grpc.TestClockStub(channel)
    request = pb.AdvanceClockRequest(seconds=wait.total_seconds())
    return clock.AdvanceClock(request, timeout=60, metadata=_METADATA)


class TestAdvancing:
    def test_moves_the_time_of_all(self, channel: grpc.Channel) -> None:
        before = database_now()

        moved = advance(channel, 3 * _DAY)

        assert (moved.passed_seconds, moved.settled) == (3 * 86_400, True)
        assert timedelta() < database_now() - before - 3 * _DAY < timedelta(minutes=1)
        state = testclock_pb2_grpc.TestClockStub(channel).GetClock(
            pb.GetClockRequest(), timeout=60, metadata=_METADATA
        )
        assert state.now.ToNanoseconds() >= moved.now.ToNanoseconds()

    def test_stops_at_the_next_moment(self, channel: grpc.Channel, people: list[Member]) -> None:
        begins = database_now() + _DAY
        factories.goods(people[0], starts_at=begins, ends_at=begins + _DAY)

        moved = advance(channel, 3 * _DAY)

        assert abs(moved.passed_seconds - 86_400) < 60
        assert not moved.settled

    def test_never_goes_back(self, channel: grpc.Channel) -> None:
        assert advance(channel, -_DAY).passed_seconds == 0

    def test_wakes_who_waits_for_a_moment(
        self, channel: grpc.Channel, people: list[Member]
    ) -> None:
        lot = factories.goods(people[0], ends_at=database_now() + _DAY)
        request = auction_pb2.AdvanceAuctionsRequest(
            goods_ids=[lot.goods_id], wait_seconds=2 * 86_400
        )
        waiting = auction_pb2_grpc.AuctionsStub(channel).AdvanceAuctions.future(
            request, timeout=60, metadata=_METADATA
        )

        advance(channel, 2 * _DAY)
        advance(channel, 2 * _DAY)

        waiting.result()
        assert Auction.get(Auction.goods == lot).state == "FAILED"


class TestWithoutATestClock:
    def test_there_is_no_such_service(self, services) -> None:
        assert services.ask(pb.GetClockRequest()) is grpc.StatusCode.UNIMPLEMENTED
        assert services.ask(pb.AdvanceClockRequest(seconds=60)) is grpc.StatusCode.UNIMPLEMENTED
