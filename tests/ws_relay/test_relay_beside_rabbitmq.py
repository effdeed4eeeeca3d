"""Does the relay behave as RabbitMQ's web_stomp does, but for the differences named here?

Collected only where Debian's rabbitmq-server is installed; the relay's own tests need no broker.
"""

import contextlib

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bench.peers import rivals
from bench.servers.processes import HOST
from tests.ws_relay.relay_clients import SUBPROTOCOLS, frame, parsed

if not rivals.RABBITMQ.exists():
    pytest.skip("rabbitmq-server is not installed", allow_module_level=True)

GUEST = {"login": "guest", "passcode": "guest"}
#: A topic that anybody may hear; RabbitMQ wants dots where the relay wants slashes.
PRICES = "/topic/goods/7"


@pytest.fixture(scope="module")
def rabbitmq(tmp_path_factory):
    with rivals.rabbitmq(tmp_path_factory.mktemp("rabbitmq")) as server:
        yield f"ws://{HOST}:{server.port}{server.path}"


@pytest.fixture
def both(relay, rabbitmq):
    """What the relay answers to a transcript, and what RabbitMQ does."""

    def play(*sent):
        theirs = [text.replace(PRICES, "/topic/goods.7") for text in sent]
        return transcript(relay.url, *sent), transcript(rabbitmq, *theirs)

    return play


def transcript(url, *sent):
    """The answers to what was sent, by what they must say, and how it ended."""
    return [one if isinstance(one, str) else essence(one) for one in said(url, *sent)]


def said(url, *sent):
    """The frames that answer what was sent, and whether the connection is still open then."""
    answers = []
    with connect(url, subprotocols=SUBPROTOCOLS, compression=None, legacy=True) as socket:
        with contextlib.suppress(ConnectionClosed):
            for text in sent:
                socket.send(text)
        try:
            while True:
                answers += parsed(socket.recv(timeout=0.7))
        except TimeoutError:
            return [*answers, "open"]
        except ConnectionClosed:
            return [*answers, "closed"]


def essence(answer):
    names = {"CONNECTED": ("version",), "RECEIPT": ("receipt-id",)}.get(answer.cmd, ())
    return (answer.cmd, *(answer.headers.get(name) for name in names))


def connecting(versions="1.2", **more):
    return frame("CONNECT", accept_version=versions, host="/", **GUEST, **more)


class TestBothAgree:
    @pytest.mark.parametrize(
        ("offered", "agreed"), [("1.0", "1.0"), ("1.1", "1.1"), ("1.0,1.1,1.2", "1.2")]
    )
    def test_on_the_version(self, both, offered, agreed):
        ours, theirs = both(connecting(offered))

        assert ours == theirs == [("CONNECTED", agreed), "open"]

    def test_that_stomp_connects_as_well(self, both):
        ours, theirs = both(connecting().replace("CONNECT", "STOMP", 1))

        assert ours == theirs == [("CONNECTED", "1.2"), "open"]

    def test_on_receipts_of_subscribe_and_unsubscribe(self, both):
        ours, theirs = both(
            connecting(),
            frame("SUBSCRIBE", id="a", destination=PRICES, receipt="one"),
            frame("UNSUBSCRIBE", id="a", receipt="two"),
        )

        assert ours == theirs
        assert ours[1:] == [("RECEIPT", "one"), ("RECEIPT", "two"), "open"]

    def test_on_several_frames_in_one_message(self, both):
        ours, theirs = both(
            connecting(),
            frame("SUBSCRIBE", id="a", destination=PRICES, receipt="1")
            + "\n\n"
            + frame("SUBSCRIBE", id="b", destination=PRICES, receipt="2"),
        )

        assert ours == theirs
        assert ours[1:3] == [("RECEIPT", "1"), ("RECEIPT", "2")]

    def test_on_one_frame_over_several_messages(self, both):
        text = frame("SUBSCRIBE", id="a", destination=PRICES, receipt="1")

        ours, theirs = both(connecting(), text[:20], text[20:])

        assert ours == theirs == [("CONNECTED", "1.2"), ("RECEIPT", "1"), "open"]

    @pytest.mark.parametrize(
        "bad",
        [
            frame("SUBSCRIBE", id="a"),
            frame("ACK", id="x", transaction="never begun"),
            frame("JUMP"),
        ],
    )
    def test_that_a_bad_frame_gets_an_error(self, both, bad):
        ours, theirs = both(connecting(), bad)

        assert ours[1] == theirs[1] == ("ERROR",)

    def test_that_no_common_version_is_an_error(self, both):
        ours, theirs = both(connecting("3.0"))

        assert ours[0] == theirs[0] == ("ERROR",)


class TestTheyDiffer:
    """What is done otherwise on purpose; the specification allows or wants ours."""

    def test_in_that_ours_closes_after_an_error(self, both):
        ours, theirs = both(connecting(), frame("COMMIT", transaction="never begun"))

        assert (ours, theirs) == (
            [("CONNECTED", "1.2"), ("ERROR",), "closed"],
            [("CONNECTED", "1.2"), ("ERROR",), "open"],
        )

    def test_in_that_the_receipt_of_a_disconnect_is_not_cut_off(self, both):
        ours, theirs = both(connecting(), frame("DISCONNECT", receipt="bye"))

        assert ours == [("CONNECTED", "1.2"), ("RECEIPT", "bye"), "closed"]
        assert theirs[-1] == "closed"

    def test_in_that_ours_offers_its_own_heart_beats(self, relay, rabbitmq):
        text = connecting(heart_beat="5000,7000")

        ours, theirs = said(relay.url, text)[0], said(rabbitmq, text)[0]

        assert ours.headers["heart-beat"] == "10000,10000"
        assert theirs.headers["heart-beat"] == "7000,5000"

    def test_in_that_ours_takes_the_end_of_what_never_was(self, both):
        ours, theirs = both(connecting(), frame("UNSUBSCRIBE", id="zz", receipt="1"))

        assert ours[1] == ("RECEIPT", "1")
        assert theirs[1] == ("ERROR",)

    def test_in_that_ours_names_the_frame_that_was_wrong(self, relay, rabbitmq):
        sent = connecting(), frame("SUBSCRIBE", id="a", receipt="77")

        ours, theirs = said(relay.url, *sent)[1], said(rabbitmq, *sent)[1]

        assert (ours.cmd, ours.headers["receipt-id"]) == ("ERROR", "77")
        assert (theirs.cmd, theirs.headers.get("receipt-id")) == ("ERROR", None)

    def test_in_that_ours_wants_the_id_that_the_specification_wants(self, both):
        ours, theirs = both(connecting(), frame("SUBSCRIBE", destination=PRICES, receipt="1"))

        assert ours[1] == ("ERROR",)
        assert theirs[1] == ("RECEIPT", "1")

    def test_in_that_ours_takes_no_messages(self, both):
        ours, theirs = both(connecting(), frame("SEND", "x", destination=PRICES, receipt="1"))

        assert ours[1] == ("ERROR",)
        assert theirs[1] == ("RECEIPT", "1")
