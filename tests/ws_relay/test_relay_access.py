"""Who may hear what, how much, and for how long?"""

import json
import socket
import time
from contextlib import ExitStack, suppress

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import Client, frame
from tests.ws_relay.relay_processes import RelayProcess, environment

STRICT = {
    "RELAY_CONNECTIONS_PER_ADDRESS": "6",
    "RELAY_CONNECTIONS_PER_MEMBER": "2",
    "RELAY_SUBSCRIPTIONS": "3",
    "RELAY_FRAMES_PER_SECOND": "50",
    "RELAY_HANDSHAKE_SECONDS": "1",
    "RELAY_PROXIES": '["127.0.0.9"]',
}


@pytest.fixture(scope="module")
def strict(redis_server, signer):
    relay = RelayProcess(environment(redis_server, signer) | STRICT)
    yield relay
    relay.stop()


def refusal_of_token(relay, token):
    with Client(relay.url) as client:
        client.send(frame("CONNECT", accept_version="1.2", Authorization=f"Bearer {token}"))
        return client.error()["code"], client.is_closed_with()[0]


def refusal_of(client, sent):
    client.send(sent)
    return client.error()["code"], client.is_closed_with()[0]


def refused_with(relay, **options):
    with pytest.raises(InvalidStatus) as refused:
        Client(relay.url, **options)
    return refused.value.response.status_code


class TestToken:
    @pytest.mark.parametrize("missing", ["sub", "role", "sid", "iat", "exp", "iss", "aud"])
    def test_needs_every_claim(self, relay, signer, ann, missing):
        token = signer.token(ann, **{missing: None})

        assert refusal_of_token(relay, token) == ("INVALID_TOKEN", 1008)

    @pytest.mark.parametrize(
        "claims", [{"iss": "other"}, {"aud": "other"}, {"sub": "x"}, {"sub": "-1"}, {"sid": ""}]
    )
    def test_needs_the_right_claims(self, relay, signer, ann, claims):
        assert refusal_of_token(relay, signer.token(ann, **claims))[0] == "INVALID_TOKEN"

    @pytest.mark.parametrize("token", ["undefined", "a.b.c", "", "é", "x" * 4000])
    def test_is_one(self, relay, token):
        assert refusal_of_token(relay, token)[0] == "INVALID_TOKEN"

    def test_is_not_signed_by_another(self, relay, signer, ann):
        claims = jwt.decode(signer.token(ann), options={"verify_signature": False})
        forged = jwt.encode(
            claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers={"kid": signer.kid}
        )

        assert refusal_of_token(relay, forged)[0] == "INVALID_TOKEN"

    @pytest.mark.parametrize("algorithm", ["none", "HS256"])
    def test_is_not_of_another_algorithm(self, relay, signer, ann, algorithm):
        claims = jwt.decode(signer.token(ann), options={"verify_signature": False})
        key = "k" * 32 if algorithm == "HS256" else None
        forged = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": signer.kid})

        assert refusal_of_token(relay, forged)[0] == "INVALID_TOKEN"

    def test_has_not_expired(self, relay, signer, ann):
        assert refusal_of_token(relay, signer.token(ann, seconds=-6)) == ("TOKEN_EXPIRED", 1008)

    @pytest.mark.parametrize("clock", [-4, 4])
    def test_may_be_signed_by_a_clock_that_is_a_little_off(self, relay, signer, ann, clock):
        now = time.time() + clock
        with relay.client(signer.token(ann, iat=int(now), exp=now + 1)) as client:
            assert client.subscribe("/user/queue/alarms")

    def test_is_not_from_the_future(self, relay, signer, ann):
        token = signer.token(ann, iat=int(time.time()) + 60)

        assert refusal_of_token(relay, token)[0] == "INVALID_TOKEN"

    def test_ends_the_connection_when_it_expires(self, relay, signer, ann):
        # It is taken for five seconds more.
        with relay.client(signer.token(ann, seconds=-3)) as client:
            started = time.monotonic()

            assert client.error()["code"] == "TOKEN_EXPIRED"
            assert client.is_closed_with() == (1008, "TOKEN_EXPIRED")
            assert time.monotonic() - started < 5


class TestRevokedSession:
    def test_ends_its_connections_and_no_others(self, relay, news, signer, ann):
        with (
            relay.client(signer.token(ann, sid="lost-phone")) as phone,
            relay.client(signer.token(ann, sid="laptop")) as laptop,
        ):
            news.revoke("lost-phone")

            assert phone.error()["code"] == "SESSION_REVOKED"
            assert laptop.subscribe("/user/queue/alarms")

    def test_may_not_connect_again(self, relay, news, signer, ann):
        token = signer.token(ann, sid="gone")
        with relay.client(token) as client:
            news.revoke("gone")
            client.error()

        assert refusal_of_token(relay, token) == ("SESSION_REVOKED", 1008)

    def test_may_not_connect_to_a_relay_that_starts_later(self, start_relay, news, signer, ann):
        news.revoke("old")

        assert refusal_of_token(start_relay(), signer.token(ann, sid="old"))[0] == "SESSION_REVOKED"

    def test_is_remembered_however_short_replays_are(
        self, start_relay, own_redis, signer, ann, own_news
    ):
        own_news.revoke("old")
        own_news.alarm(ann)
        start_relay(own_redis, RELAY_REPLAY_SECONDS="0.001")
        wait_until("a trim", lambda: own_redis.trims() > 0)

        token = signer.token(ann, sid="old")
        assert refusal_of_token(start_relay(own_redis), token)[0] == "SESSION_REVOKED"


class TestMember:
    def test_may_not_hear_anothers_alarms(self, relay, signer, ann, eve):
        with relay.client(signer.token(eve)) as client:
            sent = frame("SUBSCRIBE", id="0", destination=f"/topic/alarm/{ann}")

            assert refusal_of(client, sent) == ("FORBIDDEN_DESTINATION", 1008)

    def test_may_not_send(self, relay, signer, eve):
        with relay.client(signer.token(eve)) as client:
            sent = frame("SEND", '{"kind":"AUCTION_WON"}', destination="/user/queue/alarms")

            assert refusal_of(client, sent) == ("SEND_NOT_ALLOWED", 1008)

    def test_hears_nothing_in_anothers_queue(self, relay, news, signer, ann, eve):
        with relay.client(signer.token(eve)) as client:
            client.subscribe("/user/queue/alarms")

            news.alarm(ann, "for ann")
            news.alarm(eve, "for eve")

            assert json.loads(client.receive("MESSAGE").body)["text"] == "for eve"


class TestAnonymous:
    @pytest.mark.parametrize("destination", ["/user/queue/alarms", "/topic/alarm/1"])
    def test_hears_no_alarms(self, relay, destination):
        with relay.client() as client:
            sent = frame("SUBSCRIBE", id="0", destination=destination)

            assert refusal_of(client, sent) == ("NO_TOKEN", 1008)

    @pytest.mark.parametrize(
        "destination",
        ["/topic/goods/", "/topic/goods/x", "/topic/goods/0", "/topic/goods/*", "/queue/x", "#"],
    )
    def test_hears_only_what_there_is(self, relay, destination):
        with relay.client() as client:
            sent = frame("SUBSCRIBE", id="0", destination=destination)

            assert refusal_of(client, sent) == ("UNKNOWN_DESTINATION", 1008)


class TestOrigin:
    def test_must_be_allowed(self, start_relay):
        relay = start_relay(RELAY_ORIGINS='["https://pikcur.example"]')

        with Client(relay.url, origin="https://pikcur.example") as client:
            assert client.connect()
        with Client(relay.url) as no_page:
            assert no_page.connect()
        assert refused_with(relay, origin="https://evil.example") == 403


class TestLimit:
    def test_holds_for_the_connections_of_a_member(self, strict, signer, ann):
        token = signer.token(ann)
        with strict.client(token), strict.client(token):
            assert refusal_of_token(strict, token) == ("TOO_MANY_CONNECTIONS", 1013)
        wait_until("all to have gone", lambda: strict.metric("relay_connections{") == 0)
        with strict.client(token) as client:
            assert client.subscribe("/user/queue/alarms")

    def test_holds_for_the_connections_of_an_address(self, strict):
        options = {"source_address": ("127.0.0.3", 0)}
        with ExitStack() as open_ones:
            for _ in range(6):
                open_ones.enter_context(Client(strict.url, **options))

            assert refused_with(strict, **options) == 429
            assert strict.client()

    def test_holds_for_the_address_that_a_proxy_names(self, strict):
        options = {"source_address": ("127.0.0.9", 0)}
        named = [{"X-Forwarded-For": f"10.0.0.{n}, 10.9.9.{n % 2}"} for n in range(12)]
        with ExitStack() as open_ones:
            for headers in named:
                client = Client(strict.url, additional_headers=headers, **options)
                open_ones.enter_context(client)

            assert refused_with(strict, additional_headers=named[0], **options) == 429

    def test_holds_for_a_whole_network_of_ipv6(self, strict):
        options = {"source_address": ("127.0.0.9", 0)}
        named = [{"X-Forwarded-For": f"2001:db8:0:{n % 2}::{n:x}"} for n in range(12)]
        with ExitStack() as open_ones:
            for headers in named:
                client = Client(strict.url, additional_headers=headers, **options)
                open_ones.enter_context(client)

            for other in ("2001:db8::ffff:1", "2001:0DB8:0:1::beef"):
                refused = {"X-Forwarded-For": other}
                assert refused_with(strict, additional_headers=refused, **options) == 429

    def test_holds_for_each_ipv4_address_by_itself_in_an_ipv6_socket(self, strict):
        options = {"source_address": ("127.0.0.9", 0)}
        with ExitStack() as open_ones:
            for number in range(8):
                headers = {"X-Forwarded-For": f"::ffff:192.0.2.{number}"}
                client = Client(strict.url, additional_headers=headers, **options)
                open_ones.enter_context(client)

    def test_holds_for_subscriptions(self, strict):
        with strict.client() as client:
            for number in range(3):
                client.subscribe(f"/topic/goods/{number + 1}", str(number))
            sent = frame("SUBSCRIBE", id="3", destination="/topic/goods/4")

            assert refusal_of(client, sent) == ("TOO_MANY_SUBSCRIPTIONS", 1008)

    def test_holds_for_frames_a_second(self, strict):
        with strict.client() as client:
            assert refusal_of(client, frame("ACK", id="1") * 60) == ("TOO_MANY_FRAMES", 1013)

    def test_holds_for_pings(self, strict):
        with strict.client() as client:
            with suppress(ConnectionClosed):
                for _ in range(120):
                    client.socket.ping()

            assert client.is_closed_with() == (1013, "TOO_MANY_FRAMES")

    def test_holds_for_the_time_to_connect(self, strict):
        with Client(strict.url) as client:
            assert client.error()["code"] == "CONNECT_TIMEOUT"
            assert client.is_closed_with()[0] == 1008

    @pytest.mark.parametrize("sent", [b"", b"GET /ws HTTP/1.1\r\n", b"GET /ws HTTP/1.1\r\nA: b"])
    def test_holds_for_the_time_to_ask(self, strict, sent):
        host, port = strict.address.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as slow:
            slow.sendall(sent)

            answer = b"".join(iter(lambda: slow.recv(4096), b""))

            assert answer == b"" if not sent else answer.startswith(b"HTTP/1.1 408")
