"""Do jobs come to a worker through Redis, with the id of the request that they are for?"""

import uuid
from collections.abc import Iterator
from queue import Queue

import dramatiq
import pytest
from dramatiq.brokers.redis import RedisBroker
from prometheus_client import REGISTRY
from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars

from grpc_services import dispatch
from settings.stores import open_redis
from tests.support.waiting import wait_until
from workers.broker import OfAnotherRelease, dead_in, job, use_broker, worth_trying
from workers.failures import Final


@pytest.fixture
def broker(redis_url: str) -> Iterator[RedisBroker]:
    before = dramatiq.get_broker()
    broker = use_broker(open_redis(redis_url, 0))
    broker.client.flushdb()
    yield broker
    broker.close()
    dramatiq.set_broker(before)


@pytest.fixture
def seen() -> Queue:
    return Queue()


@pytest.fixture
def actor(broker: RedisBroker, seen: Queue) -> dramatiq.Actor:
    @job(broker=broker, queue_name="stories", max_retries=1, min_backoff=1)
    def listen(story: str) -> None:
        seen.put((story, dict(get_contextvars())))
        bind_contextvars(left_by=story)
        if story == "more":
            listen.send("the end")
        if story == "fail" and seen.qsize() < 2:
            raise RuntimeError("the first time it fails")
        if story == "never":
            raise Final("nothing helps")
        if story == "always":
            raise RuntimeError("it fails each time")

    return listen


@pytest.fixture
def worker(broker: RedisBroker, actor: dramatiq.Actor) -> Iterator[dramatiq.Worker]:
    worker = dramatiq.Worker(broker, worker_timeout=50, worker_threads=1)
    worker.start()
    yield worker
    worker.stop()


@pytest.mark.usefixtures("worker")
class TestRequestId:
    def test_goes_from_the_sender_to_the_job(self, actor, seen):
        with bound_contextvars(request_id="request-1"):
            actor.send("hello")
        story, context = seen.get(timeout=120)
        assert (story, context["request_id"]) == ("hello", "request-1")
        assert context["actor"] == "listen"

    def test_goes_on_to_the_jobs_of_a_job(self, actor, seen):
        with bound_contextvars(request_id="request-2"):
            actor.send("more")
        told = [seen.get(timeout=120) for _ in range(2)]
        assert [story for story, _ in told] == ["more", "the end"]
        assert {context["request_id"] for _, context in told} == {"request-2"}

    def test_stays_when_a_job_is_tried_again(self, actor, seen):
        with bound_contextvars(request_id="request-3"):
            actor.send("fail")
        first = seen.get(timeout=120)
        assert first[1]["request_id"] == seen.get(timeout=60)[1]["request_id"] == "request-3"

    def test_is_not_left_for_the_next_job_nor_is_anything_else(self, actor, seen):
        with bound_contextvars(request_id="request-4"):
            actor.send("hello")
        actor.send("hello")
        first, second = (seen.get(timeout=120)[1] for _ in range(2))
        assert (first["request_id"], second["request_id"]) == ("request-4", second["message_id"])
        assert "left_by" not in second

    def test_comes_from_a_message_of_the_services(self, broker, seen):
        broker.enqueue(
            dramatiq.Message(
                queue_name="stories",
                actor_name="listen",
                args=("hello",),
                kwargs={},
                options={"request_id": "request-5"},
                message_id=f"fact-{uuid.uuid4().hex}",
            )
        )
        assert seen.get(timeout=120)[1]["request_id"] == "request-5"


class TestTheEndOfAJob:
    @pytest.mark.usefixtures("worker")
    def test_is_counted_by_what_becomes_of_it(self, actor, broker):
        ends = {"DONE": 1, "FINAL": 1, "AGAIN": 1, "DEAD": 1}
        counted = {end: _ended(end) for end in ends}
        for story in ("hello", "never", "always"):
            actor.send(story)
        wait_until("all ends", lambda: {end: _ended(end) - counted[end] for end in ends} == ends)
        wait_until("dead letters", lambda: dead_in("stories") == 2)


def _ended(end: str) -> float:
    labels = {"actor": "listen", "end": end}
    return REGISTRY.get_sample_value("pikcur_jobs_total", labels) or 0


class TestAJobOfAnotherRelease:
    def test_is_put_back_until_somebody_knows_it(self, broker, worker, seen):
        message: dramatiq.Message[str] = dramatiq.Message(
            queue_name="stories", actor_name="tell", args=("hello",), kwargs={}, options={}
        )
        broker.enqueue(message)
        wait_until("the job to go back", lambda: broker.client.llen("dramatiq:stories.DQ"))

        # As the next release has it.
        @dramatiq.actor(broker=broker, queue_name="stories")
        def tell(story: str) -> None:
            seen.put(story)

        assert seen.get(timeout=120) == "hello"
        assert not broker.client.exists("dramatiq:stories.XQ")

    def test_is_worth_more_tries_than_one_that_fails(self):
        assert worth_trying(1_000, OfAnotherRelease(), most=20)
        assert not worth_trying(20, RuntimeError(), most=20)


class TestBroker:
    def test_reads_what_the_services_write(self, broker, redis_url):
        assert broker.namespace == RedisBroker(client=broker.client).namespace
        assert broker.client.connection_pool.connection_kwargs["db"] == 0
        assert dispatch.QUEUE == "facts"
