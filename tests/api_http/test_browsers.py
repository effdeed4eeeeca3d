"""Which pages may keep a refresh token in a cookie, and what is that cookie like?"""

from typing import Any

import falcon.testing
import pytest

from api_http.browsers import Browsers
from api_http.problems import Problem

OURS, SHOP = "https://pikcur.example", "https://shop.example"
BROWSERS = Browsers(f"{OURS}/", (SHOP, "*"))


class TestAPage:
    @pytest.mark.parametrize("origin", [None, OURS, SHOP, "https://10.0.0.1:8443"])
    def test_of_the_edge_or_a_named_origin_is_trusted(self, origin):
        BROWSERS.require_trusted(origin=origin, host="10.0.0.1:8443")

    @pytest.mark.parametrize(
        "origin",
        ["https://evil.example", "null", "", "http://pikcur.example", f"{OURS}.evil.example", "*"],
    )
    def test_of_any_other_origin_is_not(self, origin):
        with pytest.raises(Problem) as refused:
            BROWSERS.require_trusted(origin=origin, host="pikcur.example")
        assert refused.value.code == "ORIGIN_NOT_ALLOWED"


class TestACookie:
    def test_is_for_no_script_and_no_other_page(self):
        name, *limits = BROWSERS.kept("token", seconds=9).split("; ")

        assert name == "refreshToken=token"
        assert set(limits) == {
            "Max-Age=9", "Path=/v1/auth", "HttpOnly", "SameSite=Strict", "Secure",
        }  # fmt: skip

    def test_goes_over_http_where_the_edge_does(self):
        assert "Secure" not in Browsers("http://127.0.0.1:8000").kept("token", seconds=9)


class TestTheEdge:
    @pytest.fixture
    def client(self, make_app: Any) -> falcon.testing.TestClient:
        return falcon.testing.TestClient(make_app(origins=(SHOP,)))

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/v1/auth/sign-in", {"loginId": "ann", "password": "x", "keep": "COOKIE"}),
            ("/v1/auth/refresh", {"keep": "COOKIE"}),
        ],
    )
    def test_refuses_other_pages_before_anything_is_done(self, client, path, body):
        told = client.simulate_post(path, json=body, headers={"Origin": "https://evil.example"})

        assert (told.status_code, told.json["code"]) == (403, "ORIGIN_NOT_ALLOWED")
        assert "Access-Control-Allow-Origin" not in told.headers

    def test_needs_a_token_from_somewhere(self, client):
        without = client.simulate_post("/v1/auth/refresh", json={})
        no_cookie = client.simulate_post("/v1/auth/refresh", json={"keep": "COOKIE"})

        assert [one["field"] for one in without.json["errors"]] == ["refreshToken"]
        assert (no_cookie.status_code, no_cookie.json["code"]) == (401, "INVALID_REFRESH_TOKEN")
