"""Does nobody wait for a provider that is away, and is it asked again once it is back?"""

import pytest
import requests

from tests.support.waiting import wait_until
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


class TestAProvider:
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
