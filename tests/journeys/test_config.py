"""Does a client find by itself where things are?"""

import pytest
import requests

from demo.client import Client
from tests.support.markets import RunningMarket

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


class TestAClient:
    def test_is_told_where_things_are_and_may_keep_it(self, market: RunningMarket) -> None:
        answer = Client(market.market, "anybody").send("GET", "/v1/config")
        told = answer.json()

        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert told["relay"]["stomp"] == market.market.relay
        info = requests.get(f"{told['relay']['sockjs']}/info", timeout=20)
        assert info.json()["websocket"] is True
        # Short enough to watch: a setting of bin/up.
        assert told["auctions"]["shortestSeconds"] == 2
        assert told["auctions"]["increments"][-1] == {"below": None, "step": 50_000}
        assert told["signInProviders"] == []
