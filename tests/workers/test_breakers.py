"""Does nobody wait for a provider that is away, and is it asked again once it is back?"""

import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.support import servers
from tests.support.waiting import wait_until
from workers.clients import breakers
from workers.clients.breakers import ProviderAway
from workers.clients.portone import PortOne
from workers.clients.provider import ProviderRefused


@pytest.fixture
def portone(sandbox):
    portone = PortOne(url=sandbox.portone_url, key="sandbox-key", secret="sandbox-secret")
    portone.payments_of("nobody's")
    yield portone
    sandbox.play_trouble()


def _asked(sandbox):
    return (sandbox.folder / "log").read_text().count('"provider": "portone"')


def _fail(portone, times):
    for _ in range(times):
        with pytest.raises(requests.RequestException) as failed:
            portone.payments_of("nobody's")
    return failed.value


@pytest.fixture
def both():
    """The address of a provider that answers nobody before two have asked."""
    asked = threading.Barrier(2)

    class Both(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.wait(5)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((servers.HOST, 0), Both)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://{servers.HOST}:{server.server_port}"
    server.shutdown()
    server.server_close()
    serving.join()


class TestAProvider:
    def test_is_asked_by_many_at_once(self, both):
        through = breakers.breaker("both")

        def ask(_):
            return breakers.send(through, "GET", both, timeout=(9, 9)).status_code

        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(ask, range(2))) == [204, 204]

    def test_that_has_failed_five_times_is_not_asked(self, sandbox, portone):
        sandbox.play_trouble(status=503)
        last = _fail(portone, 5)
        asked = _asked(sandbox)

        away = _fail(portone, 3)

        assert (type(last), type(away)) == (requests.HTTPError, ProviderAway)
        assert _asked(sandbox) == asked

    def test_that_is_back_is_asked_again(self, sandbox, portone):
        sandbox.play_trouble(status=503)
        _fail(portone, 6)
        sandbox.play_trouble()
        portone._breaker.reset_timeout = 0.1

        def is_asked():
            try:
                return portone.payments_of("nobody's") == []
            except ProviderAway:
                return False

        wait_until("the provider to be asked", is_asked)

    def test_that_refuses_is_there(self, sandbox, portone):
        for _ in range(9):
            with pytest.raises(ProviderRefused):
                portone.prepare(merchant_uid="", amount=1)
