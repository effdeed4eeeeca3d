"""Does a session go as the STOMP specification says, in each version?"""

import pytest

from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import Client, frame, parsed


@pytest.fixture
def client(relay):
    with Client(relay.url) as client:
        yield client


class TestConnect:
    @pytest.mark.parametrize(
        ("offered", "agreed"),
        [
            (None, "1.0"),
            ("1.0", "1.0"),
            ("1.0,1.1", "1.1"),
            ("1.2,1.0", "1.2"),
            ("1.1,9", "1.1"),
        ],
    )
    def test_agrees_on_a_version(self, client, offered, agreed):
        assert client.connect(accept_version=offered).headers["version"] == agreed

    def test_without_a_common_version_is_answered_with_ours(self, client):
        client.send(frame("CONNECT", accept_version="3.0"))

        assert client.error()["version"] == "1.0,1.1,1.2"
        assert client.is_closed_with() == (1002, "UNSUPPORTED_VERSION")

    def test_may_be_called_stomp(self, client):
        client.send(frame("STOMP", accept_version="1.2"))

        assert client.receive().cmd == "CONNECTED"

    def test_says_who_one_is(self, client, signer, ann):
        connected = client.connect(signer.token(ann))

        assert connected.headers["user-name"] == str(ann)
        assert connected.headers["session"]

    def test_must_come_first(self, client):
        client.send(frame("SUBSCRIBE", id="0", destination="/topic/goods/1"))

        assert client.error()["code"] == "UNEXPECTED_FRAME"
        assert client.is_closed_with()[0] == 1002

    def test_may_not_come_twice(self, client):
        client.connect()
        client.send(frame("CONNECT", accept_version="1.2"))

        assert client.error()["code"] == "UNEXPECTED_FRAME"

    @pytest.mark.parametrize("beats", ["often", "1", "-1,0", "1,2,3"])
    def test_refuses_beats_that_are_none(self, client, beats):
        client.send(frame("CONNECT", accept_version="1.2", heart_beat=beats))

        assert client.error()["code"] == "MALFORMED_HEADER"


class TestReceipt:
    @pytest.mark.parametrize(
        "sent",
        [
            frame("SUBSCRIBE", id="9", destination="/topic/goods/1", receipt="r"),
            frame("UNSUBSCRIBE", id="0", receipt="r"),
            frame("ACK", id="1-1", receipt="r"),
            frame("NACK", id="1-1", receipt="r"),
            frame("BEGIN", transaction="t", receipt="r"),
            frame("COMMIT", transaction="open", receipt="r"),
            frame("ABORT", transaction="open", receipt="r"),
            frame("DISCONNECT", receipt="r"),
        ],
    )
    def test_is_given_for(self, client, sent):
        client.connect()
        client.send(frame("BEGIN", transaction="open"))

        client.send(sent)

        assert client.receive().headers["receipt-id"] == "r"

    def test_is_escaped_by_version(self, client):
        client.connect(accept_version="1.1")
        client.send("BEGIN\ntransaction:t\nreceipt:a\\cb\n\n\0")

        assert client.socket.recv() == "RECEIPT\nreceipt-id:a\\cb\n\n\0"

    def test_is_named_in_the_error_instead(self, client):
        client.connect()
        client.send(frame("SEND", destination="/topic/goods/1", receipt="r"))

        assert client.error()["receipt-id"] == "r"


class TestFrame:
    @pytest.mark.parametrize(
        ("version", "sent", "code"),
        [
            ("1.2", frame("SUBSCRIBE", destination="/topic/goods/1"), "MISSING_HEADER"),
            ("1.2", frame("SUBSCRIBE", id="0"), "MISSING_HEADER"),
            ("1.1", frame("UNSUBSCRIBE"), "MISSING_HEADER"),
            ("1.2", frame("ACK", message_id="1"), "MISSING_HEADER"),
            ("1.1", frame("ACK", message_id="1"), "MISSING_HEADER"),
            ("1.0", frame("ACK", id="1"), "MISSING_HEADER"),
            ("1.0", frame("NACK", message_id="1"), "UNKNOWN_COMMAND"),
            ("1.2", frame("ACK", id="1", transaction="t"), "UNKNOWN_TRANSACTION"),
            ("1.2", frame("BEGIN"), "MISSING_HEADER"),
            ("1.2", frame("COMMIT", transaction="t"), "UNKNOWN_TRANSACTION"),
            ("1.2", frame("ABORT", transaction="t"), "UNKNOWN_TRANSACTION"),
            ("1.2", frame("BEGIN", transaction="t") * 2, "DUPLICATE_TRANSACTION"),
            ("1.2", frame("MESSAGE"), "UNKNOWN_COMMAND"),
        ],
    )
    def test_is_refused(self, client, version, sent, code):
        client.connect(accept_version=version)
        client.send(sent)

        assert client.error()["code"] == code

    def test_may_come_in_pieces_and_bits(self, client):
        client.send(b"CONNECT\naccept-ver")
        client.send(b"sion:1.2\n\n\0\n\n" + frame("BEGIN", transaction="t", receipt="1").encode())

        assert client.receive("CONNECTED")
        assert client.receive("RECEIPT")

    def test_is_answered_in_binary_to_who_speaks_binary(self, client):
        client.send(frame("CONNECT", accept_version="1.2").encode())

        assert isinstance(client.socket.recv(), bytes)

    def test_after_disconnect_is_not_heard(self, client):
        client.connect()
        client.send(frame("DISCONNECT", receipt="r") + frame("SEND", destination="/x"))

        assert client.receive().cmd == "RECEIPT"
        assert client.is_closed_with()[0] == 1000

    def test_of_1_0_needs_no_id(self, relay, news, goods_id, client):
        destination = f"/topic/goods/{goods_id}"
        client.connect(accept_version=None)
        client.send(frame("SUBSCRIBE", destination=destination, receipt="r"))
        client.receive("RECEIPT")

        news.goods(goods_id, 1)
        message = client.receive("MESSAGE")
        client.send(frame("UNSUBSCRIBE", destination=destination, receipt="r"))

        assert "subscription" not in message.headers
        assert client.receive("RECEIPT")

    def test_is_to_be_acknowledged_only_in_1_2(self, news, goods_id, client):
        client.connect()
        client.subscribe(f"/topic/goods/{goods_id}", ack="client")

        news.goods(goods_id, 1)

        headers = client.receive("MESSAGE").headers
        assert headers["ack"] == headers["message-id"]

    def test_carries_the_subscription_id_escaped(self, news, goods_id, client):
        client.connect()
        client.send(frame("SUBSCRIBE", id=r"a\cb", destination=f"/topic/goods/{goods_id}"))
        client.send(frame("BEGIN", transaction="t", receipt="r"))
        client.receive("RECEIPT")

        news.goods(goods_id, 1)

        assert client.receive("MESSAGE").headers["subscription"] == "a:b"


class TestHeartBeat:
    def test_comes_from_the_relay(self, start_relay):
        relay = start_relay(RELAY_HEARTBEAT_SECONDS="1")
        with Client(relay.url) as client:
            assert client.connect(heart_beat="0,500").headers["heart-beat"] == "1000,1000"

            assert client.socket.recv(timeout=3) == "\n"
            assert client.socket.recv(timeout=3) == "\n"

    def test_is_asked_of_the_client(self, start_relay):
        relay = start_relay(RELAY_HEARTBEAT_SECONDS="0.5")
        with Client(relay.url) as client, Client(relay.url) as lively:
            client.connect(heart_beat="500,0")
            lively.connect(heart_beat="500,0")

            wait_until(
                "the silent one's end",
                lambda: lively.send("\n") or dropped(relay, "HEARTBEAT_MISSED"),
            )

            assert client.error()["code"] == "HEARTBEAT_MISSED"
            lively.send(frame("BEGIN", transaction="t", receipt="r"))
            assert lively.receive("RECEIPT")

    def test_is_no_frame(self, client):
        client.connect()
        client.send("\n\r\n\n" + frame("BEGIN", transaction="t", receipt="r"))

        assert parsed(client.socket.recv())[0].cmd == "RECEIPT"


def dropped(relay, code):
    return relay.metric(f'relay_dropped_total{{code="{code}"}}')
