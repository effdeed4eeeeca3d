"""Is whoever begins to listen to goods told first how they stand, whoever has to be asked?"""

import contextlib

import pytest

from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import bodies, frame
from tests.ws_relay.test_relay_sockjs import CONNECT, Browser, frames

QUESTIONS = "relay:questions"


def asked(redis):
    """Plays the services, up to their answer."""
    return int(wait_until("a question", lambda: redis.lpop(QUESTIONS)))


class TestCurrent:
    def test_is_what_was_told_last(self, relay, news, goods_id):
        with relay.client() as client:
            client.subscribe(f"/topic/goods/{goods_id}", "before")
            last = [news.goods(goods_id, seq, currentPrice=seq * 1_000) for seq in (1, 2)][-1]
            while client.receive("MESSAGE").headers["message-id"] != last:
                pass

            point = client.subscribe(f"/topic/goods/{goods_id}", "sub-1", current="true")
            news.goods(goods_id, 3)

            first, second = (
                message
                for message in client.messages(3)
                if message.headers["subscription"] == "sub-1"
            )
            assert (first.headers["message-id"], bodies([first])[0]["currentPrice"]) == (
                last,
                2_000,
            )
            assert bodies([second])[0]["seq"] == 3
            assert point.headers["last-message-id"] >= last

    def test_is_asked_for_once_where_nobody_has_told_it_lately(
        self, start_relay, own_redis, own_news, goods_id
    ):
        relay = start_relay(own_redis)
        with relay.client() as ann, relay.client() as bob:
            for client in (ann, bob):
                client.subscribe(f"/topic/goods/{goods_id}", current="true")

            assert asked(own_redis.client) == goods_id
            entry = own_news.goods(goods_id, 7)

            for client in (ann, bob):
                (message,) = client.messages(1)
                assert message.headers["message-id"] == entry
                assert "reset" not in message.headers
            assert own_redis.client.llen(QUESTIONS) == 0

    def test_is_to_be_read_elsewhere_where_nobody_answers(
        self, start_relay, own_redis, own_news, goods_id
    ):
        relay = start_relay(own_redis)
        with relay.client() as client:
            client.subscribe(f"/topic/goods/{goods_id}", current="true")

            (notice,) = client.messages(1)
            assert (notice.headers["reset"], bodies([notice])) == ("true", [{"reset": True}])

            own_news.goods(goods_id, 1)
            assert "reset" not in client.receive("MESSAGE").headers

    def test_is_not_told_to_who_goes_on_where_they_were(self, relay, news, goods_id):
        seen = news.goods(goods_id, 1)
        with relay.client() as client:
            client.subscribe(f"/topic/goods/{goods_id}", last_message_id=seen, current="true")

            new = news.goods(goods_id, 2)

            assert client.receive("MESSAGE").headers["message-id"] == new

    @pytest.mark.parametrize("version", ["1.0", "1.1"])
    def test_is_told_in_older_versions_too(self, relay, news, goods_id, version):
        news.goods(goods_id, 4)
        with relay.client(accept_version=version) as client:
            client.send(
                frame("SUBSCRIBE", id="0", destination=f"/topic/goods/{goods_id}", current="true")
            )

            assert bodies(client.messages(1))[0]["seq"] == 4

    def test_is_told_by_sockjs_as_well(self, relay, news, goods_id):
        news.goods(goods_id, 5)
        with contextlib.closing(Browser(relay, f"current{goods_id}")) as browser:
            browser.poll()
            browser.send(CONNECT)
            browser.poll()
            wanted = {"destination": f"/topic/goods/{goods_id}", "current": "true"}
            browser.send(frame("SUBSCRIBE", id="0", **wanted))

            (message,) = frames(browser.poll())
            assert (message.cmd, bodies([message])[0]["seq"]) == ("MESSAGE", 5)
