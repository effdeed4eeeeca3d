"""Is nothing lost, nothing said twice, and all in order, whatever breaks?"""

import asyncio
import contextlib
import json
import os
import random
import signal

import pytest
from redis import Redis
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import SUBPROTOCOLS, bodies, frame, parsed

#: The whole is 1,000 cuts of 100 members; the short form shows the same in seconds.
CUTS = int(os.environ.get("RELAY_CUTS", "100"))
MEMBERS = int(os.environ.get("RELAY_CUT_MEMBERS", "10"))
QUEUE = "/user/queue/alarms"


def ids(messages):
    return [message.headers["message-id"] for message in messages]


class TestResuming:
    def test_from_a_message_brings_all_later_ones(self, relay, news, signer, ann):
        appended = [news.alarm(ann) for _ in range(5)]

        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=appended[1])

            assert ids(client.messages(3)) == appended[2:]

    def test_from_the_receipt_of_the_first_subscribe(self, relay, news, signer, ann):
        with relay.client(signer.token(ann)) as client:
            point = client.subscribe(QUEUE).headers["last-message-id"]
        missed = news.alarm(ann)

        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=point)
            message = client.receive("MESSAGE")

            assert message.headers["message-id"] == missed
            assert "reset" not in message.headers

    def test_from_the_last_message_brings_only_new_ones(self, relay, news, signer, ann):
        last = news.alarm(ann)
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=last)

            new = news.alarm(ann)

            assert ids(client.messages(1)) == [new]

    def test_brings_an_alarm_that_was_appended_twice_only_once(self, relay, news, signer, ann):
        first = news.alarm(ann)
        once = news.alarm(ann, alarm_id=77)
        news.alarm(ann, alarm_id=77)
        last = news.alarm(ann)

        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=first)

            assert ids(client.messages(2)) == [once, last]

    def test_brings_of_a_price_the_last_state(self, relay, news, goods_id):
        seen, *_, last = [news.goods(goods_id, seq) for seq in range(1, 6)]

        with relay.client() as client:
            client.subscribe(f"/topic/goods/{goods_id}", last_message_id=seen)

            assert ids(client.messages(1)) == [last]

    def test_waits_for_a_point_that_another_relay_reached_first(
        self, start_relay, own_redis, signer, ann
    ):
        relay = start_relay(own_redis)
        ahead = 99_999_999_999_999
        entry = {"member": ann, "body": "{}"}
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=f"{ahead}-0")

            own_redis.client.xadd("relay:alarms", entry | {"alarm": 1}, id=f"{ahead}-0")
            own_redis.client.xadd("relay:alarms", entry | {"alarm": 2}, id=f"{ahead}-1")

            assert ids(client.messages(1)) == [f"{ahead}-1"]


class TestReset:
    @pytest.mark.parametrize("point", ["1-1", "nonsense", "", "9" * 40])
    def test_is_said_with_the_first_message_that_is_kept(self, relay, news, signer, ann, point):
        kept = [news.alarm(ann), news.alarm(ann)]

        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=point)

            messages = client.messages(2)
            assert ids(messages) == kept
            assert [message.headers.get("reset") for message in messages] == ["true", None]

    def test_is_said_at_once_if_none_is_kept(self, relay, news, signer, ann):
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id="1-1")

            message = client.receive("MESSAGE")
            assert message.headers["reset"] == "true"
            assert bodies([message]) == [{"reset": True}]

    def test_gives_a_point_to_resume_from(self, relay, news, signer, ann):
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id="1-1")
            (point,) = ids(client.messages(1))
        missed = news.alarm(ann)

        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=point)

            assert ids(client.messages(1)) == [missed]

    def test_is_said_when_too_much_has_come(self, start_relay, own_redis, own_news, signer, ann):
        first, *_ = [own_news.alarm(ann) for _ in range(12)]
        relay = start_relay(own_redis, STREAM_LENGTH="10")

        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=first)

            messages = client.messages(10)
            assert messages[0].headers["reset"] == "true"

    def test_is_said_when_it_is_too_long_ago(self, start_relay, own_redis, own_news, signer, ann):
        first, _ = own_news.alarm(ann), own_news.alarm(ann)
        relay = start_relay(own_redis, RELAY_REPLAY_SECONDS="0.5")
        with relay.client(signer.token(ann)) as client:
            wait_until("the old to be forgotten", lambda: says_nothing_is_kept(client, first))


def says_nothing_is_kept(client, point):
    client.send(frame("SUBSCRIBE", id="again", destination=QUEUE, last_message_id=point))
    client.send(frame("UNSUBSCRIBE", id="again"))
    return bodies(client.messages(1)) == [{"reset": True}]


class TestRelayThatRestarts:
    def test_loses_nothing(self, start_relay, news, signer, ann):
        relay = start_relay()
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE)
            news.alarm(ann)
            (seen,) = ids(client.messages(1))
        relay.stop(signal.SIGKILL)
        missed = [news.alarm(ann) for _ in range(3)]

        with start_relay().client(signer.token(ann)) as client:
            client.subscribe(QUEUE, last_message_id=seen)

            assert ids(client.messages(3)) == missed


def messages_until(client, last):
    found = client.messages(1)
    while bodies(found[-1:]) == [{"reset": True}] or ids(found[-1:]) != [last]:
        found += client.messages(1)
    return found


class TestRedisThatRestarts:
    def test_keeps_the_clients_and_loses_nothing(
        self, start_relay, own_redis, own_news, signer, ann
    ):
        relay = start_relay(own_redis)
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE)
            before = own_news.alarm(ann)
            own_redis.stop()
            wait_until("the relay to notice", lambda: relay.get("/readyz")[0] == 503)
            own_redis.start()
            after = own_news.alarm(ann)

            messages = messages_until(client, after)
            told = [message for message in messages if bodies([message]) != [{"reset": True}]]
            assert ids(told) == [before, after]
            # What it had last might have gone; those who listen are to look for themselves.
            assert [message.headers.get("reset") for message in messages].count("true") == 1
            wait_until("Redis again", relay.is_ready)

    def test_with_nothing_left_is_told_to_the_clients(
        self, start_relay, own_redis, own_news, signer, ann, goods_id
    ):
        relay = start_relay(own_redis)
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE)
            client.subscribe(f"/topic/goods/{goods_id}", "sub-1")
            own_news.alarm(ann)
            own_news.goods(goods_id, 1)
            client.messages(2)

            own_redis.lose_everything()
            resets = client.messages(2)
            own_news.alarm(ann, "new life")

            assert [message.headers["reset"] for message in resets] == ["true", "true"]
            assert bodies(client.messages(1))[0]["text"] == "new life"

    def test_loses_nothing_when_only_the_connection_is_cut(
        self, start_relay, own_redis, own_news, signer, ann
    ):
        relay = start_relay(own_redis)
        admin = Redis(port=own_redis.port)
        with relay.client(signer.token(ann)) as client:
            client.subscribe(QUEUE)
            appended = []
            for _ in range(20):
                admin.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
                appended.append(own_news.alarm(ann))

            assert ids(client.messages(20)) == appended


class Phone:
    """A member's phone that goes through tunnels, and what it was sent."""

    def __init__(self, relay, news, member, token):
        self.heard = []
        self.sent = []
        self._url = relay.url
        self._news = news
        self._member = member
        self._token = token
        self._point = news.alarm(member)

    def send(self):
        alarm_id = self._news.next_alarm_id()
        self._news.alarm(self._member, alarm_id=alarm_id)
        self.sent.append(alarm_id)

    async def ride(self, cuts, wanted):
        for number in range(cuts + 1):
            limit = random.uniform(0, 0.15) if number < cuts else 20
            with contextlib.suppress(TimeoutError, ConnectionClosed):
                await asyncio.wait_for(self._listen(wanted), limit)

    async def _listen(self, wanted):
        async with connect(self._url, subprotocols=SUBPROTOCOLS, compression=None) as socket:
            try:
                await socket.send(frame("CONNECT", Authorization=f"Bearer {self._token}"))
                await socket.send(
                    frame("SUBSCRIBE", destination=QUEUE, id="0", last_message_id=self._point)
                )
                while len(self.heard) < wanted:
                    self._take(parsed(await socket.recv()))
            finally:
                # No goodbye: a tunnel cuts in the middle of whatever is on its way.
                socket.transport.abort()

    def _take(self, frames):
        for received in frames:
            if received.cmd == "MESSAGE":
                assert "reset" not in received.headers
                self._point = received.headers["message-id"]
                self.heard.append(json.loads(received.body)["alarmId"])


class TestNetworkThatIsCut:
    def test_loses_nothing_and_repeats_nothing(self, relay, news, signer, ann):
        members = [ann * 1000 + number for number in range(MEMBERS)]
        phones = [Phone(relay, news, member, signer.token(member)) for member in members]
        rounds = 2 * CUTS // MEMBERS

        async def speak():
            for _ in range(rounds):
                for phone in phones:
                    await asyncio.to_thread(phone.send)
                await asyncio.sleep(random.uniform(0, 0.1))

        async def everybody():
            rides = (phone.ride(CUTS // MEMBERS, rounds) for phone in phones)
            await asyncio.gather(speak(), *rides)

        asyncio.run(everybody())

        assert [phone.heard for phone in phones] == [phone.sent for phone in phones]
