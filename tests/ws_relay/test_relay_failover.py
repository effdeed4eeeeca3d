"""Do news and jobs go on when Redis is another one than before?"""

from queue import Queue

import dramatiq
import pytest
from redis.exceptions import RedisError

from settings.stores import open_redis
from tests.support.sentinels import watched_redis
from tests.support.waiting import wait_until
from tests.ws_relay.relay_processes import News
from workers.broker import use_broker

QUEUE = "/user/queue/alarms"


@pytest.fixture
def watched(tmp_path):
    with watched_redis(tmp_path) as found:
        yield found


@pytest.fixture
def broker(watched):
    before = dramatiq.get_broker()
    yield use_broker(open_redis(watched.url, 0))
    dramatiq.get_broker().close()
    dramatiq.set_broker(before)


@pytest.fixture
def done(broker):
    """What a worker has done of its job `note`."""
    found: Queue[str] = Queue()
    dramatiq.actor(found.put, broker=broker, actor_name="note", queue_name="notes")
    worker = dramatiq.Worker(broker, worker_timeout=100, worker_threads=1)
    worker.start()
    yield found
    worker.stop()


def reached(act):
    """What comes of it as soon as Redis is reached."""

    def tried():
        try:
            return act()
        except RedisError:
            return None

    return wait_until("Redis", tried)


class TestARedisInWhosePlaceAnotherComes:
    def test_is_followed_by_relay_and_workers(
        self, watched, start_relay, signer, ann, broker, done
    ):
        relay = start_relay(watched)
        news, note = News(open_redis(watched.url, 1)), broker.get_actor("note")
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE)
            before = news.alarm(ann)
            note.send("before")
            assert client.messages(1)[0].headers["message-id"] == before
            assert done.get(timeout=120) == "before"

            watched.primary.kill()
            after = reached(lambda: news.alarm(ann))
            reached(lambda: note.send("after"))

            told = [client.messages(1)[0]]
            while told[-1].headers["message-id"] != after:
                told += client.messages(1)
            # What was told last may have been lost on the way.
            assert told[0].headers["reset"] == "true"
            assert done.get(timeout=120) == "after"
