"""Is a relay told how goods stand of which it knows nothing?"""

import json

import pytest
import redis

from grpc_services.answering import QUESTIONS, Answerer
from models.auction import Auction
from tests.support import factories
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def streams(redis_url):
    with redis.Redis.from_url(f"{redis_url}/1") as client:
        client.flushall()
        yield client


@pytest.fixture
def answerer(streams):
    answerer = Answerer(streams=streams, rules=factories.HOUSE.rules, stream_length=1000)
    answerer.start()
    yield answerer
    answerer.stop()


def _told(streams):
    return [
        (int(news[b"seq"]), json.loads(news[b"body"])) for _, news in streams.xrange("relay:goods")
    ]


class TestAnAnswer:
    def test_tells_of_all_that_was_asked_what_changes_would_tell(self, streams, answerer):
        seller, ann = factories.member("seller"), factories.member("ann")
        quiet, wanted, waiting = (factories.goods(seller) for _ in range(3))
        factories.bid(wanted, ann, amount=10_000)
        Auction.update(is_waiting=True).where(Auction.goods == waiting.goods_id).execute()

        streams.rpush(QUESTIONS, wanted.goods_id, waiting.goods_id, 999_999, quiet.goods_id)

        told = {body["goodsId"]: (mark, body) for mark, body in _wait_for(streams, 2)}
        assert told.keys() == {quiet.goods_id, wanted.goods_id}
        mark, body = told[wanted.goods_id]
        assert (mark, body["seq"], body["currentPrice"], body["state"]) == (11, 1, 10_000, "OPEN")
        assert told[quiet.goods_id][1]["currentPrice"] is None


def _wait_for(streams, number):
    wait_until("the answers", lambda: len(_told(streams)) >= number)
    return _told(streams)
