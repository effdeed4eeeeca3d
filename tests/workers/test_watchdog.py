"""Is nothing more heard of a worker that hangs, and all the time of one that does not?"""

import threading
import time
from collections.abc import Iterator

import dramatiq
import pytest
from dramatiq.brokers.redis import RedisBroker

from settings.stores import open_redis
from tests.support import servers
from tests.support.waiting import wait_until
from workers.broker import use_broker
from workers.watchdog import Broker, Consumer, Watchdog


@pytest.fixture
def beats() -> list[float]:
    return []


@pytest.fixture
def broker(redis_url: str, beats: list[float]) -> Iterator[RedisBroker]:
    before = dramatiq.get_broker()
    watchdog = Watchdog(lambda: beats.append(time.monotonic()), pause=0.02, silent=2.0, grace=0.2)
    broker = use_broker(open_redis(redis_url, 0), watchdog)
    broker.client.flushdb()
    yield broker
    broker.close()
    dramatiq.set_broker(before)


@pytest.fixture
def let_go(broker: RedisBroker) -> Iterator[threading.Event]:
    """Until it is set, the job in hand does not come back, whatever its time limit is."""
    event = threading.Event()

    @dramatiq.actor(broker=broker, queue_name="stories", max_retries=0, time_limit=100)
    def hang() -> None:
        event.wait()

    yield event
    event.set()


@pytest.fixture
def worker(broker: RedisBroker, let_go: threading.Event) -> Iterator[dramatiq.Worker]:
    worker = dramatiq.Worker(broker, worker_timeout=50, worker_threads=1)
    worker.start()
    yield worker
    let_go.set()
    worker.stop()


def _goes_on(beats: list[float]) -> None:
    count = len(beats)
    wait_until("beats", lambda: len(beats) > count + 20)


def _is_silent(beats: list[float]) -> None:
    wait_until("silence", lambda: time.monotonic() - beats[-1] > 1.5)


@pytest.mark.usefixtures("worker")
class TestAWorker:
    def test_that_has_nothing_to_do_goes_on(self, beats):
        _goes_on(beats)

    def test_whose_job_outlives_its_time_hangs_until_it_ends(self, beats, broker, let_go):
        _goes_on(beats)
        broker.get_actor("hang").send()
        _is_silent(beats)
        let_go.set()
        _goes_on(beats)

    def test_that_looks_for_no_jobs_any_more_hangs(self, beats, worker):
        _goes_on(beats)
        worker.consumers["stories"].running = False
        _is_silent(beats)


class TestAConsumer:
    def test_has_looked_for_jobs_though_redis_is_away(self):
        away = open_redis(f"redis://{servers.HOST}:1", 0)
        consumer = Consumer(Broker(client=away), "stories", 1, 100)
        consumer.looked_at = 0.0
        with pytest.raises(dramatiq.errors.BrokerConnectionError):
            next(consumer)
        assert consumer.looked_at > 0
