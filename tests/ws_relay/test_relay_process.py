"""Does the process start, tell how it is, and end as an operator expects?"""

import json
import signal
import time

import pytest
from websockets.exceptions import ConnectionClosed

from tests.support.servers import free_port
from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import DEADLINE, Client


class TestStart:
    @pytest.mark.parametrize("name", ["REDIS_URL", "TOKEN_PUBLIC_KEYS"])
    def test_names_a_missing_setting(self, start_relay, name):
        assert name in refused_start(start_relay(wait=False, **{name: ""}))

    def test_names_redis_out_of_reach_without_its_password(self, start_relay):
        url = f"redis://:secret@127.0.0.1:{free_port()}"

        said = refused_start(start_relay(wait=False, REDIS_URL=url))

        assert "REDIS_URL" in said
        assert "secret" not in said

    def test_names_keys_that_are_none(self, start_relay):
        relay = start_relay(wait=False, TOKEN_PUBLIC_KEYS="nonsense")

        assert "TOKEN_PUBLIC_KEYS" in refused_start(relay)

    def test_names_an_address_that_is_taken(self, relay, start_relay):
        other = start_relay(wait=False, RELAY_ADDRESS=relay.address)

        assert "RELAY_ADDRESS" in refused_start(other)


def refused_start(relay):
    said = "".join(relay.process.communicate(timeout=60))
    assert relay.process.returncode == 1
    return said


class TestHealth:
    def test_is_told(self, relay):
        assert relay.get("/healthz")[0] == 200
        assert json.loads(relay.get("/readyz")[1]) == {"status": "ready", "problems": []}

    def test_is_measured(self, relay, news, goods_id):
        with relay.client() as client:
            delivered = relay.metric("relay_delivered_total")
            client.subscribe(f"/topic/goods/{goods_id}")
            news.goods(goods_id, 1)
            client.messages(1)

            assert relay.metric("relay_delivered_total") == delivered + 1
            assert relay.metric("relay_connections{") >= 1
            assert relay.metric("relay_subscriptions") >= 1
            assert relay.metric("relay_lag_seconds_count") >= 1

    def test_counts_go_back_when_clients_go(self, start_relay, signer, ann):
        relay = start_relay()
        with relay.client(signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms")

        wait_until("all to have gone", lambda: relay.metric("relay_connections{") == 0)
        assert relay.metric("relay_subscriptions") == 0

    def test_is_not_told_at_the_public_door(self, relay):
        assert relay.get("/metrics")[0] == 404


class TestEnd:
    def test_sends_everybody_away_with_1012(self, start_relay):
        relay = start_relay()
        clients = [relay.client() for _ in range(20)]

        relay.process.send_signal(signal.SIGTERM)

        assert {client.is_closed_with()[0] for client in clients} == {1012}
        assert relay.process.wait(10) == 0

    def test_sends_them_away_one_after_another(self, start_relay):
        relay = start_relay(RELAY_DRAIN_PER_SECOND="20")
        clients = [relay.client() for _ in range(10)]
        started = time.monotonic()

        relay.process.send_signal(signal.SIGTERM)
        for client in clients:
            client.is_closed_with()

        assert 0.4 < time.monotonic() - started < 3

    def test_waits_for_nobody_longer_than_set(self, start_relay):
        relay = start_relay(RELAY_DRAIN_PER_SECOND="0.1", RELAY_DRAIN_SECONDS="1")
        clients = [relay.client() for _ in range(10)]
        started = time.monotonic()

        assert relay.stop() == 0
        assert time.monotonic() - started < 3
        assert {client.is_closed_with()[0] for client in clients} == {1012}

    def test_takes_nobody_in_any_more(self, start_relay):
        relay = start_relay(RELAY_DRAIN_PER_SECOND="5")
        clients = [relay.client() for _ in range(10)]
        relay.process.send_signal(signal.SIGTERM)
        clients[0].is_closed_with()

        with pytest.raises(ConnectionRefusedError):
            Client(relay.url)


class TestSeveralRelays:
    def test_share_a_port(self, start_relay, news, goods_id):
        shared = {"RELAY_SHARES_PORT": "1", "RELAY_ADDRESS": f"127.0.0.1:{free_port()}"}
        relays = [start_relay(wait=False, **shared) for _ in range(2)]
        for relay in relays:
            relay.wait_until_listening()
        clients = [relays[0].client() for _ in range(20)]
        for client in clients:
            client.subscribe(f"/topic/goods/{goods_id}")

        news.goods(goods_id, 1)

        assert all(client.messages(1) for client in clients)
        relays[0].stop()
        assert 0 < sum(has_closed(client) for client in clients) < 20


def has_closed(client):
    try:
        client.socket.ping().wait(DEADLINE)
    except ConnectionClosed:
        return True
    return client.socket.close_code is not None
