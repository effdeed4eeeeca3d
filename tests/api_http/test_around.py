"""Does HTTP go as it should around every request, whatever it is for?"""

from collections.abc import Callable
from typing import Any

import falcon.testing
import pytest
import structlog.testing

from tests.api_http.conftest import Edge

SHOP = "https://shop.example"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization, idempotency-key, content-type",
}
BODY = {"loginId": "ann", "password": "long enough"}


class TestHead:
    @pytest.mark.parametrize(
        "path", ["/healthz", "/openapi.json", "/docs", "/v1/goods/7", "/v1/me", "/v1/nowhere"]
    )
    def test_is_answered_as_get_without_a_body(self, edge: Edge, path: str):
        head, get = edge.client.simulate_head(path), edge.client.simulate_get(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        for name in ("Content-Length", "Content-Type", "ETag"):
            assert head.headers.get(name) == get.headers.get(name)

    def test_of_a_picture_tells_its_length(self, edge: Edge):
        (edge.folder / "public" / "a.webp").write_bytes(b"x" * 100)
        head = edge.client.simulate_head("/media/public/a.webp")
        assert (head.status_code, head.headers["Content-Length"], head.content) == (200, "100", b"")

    def test_is_not_there_where_get_is_not(self, edge: Edge):
        assert edge.client.simulate_head("/v1/auth/sign-in").status_code == 405

    @pytest.mark.parametrize("path", ["/v1/me/export", "/v1/admin/payouts/1/export"])
    def test_begins_nothing_that_get_begins(self, edge: Edge, path: str):
        token = {"Authorization": f"Bearer {edge.token()}"}
        head = edge.client.simulate_head(path, headers=token)
        assert (head.status_code, head.headers["Allow"], head.content) == (405, "GET", b"")
        options = edge.client.simulate_options(path).headers["Allow"]
        assert "HEAD" not in options.split(", ")


class TestOptions:
    @pytest.mark.parametrize(
        ("path", "allowed"),
        [
            ("/v1/goods", {"GET", "POST", "HEAD", "OPTIONS"}),
            ("/v1/goods/7/bids/8", {"DELETE", "OPTIONS"}),
            ("/healthz", {"GET", "HEAD", "OPTIONS"}),
        ],
    )
    def test_names_the_methods(self, edge: Edge, path: str, allowed: set[str]):
        answer = edge.client.simulate_options(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert set(answer.headers["Allow"].split(", ")) - {"OPTIONS"} == allowed - {"OPTIONS"}

    def test_are_named_with_a_wrong_method_too(self, edge: Edge):
        answer = edge.client.simulate_delete("/v1/categories")
        assert answer.status_code == 405
        assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


@pytest.fixture
def shared(make_app: Callable[..., Any]) -> falcon.testing.TestClient:
    return falcon.testing.TestClient(make_app(origins=(SHOP,)))


class TestPagesOfOtherOrigins:
    @pytest.mark.parametrize("path", ["/v1/goods/7/bids", "/media", "/v1/me/addresses"])
    def test_may_ask_first(self, shared: Any, path: str):
        answer = shared.simulate_options(path, headers={"Origin": SHOP, **PREFLIGHT})
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == SHOP
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        allowed = answer.headers["Access-Control-Allow-Headers"].lower()
        assert {"authorization", "idempotency-key", "content-type"} <= set(allowed.split(", "))

    @pytest.mark.parametrize("path", ["/v1/categories", "/v1/me", "/v1/nowhere", "/healthz"])
    def test_may_read_answers_and_errors(self, shared: Any, path: str):
        answer = shared.simulate_get(path, headers={"Origin": SHOP})
        assert answer.headers["Access-Control-Allow-Origin"] == SHOP
        exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
        assert exposed == ["Location", "Retry-After", "X-Request-Id"]
        assert "Origin" in answer.headers["Vary"].split(", ")

    def test_may_show_pictures(self, shared: Any, edge: Edge):
        (edge.folder / "public" / "a.webp").write_bytes(b"x")
        answer = shared.simulate_get("/media/public/a.webp", headers={"Origin": SHOP})
        assert answer.headers["Access-Control-Allow-Origin"] == SHOP

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", SHOP + ".evil.example"])
    def test_may_not_when_they_are_not_named(self, shared: Any, origin: str):
        for answer in (
            shared.simulate_get("/v1/categories", headers={"Origin": origin}),
            shared.simulate_options("/v1/goods", headers={"Origin": origin, **PREFLIGHT}),
        ):
            assert "Access-Control-Allow-Origin" not in answer.headers

    def test_may_not_unless_it_is_said(self, edge: Edge):
        answer = edge.client.simulate_get("/v1/categories", headers={"Origin": SHOP})
        assert "Access-Control-Allow-Origin" not in answer.headers

    def test_may_be_any_but_without_their_cookies(self, make_app: Callable[..., Any]):
        client = falcon.testing.TestClient(make_app(origins=("*",)))
        answer = client.simulate_get("/v1/categories", headers={"Origin": SHOP})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


class TestWhatIsPrivate:
    def test_is_not_stored(self, edge: Edge):
        token = {"Authorization": f"Bearer {edge.token()}"}
        answers = [
            edge.client.simulate_get("/v1/me", headers=token),
            edge.client.simulate_get("/v1/goods/7", headers=token),
            edge.client.simulate_get("/v1/auth/login-ids/ann"),
            edge.client.simulate_post("/v1/auth/sign-in", json=BODY),
        ]
        assert [answer.headers.get("Cache-Control") for answer in answers] == ["no-store"] * 4

    def test_is_not_what_anybody_may_read(self, edge: Edge):
        answer = edge.client.simulate_get("/v1/goods/7")
        assert "Cache-Control" not in answer.headers
        assert "Authorization" in answer.headers["Vary"].split(", ")


class TestTheLog:
    def test_names_the_client(self, edge: Edge):
        with structlog.testing.capture_logs() as lines:
            edge.client.simulate_get("/healthz", remote_addr="203.0.113.7")
        (line,) = [line for line in lines if line["event"] == "answered"]
        assert (line["client"], line["path"], line["status"]) == ("203.0.113.7", "/healthz", 200)


class TestABody:
    @pytest.mark.parametrize("content", [b"{}", b"x", b'{"a": 1}'])
    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_where_none_is_taken_is_refused(self, edge: Edge, method: str, content: bytes):
        token = {"Authorization": f"Bearer {edge.token()}"}
        path = {"GET": "/v1/me", "PUT": "/v1/me/addresses/7/default", "DELETE": "/v1/goods/7"}
        answer = edge.client.simulate_request(method, path[method], headers=token, body=content)
        assert (answer.status_code, answer.json["code"]) == (422, "INVALID_FIELDS")
        assert [error["field"] for error in answer.json["errors"]] == ["body"]

    def test_in_chunks_is_one_too(self, edge: Edge):
        headers = {"Authorization": f"Bearer {edge.token()}", "Transfer-Encoding": "chunked"}
        answer = edge.client.simulate_put("/v1/me/addresses/7/default", headers=headers, body=b"x")
        assert answer.status_code == 422

    @pytest.mark.parametrize("coding", ["gzip", "br", "gzip, identity", "x"])
    def test_that_is_compressed_is_refused_by_that_name(self, edge: Edge, coding: str):
        headers = {"Content-Encoding": coding}
        answer = edge.client.simulate_post("/v1/auth/sign-in", headers=headers, body=b"\x1f\x8b")
        assert (answer.status_code, answer.json["code"]) == (415, "UNSUPPORTED_ENCODING")
        assert answer.headers["Accept-Encoding"] == "identity"

    @pytest.mark.parametrize("coding", ["identity", "Identity"])
    def test_that_says_that_it_is_not_is_read(self, edge: Edge, coding: str):
        headers = {"Content-Encoding": coding}
        answer = edge.client.simulate_post("/v1/auth/sign-in", headers=headers, json=BODY)
        assert answer.json["code"] == "SERVICE_UNAVAILABLE"


class TestAPath:
    @pytest.mark.parametrize("login_id", ["a", "a" * 31, "ann!", "%00", "앤앤앤", "ann%0A!"])
    def test_with_text_that_cannot_be_is_refused_by_name(self, edge: Edge, login_id: str):
        answer = edge.client.simulate_get(f"/v1/auth/login-ids/{login_id}")
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "loginId")


class TestAWebhook:
    @pytest.mark.parametrize(
        "more", [{"status": None}, {"status": 7}, {"status": ["paid"]}, {"new": {"a": [1]}}]
    )
    def test_is_read_whatever_else_it_says(self, edge: Edge, more: dict[str, Any]):
        hint = {"imp_uid": "imp_1", "merchant_uid": "p1", **more}
        answer = edge.client.simulate_post("/v1/webhooks/portone", json=hint)
        assert answer.json["code"] == "SERVICE_UNAVAILABLE"

    def test_may_be_a_form_that_says_things_twice(self, edge: Edge):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = b"imp_uid=imp_1&merchant_uid=p1&status=&status=paid"
        answer = edge.client.simulate_post("/v1/webhooks/portone", headers=kind, body=body)
        assert answer.json["code"] == "SERVICE_UNAVAILABLE"

    def test_is_one_of_so_many_of_its_address_whatever_payments_they_name(
        self, make_app: Callable[..., Any]
    ):
        client = falcon.testing.TestClient(make_app(webhooks_per_minute=3))

        def send(number: int, address: str) -> falcon.testing.Result:
            hint = {"imp_uid": f"imp_{number}", "merchant_uid": f"p{number}"}
            return client.simulate_post("/v1/webhooks/portone", json=hint, remote_addr=address)

        answers = [send(number, f"2001:db8::{number}") for number in range(5)]
        assert [answer.status_code for answer in answers] == [503, 503, 503, 429, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert send(9, "2001:db8:0:1::1").status_code == 503
