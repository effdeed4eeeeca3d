"""Is it seen that something still waits: a fact, an auction, a job, the workers' clock itself?"""

from collections.abc import Iterator
from datetime import timedelta

import dramatiq
import pytest
import redis
from dramatiq.brokers.redis import RedisBroker

from grpc_services.testclock.waiting import TICKED, facts_since, is_worked_off, last_fact_id
from models.alarms import Announcement
from models.auction import Auction
from models.dialect import database_now
from models.members import Member
from models.outbox import SENT, OutboxFact
from tests.support import factories


@pytest.fixture
def jobs(database: str, redis_url: str) -> Iterator[redis.Redis]:
    """Nothing waits, and the workers' clock ticks."""
    with redis.Redis.from_url(f"{redis_url}/0") as client:
        client.flushdb()
        client.set(TICKED, (database_now() + timedelta(minutes=1)).timestamp())
        yield client
        client.flushdb()


def worked_off(jobs: redis.Redis) -> bool:
    return is_worked_off(jobs=jobs, since=database_now(), now=database_now())


def enqueue(jobs: redis.Redis, *, delay: int | None = None) -> None:
    message: dramatiq.Message[None] = dramatiq.Message("orders", "open_order", (1,), {}, {})
    broker = RedisBroker(client=jobs)
    broker.declare_queue("orders")
    broker.enqueue(message, delay=delay)


class TestAllIsWorkedOff:
    def test_when_nothing_waits(self, jobs: redis.Redis) -> None:
        assert worked_off(jobs)

    def test_not_before_the_clock_has_ticked(self, jobs: redis.Redis) -> None:
        jobs.set(TICKED, (database_now() - timedelta(seconds=1)).timestamp())
        assert not worked_off(jobs)

        jobs.delete(TICKED)
        assert not worked_off(jobs)

    def test_not_while_a_job_waits_or_is_at_hand(self, jobs: redis.Redis) -> None:
        enqueue(jobs)
        assert not worked_off(jobs)

        jobs.lpop("dramatiq:orders")
        assert not worked_off(jobs)

    @pytest.mark.parametrize(("delay", "is_done"), [(500, False), (600_000, True)])
    def test_not_while_a_job_is_to_be_tried_again_soon(
        self, jobs: redis.Redis, delay: int, is_done: bool
    ) -> None:
        enqueue(jobs, delay=delay)

        assert worked_off(jobs) is is_done

    def test_not_while_a_fact_is_to_be_told(self, jobs: redis.Redis, people: list[Member]) -> None:
        factories.bid(factories.goods(people[0]), people[1], amount=10_000)
        assert not worked_off(jobs)

        OutboxFact.update(stage=SENT).execute()
        assert worked_off(jobs)

    def test_not_while_an_auction_is_to_be_closed(
        self, jobs: redis.Redis, people: list[Member]
    ) -> None:
        lot = factories.goods(people[0])
        assert worked_off(jobs)

        Auction.update(ends_at=database_now()).where(Auction.goods == lot).execute()

        assert not worked_off(jobs)

    def test_not_while_very_many_are_being_told(self, jobs: redis.Redis) -> None:
        Announcement.create(fact_id=1, kind="NOTICE", audience_id=1, data="{}", after_id=0, told=0)

        assert not worked_off(jobs)


def test_what_has_happened_is_listed_in_its_order(people: list[Member]) -> None:
    before = last_fact_id()
    lot = factories.goods(people[0])
    factories.bid(lot, people[1], amount=10_000)

    told = [row.kind for row in facts_since(fact_id=before, most=10)]

    assert told == factories.facts()[-len(told) :]
    assert told[-1] == "BidsPlaced"
