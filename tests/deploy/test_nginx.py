"""Does all work through nginx, set up by deploy/nginx.conf? A whole sale, from one origin."""

from collections.abc import Iterator

import pytest
import requests

from bin.machine.environment import BUILT
from demo.client import Client, Screen
from tests.support.fronts import Through, front_of_a_market
from tests.support.lots import ADDRESS, confirmed
from tests.support.servers import HOST

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    with front_of_a_market(tmp_path_factory.mktemp("nginx")) as (market, _):
        yield market


@pytest.fixture(scope="module")
def people(front: Through) -> tuple[Client, Client]:
    """A seller and a buyer, who know of nothing behind nginx."""
    seller, buyer = Client(front, "seller_nginx"), Client(front, "ann_nginx")
    for client in (seller, buyer):
        client.sign_up()
        client.post("/v1/me/addresses", ADDRESS)
    return seller, buyer


class TestASale:
    def test_goes_through_it_and_is_told_as_it_happens(
        self, front: Through, people: tuple[Client, Client]
    ) -> None:
        seller, buyer = people
        screen = Screen(front, "/user/queue/alarms", token=seller.token)
        order_id = confirmed(front, seller, buyer, "623456789012")
        screen.wait("the news", lambda told: told["kind"] == "SETTLED", seconds=60)
        screen.close()
        assert buyer.get(f"/v1/orders/{order_id}")["state"] == "SETTLED"
        assert requests.get(f"{front.api}/wc/info", timeout=20).json()["websocket"] is True

    def test_knows_each_client_by_its_own_address(
        self, front: Through, people: tuple[Client, Client]
    ) -> None:
        forged = {"X-Forwarded-For": "203.0.113.9"}
        people[1].send("GET", "/v1/me/sessions", headers=forged)
        sessions = people[1].get("/v1/me/sessions")["items"]
        assert {one["client"] for one in sessions} == {HOST}


class TestPages:
    @pytest.mark.parametrize(
        ("path", "title"), [("/", "PIKCUR"), ("/goods/1", "PIKCUR"), ("/console/cases", "운영")]
    )
    def test_are_there_at_every_address(self, front: Through, path: str, title: str) -> None:
        answer = requests.get(front.api + path, headers=BROWSER, timeout=20)
        answer.encoding = "utf-8"
        assert title in answer.text.partition("</title>")[0]
        assert answer.headers["Cache-Control"] == "no-cache"
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy

    def test_are_made_of_files_that_are_kept(self, front: Through) -> None:
        name = next((BUILT / "assets").glob("shop-*.js")).name
        answer = requests.get(f"{front.api}/assets/{name}", timeout=20)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert requests.get(f"{front.api}/assets/no.js", timeout=20).status_code == 404


class TestWhatIsTooMuch:
    def test_is_told_as_the_market_tells_it(self, front: Through) -> None:
        big = requests.post(f"{front.api}/v1/auth/sign-in", data=b"x" * 2_000_000, timeout=20)
        assert (big.status_code, big.json()["code"]) == (413, "BODY_TOO_LARGE")
        assert big.headers["Content-Type"] == "application/problem+json"

    def test_is_slowed_down_by_address(self, front: Through) -> None:
        url = f"{front.api}/v1/auth/login-ids/somebody"
        with requests.Session() as session:
            answers = [session.get(url, timeout=20) for _ in range(200)]
        refused = [one for one in answers if one.status_code == 429]
        assert refused
        assert refused[0].json()["code"] == "TOO_MANY_REQUESTS"
        assert refused[0].headers["Retry-After"] == "1"
