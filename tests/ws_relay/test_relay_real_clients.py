"""Do the clients that web pages use work with us, unchanged?"""

import json
import os
import queue
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.node import NODE, installed

FOLDER = Path(__file__).parent / "node"
#: The transports that SockJS may use; none is a bare WebSocket.
WAYS = [None, "websocket", "xhr-streaming", "xhr-polling"]


@pytest.fixture(scope="session")
def modules():
    return installed(FOLDER, "relay-clients")


class Page:
    """A page that a browser shows: it connects by itself, and again when it is cut."""

    def __init__(self, modules, **options):
        options = {"beat": 10000, "binary": False, "sockjs": None} | options
        self._process = subprocess.Popen(
            [NODE, str(FOLDER / "client.cjs"), json.dumps(options)],
            env=os.environ | {"NODE_PATH": str(modules)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def hears(self, event, within=15):
        """This function will give the next event of that kind, and pass over others."""
        end = time.monotonic() + within
        while True:
            said = self._said.get(timeout=max(0.01, end - time.monotonic()))
            if said["event"] == event:
                return said

    def close(self):
        self._process.stdin.close()
        return self.hears("deactivated")

    def end(self):
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdin.close()
        self._process.stdout.close()

    def _read(self):
        for line in self._process.stdout:
            self._said.put(json.loads(line))


@pytest.fixture
def open_page(modules):
    pages = []

    def open_(relay, **options):
        pages.append(Page(modules, address=relay.address, **options))
        return pages[-1]

    yield open_
    for page in pages:
        page.end()


class TestPage:
    @pytest.mark.parametrize("sockjs", WAYS)
    def test_hears_alarms_and_prices(self, relay, news, signer, ann, goods_id, open_page, sockjs):
        destinations = ["/user/queue/alarms", f"/topic/goods/{goods_id}"]
        page = open_page(relay, sockjs=sockjs, token=signer.token(ann), destinations=destinations)
        assert page.hears("connected")["headers"]["version"] == "1.2"
        page.hears("subscribed")
        page.hears("subscribed")

        news.alarm(ann, "낙찰\u2028")
        assert page.hears("message")["body"]["text"] == "낙찰\u2028"
        news.goods(goods_id, 1)
        assert page.hears("message")["body"] == {"goodsId": goods_id, "seq": 1}
        assert page.close()

    @pytest.mark.parametrize("sockjs", [None, "xhr-streaming"])
    def test_loses_nothing_while_the_relay_restarts(
        self, start_relay, news, signer, ann, open_page, sockjs
    ):
        relay = start_relay()
        page = open_page(
            relay,
            sockjs=sockjs,
            token=signer.token(ann),
            destinations=["/user/queue/alarms"],
        )
        page.hears("subscribed")
        relay.stop(signal.SIGTERM)
        news.alarm(ann, "missed")
        start_relay(RELAY_ADDRESS=relay.address)
        assert page.hears("message")["body"]["text"] == "missed"

        news.alarm(ann, "live")
        assert page.hears("message")["body"]["text"] == "live"

    def test_may_speak_binary(self, relay, news, signer, ann, open_page):
        page = open_page(
            relay,
            binary=True,
            token=signer.token(ann),
            destinations=["/user/queue/alarms"],
        )
        page.hears("subscribed")

        news.alarm(ann, "in binary")

        assert page.hears("message")["body"]["text"] == "in binary"

    @pytest.mark.parametrize("sockjs", [None, "xhr-streaming"])
    def test_is_told_why_it_may_not(self, relay, signer, ann, eve, open_page, sockjs):
        page = open_page(
            relay,
            sockjs=sockjs,
            token=signer.token(eve),
            destinations=[f"/topic/alarm/{ann}"],
        )

        assert page.hears("error")["headers"]["code"] == "FORBIDDEN_DESTINATION"
        assert page.hears("closed")["code"] == 1008

    def test_stays_connected_by_heart_beats(self, start_relay, news, goods_id, open_page):
        relay = start_relay(RELAY_HEARTBEAT_SECONDS="1")
        page = open_page(relay, beat=500, destinations=[f"/topic/goods/{goods_id}"])
        connected = page.hears("connected")
        assert connected["headers"]["heart-beat"] == "1000,1000"

        # A second session would begin if either side had missed two beats of the other's.
        with pytest.raises(queue.Empty):
            page.hears("closed", within=2.5)
