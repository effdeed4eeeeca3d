"""Does all work through nginx, set up by deploy/nginx.conf? A whole sale, from one origin."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from bin.machine.environment import BUILT
from demo.client import Client, Market, Screen
from tests.support.lots import ADDRESS, confirmed
from tests.support.markets import RunningMarket, running_market
from tests.support.servers import HOST, ROOT, free_port, running
from tests.support.waiting import wait_until

BROWSER = {"Accept": "text/html"}


@dataclass(frozen=True)
class Through(Market):
    """A market as those see it who are in front of nginx."""

    front: int = 0

    @property
    def api(self) -> str:
        return f"http://{HOST}:{self.front}"

    @property
    def relay(self) -> str:
        return f"ws://{HOST}:{self.front}/ws"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    url = f"http://{HOST}:{port}"
    proxies = f'["{HOST}"]'
    settings = {"WEB_URL": url, "RELAY_URL": url, "WEB_PROXIES": proxies, "RELAY_PROXIES": proxies}
    with running_market(folder, None, past=False, **settings) as behind:
        config = _config(folder, port, behind)
        command = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(config), "-g", "daemon off;"]
        with running(command, folder / "nginx.log", cwd=folder):
            wait_until("nginx", lambda: _answers(f"{url}/healthz"))
            yield Through(behind.market.port_base, behind.market.data, port)


def _config(folder: Path, port: int, behind: RunningMarket) -> Path:
    """What is ours in place of what is yours."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    base = behind.market.port_base
    for theirs, ours in (
        ("listen 80;", f"listen {HOST}:{port};"),
        ("10.0.0.21:8000", f"{HOST}:{base}"),
        ("10.0.0.21:8001", f"{HOST}:{base + 1}"),
        # There is one edge here, and one relay.
        ("        server 10.0.0.22:8000 max_fails=2 fail_timeout=2s; # yours\n", ""),
        ("        server 10.0.0.22:8001 max_fails=2 fail_timeout=2s; # yours\n", ""),
        ("/srv/pikcur/pages", str(BUILT)),
    ):
        assert theirs in text
        text = text.replace(theirs, ours)
    # As root nginx would hand its workers to somebody who may not read what tests write.
    text = f"user root;\npid {folder}/nginx.pid;\nerror_log stderr;\n{text}"
    (folder / "nginx.conf").write_text(text)
    return folder / "nginx.conf"


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


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
