"""Does everybody get news at the pace that suits them, and nobody at the cost of others?"""

import json
import socket
import time

from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import Client, bodies, frame


class SlowReader(Client):
    """A client whose window is small, and who does not read unless asked to."""

    def __init__(self, relay, token=None, **headers):
        host, port = relay.address.split(":")
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        narrow.connect((host, int(port)))
        # The library reads ahead by itself, but no further than this.
        super().__init__(relay.url, sock=narrow, max_queue=1, close_timeout=0.2)
        self.connect(token, **headers)


class TestPriceTopic:
    def test_brings_at_most_ten_messages_a_second_and_the_last_state(self, relay, news, goods_id):
        with relay.client() as client:
            client.subscribe(f"/topic/goods/{goods_id}")
            started = time.monotonic()
            for seq in range(1, 301):
                news.goods(goods_id, seq)

            seqs = []
            while 300 not in seqs:
                seqs += [body["seq"] for body in bodies(client.messages(1))]

            assert len(seqs) <= 10 * (time.monotonic() - started) + 2
            assert seqs == sorted(set(seqs))

    def test_brings_the_first_state_at_once(self, relay, news, goods_id):
        with relay.client() as client:
            client.subscribe(f"/topic/goods/{goods_id}")
            started = time.monotonic()
            news.goods(goods_id, 1)

            client.messages(1)

            assert time.monotonic() - started < 0.1

    def test_never_goes_back(self, relay, news, goods_id):
        with relay.client() as client:
            client.subscribe(f"/topic/goods/{goods_id}")
            for seq in (2, 1, 2, 3):
                news.goods(goods_id, seq)

            assert [body["seq"] for body in bodies(client.messages(2))] == [2, 3]

    def test_is_not_said_again_to_who_has_just_resumed(self, start_relay, news, goods_id):
        relay, topic = start_relay(RELAY_GOODS_PER_SECOND="1"), f"/topic/goods/{goods_id}"
        with relay.client() as early, relay.client() as late:
            early.subscribe(topic)
            first = news.goods(goods_id, 1)
            early.messages(1)
            news.goods(goods_id, 2)
            late.subscribe(topic, last_message_id=first)
            assert bodies(late.messages(1))[0]["seq"] == 2
            early.messages(1)

            news.goods(goods_id, 3)

            assert bodies(late.messages(1))[0]["seq"] == 3


class TestAlarms:
    def test_are_never_merged(self, relay, news, signer, ann):
        with relay.client(signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms")
            for number in range(200):
                news.alarm(ann, str(number))

            heard = [body["text"] for body in bodies(client.messages(200))]
            assert heard == [str(number) for number in range(200)]

    def test_of_a_slow_reader_all_arrive_when_it_reads(self, start_relay, news, signer, ann):
        relay = start_relay(RELAY_BUFFER_BYTES="4096")
        with SlowReader(relay, signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms")
            for number in range(300):
                news.alarm(ann, f"{number} {'x' * 4000}")
            wait_until(
                "a reader who does not read", lambda: relay.metric("relay_paused_connections")
            )
            assert relay.metric("relay_buffered_bytes") < 20_000

            heard = [body["text"].split()[0] for body in bodies(client.messages(300))]
            assert heard == [str(number) for number in range(300)]

    def test_are_replayed_by_the_thousand_quickly(self, relay, news, signer, ann):
        first = news.alarm(ann)
        for number in range(1000):
            news.alarm(ann, f"missed {number}")
        with relay.client(signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms", last_message_id=first)

            assert len(client.messages(1000)) == 1000


class TestSlowReader:
    def test_gets_of_a_price_the_last_state_when_it_reads(
        self, start_relay, news, signer, ann, goods_id
    ):
        relay = start_relay(RELAY_BUFFER_BYTES="4096")
        with SlowReader(relay, signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms")
            client.subscribe(f"/topic/goods/{goods_id}", "price")
            for _ in range(100):
                news.alarm(ann, "x" * 8000)
            wait_until(
                "a reader who does not read", lambda: relay.metric("relay_paused_connections")
            )
            for seq in range(1, 100):
                news.goods(goods_id, seq)

            heard = [json.loads(message.body) for message in client.messages(101)]
            assert [body["seq"] for body in heard if "seq" in body] == [99]

    def test_is_told_to_come_back_later(self, start_relay, news, signer, ann):
        relay = start_relay(RELAY_BUFFER_BYTES="4096", RELAY_STALL_SECONDS="1")
        with SlowReader(relay, signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms")
            for _ in range(100):
                news.alarm(ann, "x" * 8000)
            wait_until("a drop", lambda: relay.metric("relay_dropped_total"))

            assert client.is_closed_with() == (1013, "TOO_SLOW")
            assert client.error()["code"] == "TOO_SLOW"

    def test_does_not_delay_the_others(self, start_relay, news, signer, ann, goods_id):
        relay = start_relay(RELAY_BUFFER_BYTES="4096")
        with SlowReader(relay, signer.token(ann)) as slow, relay.client() as quick:
            slow.subscribe("/user/queue/alarms")
            slow.subscribe(f"/topic/goods/{goods_id}", "price")
            quick.subscribe(f"/topic/goods/{goods_id}")
            for _ in range(100):
                news.alarm(ann, "x" * 8000)
            wait_until(
                "a reader who does not read", lambda: relay.metric("relay_paused_connections")
            )
            started = time.monotonic()
            news.goods(goods_id, 1)

            quick.messages(1)

            assert time.monotonic() - started < 0.2

    def test_does_not_make_us_keep_what_it_asks_for(self, start_relay):
        relay = start_relay(RELAY_BUFFER_BYTES="4096")
        receipt = "r" * 3000
        begin = frame("BEGIN", transaction="t", receipt=receipt)
        abort = frame("ABORT", transaction="t", receipt=receipt)
        with SlowReader(relay) as client:
            for _ in range(150):
                client.send(begin + abort)
            wait_until(
                "a reader who does not read", lambda: relay.metric("relay_paused_connections")
            )

            # The answers to what one read from the socket brings, and not one more.
            assert relay.metric("relay_buffered_bytes") < 300_000
            for _ in range(300):
                assert client.receive("RECEIPT")
