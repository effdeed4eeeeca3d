"""Does SockJS work as its protocol says, by WebSocket and by HTTP alone?"""

import contextlib
import http.client
import json
import socket
import time

import pytest
from stomp.utils import Frame
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import DEADLINE, bodies, frame, parsed
from tests.ws_relay.relay_processes import RelayProcess, environment

CONNECT = frame("CONNECT", accept_version="1.2")


NOWHERE = [
    *("/x", "/wc/a", "/wc/a/a", "/wc//", "/wc/iframe", "/wc/iframe.html", "/wc/iframe-1.html"),
    *("/wc/a./a/xhr", "/wc/a/a./xhr", "/wc/./../xhr", "/wc///xhr", "/wc/a/a/jsonp"),
]


class Browser:
    """One connection for requests, and one for the response that is never over."""

    def __init__(self, relay, session="abcdefgh", server="000"):
        self._address = relay.address
        self.path = f"/wc/{server}/{session}"
        self._open = []
        self._connection = self._connected()

    def ask(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    def close(self):
        for connection in self._open:
            connection.close()

    def _connected(self):
        self._open.append(http.client.HTTPConnection(self._address, timeout=DEADLINE))
        return self._open[-1]

    def poll(self):
        return self.ask("POST", f"{self.path}/xhr")[1]

    def send(self, *messages):
        return self.ask("POST", f"{self.path}/xhr_send", json.dumps(messages))[0]

    def stream(self):
        connection = self._connected()
        connection.request("POST", f"{self.path}/xhr_streaming")
        answer = connection.getresponse()
        assert answer.readline() == b"h" * 2048 + b"\n"
        return answer


def frames(line):
    """The STOMP frames in a SockJS array."""
    text = line.decode() if isinstance(line, bytes) else line
    assert text.startswith("a["), text
    return [found for message in json.loads(text[1:]) for found in parsed(message)]


def subscribe_to(goods_id):
    return frame("SUBSCRIBE", id="0", destination=f"/topic/goods/{goods_id}", receipt="r")


@pytest.fixture
def browser(relay, ann):
    with contextlib.closing(Browser(relay, f"session{ann}")) as browser:
        yield browser


class TestInfo:
    def test_offers_websockets(self, browser):
        status, body, headers = browser.ask("GET", "/wc/info", Origin="https://shop.example")

        info = json.loads(body)
        assert status == 200
        assert info | {"entropy": 0} == {
            "websocket": True,
            "cookie_needed": False,
            "origins": ["*:*"],
            "entropy": 0,
        }
        assert "no-store" in headers["Cache-Control"]
        assert headers["Access-Control-Allow-Origin"] == "https://shop.example"
        assert headers["Access-Control-Allow-Credentials"] == "true"

    def test_may_be_asked_beforehand(self, browser):
        status, _, headers = browser.ask("OPTIONS", "/wc/info")

        assert status == 204
        assert headers["Access-Control-Allow-Methods"] == "OPTIONS, GET"

    def test_is_different_every_time(self, browser):
        answers = {browser.ask("GET", "/wc/info")[1] for _ in range(3)}

        assert len(answers) == 3


class TestPage:
    @pytest.mark.parametrize("path", ["/wc", "/wc/"])
    def test_greets(self, browser, path):
        assert browser.ask("GET", path)[:2] == (200, "Welcome to SockJS!\n")

    @pytest.mark.parametrize("path", NOWHERE)
    def test_that_is_none_is_not_found(self, browser, path):
        assert browser.ask("POST" if "xhr" in path else "GET", path)[0] == 404

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [("POST", "/wc/info", 405), ("GET", "/wc/0/a/xhr", 405), ("GET", "/wc/0/a/websocket", 400)],
    )
    def test_is_asked_for_in_its_own_way(self, browser, method, path, status):
        assert browser.ask(method, path)[0] == status


class TestPolling:
    def test_opens_answers_and_brings_news(self, browser, news, signer, ann):
        assert browser.poll() == "o\n"
        token = signer.token(ann)
        assert browser.send(frame("CONNECT", Authorization=f"Bearer {token}")) == 204
        assert frames(browser.poll())[0].cmd == "CONNECTED"
        browser.send(frame("SUBSCRIBE", id="0", destination="/user/queue/alarms", receipt="r"))
        assert frames(browser.poll())[0].cmd == "RECEIPT"

        appended = [news.alarm(ann) for _ in range(3)]

        heard: list[Frame] = []
        while len(heard) < 3:
            heard += frames(browser.poll())
        assert [message.headers["message-id"] for message in heard] == appended

    def test_loses_nothing_between_two_polls(self, browser, relay, news, goods_id):
        browser.poll()
        browser.send(CONNECT, subscribe_to(goods_id))
        browser.poll()
        entries = relay.metric("relay_entries_total")
        for seq in (1, 2, 3):
            news.goods(goods_id, seq)
        wait_until("the entries", lambda: relay.metric("relay_entries_total") >= entries + 3)

        assert bodies(frames(browser.poll()))[-1]["seq"] == 3

    def test_of_an_unknown_session_cannot_send(self, browser):
        assert browser.send(CONNECT) == 404

    @pytest.mark.parametrize("body", ["", "[", '["x', "{}", "[1]", "[[" * 10000, '["\\ud800"]'])
    def test_survives_what_is_no_array(self, browser, body):
        browser.poll()

        assert browser.ask("POST", f"{browser.path}/xhr_send", body)[0] == 500
        assert browser.send(CONNECT) == 204
        assert frames(browser.poll())[0].cmd == "CONNECTED"

    def test_takes_a_body_in_chunks(self, browser):
        browser.poll()
        data = json.dumps([CONNECT]).encode()

        assert browser.ask("POST", f"{browser.path}/xhr_send", iter([data[:9], data[9:]]))[0] == 204

    def test_says_why_it_was_ended(self, browser):
        browser.poll()
        browser.send(frame("SEND", destination="/x"))

        assert frames(browser.poll())[0].headers["code"] == "UNEXPECTED_FRAME"
        assert browser.poll() == 'c[1002,"UNEXPECTED_FRAME"]\n'
        assert browser.poll() == 'c[1002,"UNEXPECTED_FRAME"]\n'

    def test_that_is_given_up_is_forgotten(self, start_relay, signer, ann):
        relay = start_relay()
        with contextlib.closing(Browser(relay)) as browser:
            browser.poll()
        assert relay.metric("relay_connections{") == 1

        wait_until("all to have gone", lambda: relay.metric("relay_connections{") == 0)


@pytest.fixture(scope="module")
def behind_a_proxy(redis_server, signer):
    """A relay that believes us when we say for whom we ask."""
    given = environment(redis_server, signer) | {"RELAY_PROXIES": '["127.0.0.1"]'}
    relay = RelayProcess(given | {"RELAY_CONNECTIONS_PER_ADDRESS": "20"})
    yield relay
    relay.stop()


OPENER = {"X_Forwarded_For": "192.0.2.7", "Origin": "https://shop.example"}


class TestSession:
    """Whoever learns its id has not opened it."""

    @pytest.fixture
    def opened(self, behind_a_proxy, ann):
        with contextlib.closing(Browser(behind_a_proxy, f"session{ann}")) as browser:
            assert browser.ask("POST", f"{browser.path}/xhr", **OPENER)[1] == "o\n"
            yield browser

    @pytest.mark.parametrize("transport", ["xhr", "xhr_streaming", "xhr_send"])
    @pytest.mark.parametrize(
        "other",
        [
            {"X_Forwarded_For": "192.0.2.8", "Origin": "https://shop.example"},
            {"X_Forwarded_For": "192.0.2.7", "Origin": "https://evil.example"},
            {"X_Forwarded_For": "192.0.2.7"},
        ],
    )
    def test_is_not_there_for_anybody_else(self, opened, transport, other):
        body = json.dumps([CONNECT]) if transport == "xhr_send" else None
        answer = opened.ask("POST", f"{opened.path}/{transport}", body, **other)
        unknown = opened.ask("POST", "/wc/000/unknown/xhr_send", json.dumps([CONNECT]))

        assert answer[:2] == unknown[:2] == (404, "Not found.\n")
        # Nothing of it has reached the one who opened it.
        sent = opened.ask("POST", f"{opened.path}/xhr_send", json.dumps([CONNECT]), **OPENER)
        assert sent[0] == 204
        told = frames(opened.ask("POST", f"{opened.path}/xhr", **OPENER)[1])
        assert [frame.cmd for frame in told] == ["CONNECTED"]

    def test_counts_for_its_own_client_whoever_came_by_that_connection_before(
        self, behind_a_proxy, ann
    ):
        with contextlib.closing(Browser(behind_a_proxy, f"session{ann}")) as browser:
            for number in range(25):
                path = f"/wc/000/session{ann}-{number}/xhr"
                client = f"198.51.100.{number}"
                assert browser.ask("POST", path, X_Forwarded_For=client)[:2] == (200, "o\n")


class TestStreaming:
    def test_brings_news_as_it_comes(self, browser, news, goods_id):
        stream = browser.stream()
        assert stream.readline() == b"o\n"
        browser.send(CONNECT)
        assert frames(stream.readline())[0].cmd == "CONNECTED"
        browser.send(
            frame("SUBSCRIBE", id="0", destination=f"/topic/goods/{goods_id}", receipt="r")
        )
        stream.readline()

        news.goods(goods_id, 1, title="가방\u2028\u200d")

        (message,) = frames(stream.readline())
        assert json.loads(message.body)["title"] == "가방\u2028\u200d"
        stream.close()

    def test_ends_and_goes_on_when_much_has_been_sent(self, browser, news, signer, ann):
        stream = browser.stream()
        stream.readline()
        token = signer.token(ann)
        browser.send(frame("CONNECT", Authorization=f"Bearer {token}"))
        browser.send(frame("SUBSCRIBE", id="0", destination="/user/queue/alarms", receipt="r"))
        for number in range(60):
            news.alarm(ann, f"{number} {'x' * 5000}")

        heard: list[Frame] = []
        streams = 1
        while len(heard) < 60:
            line = stream.readline()
            if not line:
                stream, streams = browser.stream(), streams + 1
            else:
                heard += [found for found in frames(line) if found.cmd == "MESSAGE"]

        texts = [body["text"].split()[0] for body in bodies(heard)]
        assert texts == [str(number) for number in range(60)]
        assert streams >= 2

    def test_is_not_taken_over(self, browser):
        stream = browser.stream()
        stream.readline()

        assert browser.poll() == 'c[2010,"Another connection still open"]\n'
        stream.close()

    def test_that_was_cut_ends_the_session(self, browser, relay):
        stream = browser.stream()
        stream.readline()
        browser.close()

        # Until the relay has noticed, the old response is still the session's.
        wait_until("the goodbye", lambda: browser.poll() == 'c[1002,"Connection interrupted"]\n')
        assert browser.send(CONNECT) == 404


class TestStalledStream:
    def test_is_dropped(self, start_relay, news, signer, ann):
        limits = {"RELAY_BUFFER_BYTES": "4096", "RELAY_STALL_SECONDS": "1"}
        relay = start_relay(RELAY_HANDSHAKE_SECONDS="1", **limits)
        files = relay.open_files()
        with narrow_socket(relay) as stalled, contextlib.closing(Browser(relay)) as browser:
            stalled.sendall(f"POST {browser.path}/xhr_streaming HTTP/1.1\r\n\r\n".encode())
            wait_until("the session's end", lambda: browser.send("\n") == 204)
            token = signer.token(ann)
            browser.send(frame("CONNECT", Authorization=f"Bearer {token}"))
            browser.send(frame("SUBSCRIBE", id="0", destination="/user/queue/alarms"))
            for _ in range(100):
                news.alarm(ann, "x" * 8000)

            wait_until("the drop", lambda: relay.metric('relay_dropped_total{code="TOO_SLOW"}'))
            wait_until("the files to be closed", lambda: relay.open_files() <= files)


def narrow_socket(relay):
    host, port = relay.address.split(":")
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect((host, int(port)))
    return narrow


class TestWebSocket:
    @pytest.fixture
    def page(self, relay):
        url = f"ws://{relay.address}/wc/000/abcdefgh/websocket"
        with connect(url, compression=None, legacy=True) as page:
            assert page.recv() == "o"
            yield page

    def test_brings_news(self, page, news, goods_id):
        page.send(json.dumps([CONNECT]))
        assert frames(page.recv())[0].cmd == "CONNECTED"
        page.send(
            json.dumps(
                [frame("SUBSCRIBE", id="0", destination=f"/topic/goods/{goods_id}", receipt="r")]
            )
        )
        assert frames(page.recv())[0].cmd == "RECEIPT"

        news.goods(goods_id, 1)

        assert bodies(frames(page.recv())) == [{"goodsId": goods_id, "seq": 1}]

    def test_says_why_it_ends(self, page):
        page.send(json.dumps([frame("SEND", destination="/x")]))

        assert frames(page.recv())[0].cmd == "ERROR"
        assert page.recv() == 'c[1002,"UNEXPECTED_FRAME"]'

    def test_ends_with_what_is_no_json(self, page):
        page.send("")
        page.send("[")

        assert page.recv().startswith("c[1007")
        with pytest.raises(ConnectionClosed):
            page.recv()

    def test_may_go_without_framing(self, relay):
        with connect(f"ws://{relay.address}/wc/websocket", compression=None, legacy=True) as raw:
            raw.send(CONNECT)

            assert parsed(raw.recv())[0].cmd == "CONNECTED"

    def test_gives_its_place_back(self, relay):
        before = relay.metric("relay_connections{")
        started = time.monotonic()
        with connect(f"ws://{relay.address}/wc/0/x/websocket", legacy=True):
            pass

        wait_until("its place to be free", lambda: relay.metric("relay_connections{") <= before)
        assert time.monotonic() - started < 5
