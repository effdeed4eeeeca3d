"""Do browsers get the pages at every address, and programs never one that they did not ask for?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from falcon.testing import TestClient

from api_http.resources.fronts import Fronts

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def client(make_app: Callable[..., Any], tmp_path: Path) -> TestClient:
    """An edge with pages that were built."""
    (tmp_path / "console").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("the shop")
    (tmp_path / "console" / "index.html").write_text("the console")
    (tmp_path / "assets" / "shop-1a2b.js").write_text("let shop")
    fronts = Fronts(tmp_path, media=["https://pictures.example"], relay="wss://relay.example")
    return TestClient(make_app(fronts=fronts))


class TestPages:
    @pytest.mark.parametrize(
        ("path", "page"),
        [
            ("/", "the shop"),
            ("/goods/12", "the shop"),
            ("/consoles", "the shop"),
            ("/console", "the console"),
            ("/console/cases/3", "the console"),
        ],
    )
    def test_are_there_at_every_address_of_theirs(self, client: TestClient, path: str, page: str):
        answer = client.simulate_get(path, headers=BROWSER)
        assert (answer.status_code, answer.text) == (200, page)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        # A release is seen at once.
        assert answer.headers["Cache-Control"] == "no-cache"
        assert client.simulate_head(path, headers=BROWSER).content == b""

    @pytest.mark.parametrize(
        "path", ["/v1", "/v1/nothing", "/media/nothing", "/assets/nothing.js", "/docs/nothing"]
    )
    def test_are_not_sent_where_something_else_was_asked_for(self, client: TestClient, path: str):
        answer = client.simulate_get(path, headers=BROWSER)
        assert (answer.status_code, answer.json["code"]) == (404, "ROUTE_NOT_FOUND")

    def test_are_not_sent_to_programs(self, client: TestClient):
        for method, accept in (("GET", "*/*"), ("GET", "application/json"), ("POST", "text/html")):
            answer = client.simulate_request(method, "/goods/12", headers={"Accept": accept})
            assert (answer.status_code, answer.json["code"]) == (404, "ROUTE_NOT_FOUND")

    def test_run_only_their_own_scripts_and_ask_only_us(self, client: TestClient):
        policy = client.simulate_get("/", headers=BROWSER).headers["Content-Security-Policy"]
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == "'self'"
        assert rules["connect-src"] == "'self' https://pictures.example wss://relay.example"


class TestFiles:
    def test_are_kept_for_ever_by_who_has_them(self, client: TestClient):
        answer = client.simulate_get("/assets/shop-1a2b.js")
        assert (answer.status_code, answer.text) == (200, "let shop")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"].startswith("text/javascript")

    @pytest.mark.parametrize("name", ["..%2Findex.html", "%2e%2e", "shop-1a2b.js%00"])
    def test_are_those_that_were_built(self, client: TestClient, name: str):
        assert client.simulate_get(f"/assets/{name}").status_code == 404


class TestWithoutPages:
    def test_everything_else_is_there(self, make_app: Callable[..., Any]):
        client = TestClient(make_app())
        assert client.simulate_get("/", headers=BROWSER).status_code == 404
        assert client.simulate_get("/docs", headers=BROWSER).status_code == 200
