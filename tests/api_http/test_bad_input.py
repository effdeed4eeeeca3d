"""Is every route safe from bad input? From the route table, so that none can be forgotten."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api_http.openapi import document as openapi
from api_http.problems import PROBLEMS
from api_http.promises import Key
from demo.client import Client
from models import TABLES
from tests.support.markets import RunningMarket
from tests.support.routes import BIG, DOCUMENT, OPERATIONS, Route

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)

_SOON = (datetime.now(UTC) + timedelta(days=1)).isoformat()

#: What makes the document's examples ones of nothing, or of what is not allowed; … is left out.
_CHANGES: dict[str, dict[str, Any]] = {
    "SignIn": {"loginId": "nobody", "keep": "COOKIE"},
    "SignOut": {"keep": "COOKIE"},
    "ProfileChange": {"birth": "2020-01-01"},
    "NewAgreement": {"agreedTo": [{"kind": "BANANA", "version": 1}]},
    "NewAddress": {"default": ...},
    "NewAccount": {"bankCode": "999"},
    "Suspension": {"until": _SOON},
    "NewGoods": {"startsAt": _SOON, "endsAt": _SOON},
    "NewListing": {"startsAt": _SOON, "endsAt": _SOON},
    "Vacation": {"until": (datetime.now(UTC) + timedelta(days=1_000)).isoformat()},
    "FeeRuleChange": {"validUntil": _SOON},
    "NewPayoutRun": {"releasedIds": [0]},
    "NewUpload": {"size": 10 * 2**20 + 1},
    "NewBusiness": {"registrationNumber": "1234567890"},
    "SettingsChange": {"enabled": ..., "quietUntil": ...},
}
_OF_THE_PROVIDER = ("PortOneHint", "PortOneNotice")
_WRONG = {
    "negative": -1,
    "huge": 2**63,
    "beyond any integer": 10**400,
    "fraction": 1.5,
    "boolean": True,
    "NUL": "NUL \0 inside",
    "long text": "x" * 20_000,
    "empty list": [],
    "list of null": [None],
    "emoji": "\u202e😀",
    "SQL": "' OR 1=1 --",
}


WITH_BODY = [route for route in OPERATIONS if route.promise.body]


def _of_nothing(route: Route) -> dict[str, Any]:
    """The document's example, but of things that are not there or are somebody else's."""
    body = route.example() | _CHANGES.get(str(route.shape), {})
    named = {name: value for name, value in body.items() if value is not ...}
    ids = {name: BIG for name in named if name.endswith("Id") and name != "loginId"}
    lists = {name: [BIG] for name in named if name.endswith("Ids")}
    return named | ids | lists


EXAMPLES = {str(route.shape): _of_nothing(route) for route in WITH_BODY}
#: An address is free text: a short one is stored, whatever it says.
_FREE_TEXT = [("NewAddress", kind) for kind in ("emoji", "SQL")]
#: What may be asked without a picture is asked when there is none in the list.
_FREE_TEXT += [("NewInquiry", "empty list")]
#: Of these the example names something that is not there, or that is not allowed.
_REFUSED_ANYWAY = set(EXAMPLES) - {"NewEmailCode", "NewAddress", "ReadUpTo", "SignOut"}
NAMING_THINGS = [
    route for route in OPERATIONS if ":id}" in route.template or route.shape in _REFUSED_ANYWAY
]
LISTS = [
    route
    for route in OPERATIONS
    if route.promise.query and "cursor" in route.promise.query.__struct_fields__
]
#: Text, and numbers that no database, no calendar and no list of ours holds.
_CURSORS = [
    "x",
    "가",
    *(
        base64.urlsafe_b64encode(text.encode()).decode()
        for text in ("-9223372036854775807.1", f"{2**63}", f"{2**64}.1", "1.2.3.4.5", "9" * 100)
    ),
]
_NO_OBJECTS = [b"", b"{", b"[]", b"null", b'"text"', b"{'a':1}", b"\xff\xfe", b"[" * 20_000]
CLOSED = [route for route in OPERATIONS if not route.promise.public]


@pytest.fixture(scope="module")
def ann(market: RunningMarket) -> Client:
    bob = Client(market.market, "bob_bad", patience=0)
    bob.sign_up()
    bob.post("/v1/me/addresses", EXAMPLES["NewAddress"])
    bob.post("/v1/me/accounts", EXAMPLES["NewAccount"] | {"bankCode": "090"})
    client = Client(market.market, "ann_bad", patience=0)
    client.sign_up()
    return client


@pytest.fixture(scope="module")
def owner(market: RunningMarket) -> Client:
    client = Client(market.market, "owner_bad", patience=0)
    client.sign_up()
    assert market.pikcur("admin", "add", client.name).returncode == 0
    client.sign_in()
    return client


@pytest.fixture(scope="module", autouse=True)
def nothing_is_stored(market: RunningMarket, ann: Client, owner: Client) -> Iterator[None]:
    """Whatever is sent in this module leaves not one row behind."""
    before = _counts(market)
    yield
    assert _counts(market) == before


def _counts(market: RunningMarket) -> dict[str, object]:
    return {
        table._meta.table_name: market.rows(f"SELECT COUNT(*) FROM {table._meta.table_name}")
        for table in TABLES
    }


def _send(ann: Client, route: Route, **options: Any) -> requests.Response:
    headers = {"Idempotency-Key": "bad-input"} | options.pop("headers", {})
    path = options.pop("path", route.path())
    return ann.send(route.method, path, headers=headers, **options)


def _assert_problem(answer: requests.Response, route: Route, *statuses: int) -> dict[str, Any]:
    told = f"{route}: {answer.status_code} {answer.text[:300]}"
    assert answer.status_code in statuses, told
    assert answer.headers["Content-Type"] == "application/problem+json", told
    problem: dict[str, Any] = answer.json()
    assert PROBLEMS[problem["code"]].status == answer.status_code == problem["status"], told
    assert problem["code"] in [*openapi.refusals(route.promise), "ROUTE_NOT_FOUND"], told
    return problem


@pytest.mark.parametrize(
    ("route", "content"),
    [
        pytest.param(route, content, id=f"{route} {content[:9]!r}")
        for route in WITH_BODY
        for content in _NO_OBJECTS
        if content or not route.promise.body_optional
    ],
)
def test_a_body_that_is_not_a_json_object_is_refused(
    ann: Client, route: Route, content: bytes
) -> None:
    answer = _send(ann, route, data=content, headers={"Content-Type": "application/json"})

    assert _assert_problem(answer, route, 400)["code"] == "MALFORMED_JSON"


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
class TestABody:
    def test_of_another_type_is_refused(self, ann: Client, route: Route) -> None:
        answer = _send(ann, route, data=b"<a/>", headers={"Content-Type": "application/xml"})

        _assert_problem(answer, route, 415)

    def test_of_a_megabyte_is_refused(self, ann: Client, route: Route) -> None:
        content = json.dumps({"name": "x" * 2**20})
        answer = _send(ann, route, data=content, headers={"Content-Type": "application/json"})

        _assert_problem(answer, route, 413)

    def test_with_all_fields_wrong_is_refused_with_each_by_name(
        self, ann: Client, route: Route
    ) -> None:
        wrong: dict[str, object] = {name: {"not": "this"} for name in EXAMPLES[str(route.shape)]}
        if route.shape == "PortOneNotice":
            # The provider may put into it what it likes.
            wrong["data"] = 7

        problem = _assert_problem(_send(ann, route, json=wrong), route, 422)

        assert _fields(problem) == set(wrong)

    def test_without_a_field_is_refused(self, ann: Client, route: Route) -> None:
        for name in _required(route):
            body = _example(route)
            del body[name]

            problem = _assert_problem(_send(ann, route, json=body), route, 422)

            assert name in _fields(problem)


@pytest.mark.parametrize(
    "route", [route for route in WITH_BODY if route.shape not in _OF_THE_PROVIDER], ids=str
)
def test_an_unknown_field_is_refused_by_name(ann: Client, route: Route) -> None:
    answer = _send(ann, route, json=_example(route, extra=1))

    assert _fields(_assert_problem(answer, route, 422)) == {"extra"}


@pytest.mark.parametrize(
    "route", [route for route in WITH_BODY if route.shape in _OF_THE_PROVIDER], ids=str
)
def test_the_provider_may_add_fields_of_its_own(ann: Client, route: Route) -> None:
    status = 401 if route.promise.is_signed else 404
    _assert_problem(_send(ann, route, json=_example(route, extra=1)), route, status)


@pytest.mark.parametrize(
    ("route", "kind"),
    [
        pytest.param(route, kind, id=f"{route} {kind}")
        for route in WITH_BODY
        for kind in _WRONG
        if (route.shape, kind) not in _FREE_TEXT
    ],
)
def test_a_body_with_any_one_field_wrong_is_refused(ann: Client, route: Route, kind: str) -> None:
    for name in EXAMPLES[str(route.shape)]:
        answer = _send(ann, route, json=_example(route, **{name: _WRONG[kind]}))

        _assert_problem(answer, route, 401, 403, 404, 409, 422)


@pytest.mark.parametrize("route", NAMING_THINGS, ids=str)
def test_what_is_not_there_is_refused(ann: Client, route: Route) -> None:
    answer = _send(ann, route, json=_body(route))

    _assert_problem(answer, route, 401, 403, 404, 409, 422)


def _example(route: Route, **changes: object) -> dict[str, Any]:
    return EXAMPLES[str(route.shape)] | changes


def _required(route: Route) -> list[str]:
    schemas = DOCUMENT["components"]["schemas"]
    return list(schemas[str(route.shape)].get("required", []))


def _fields(problem: dict[str, Any]) -> set[str]:
    return {error["field"] for error in problem["errors"]}


@pytest.mark.parametrize("route", OPERATIONS, ids=str)
class TestARoute:
    def test_refuses_a_parameter_it_does_not_know(self, ann: Client, route: Route) -> None:
        answer = _send(ann, route, json=_body(route), params={"nonsense": "1"})

        assert "nonsense" in _fields(_assert_problem(answer, route, 422))


@pytest.mark.parametrize("value", [0, -1, "abc", 2**53, 2**63, "1.5", "%00", "１"])
@pytest.mark.parametrize(
    "route", [route for route in OPERATIONS if ":id}" in route.template], ids=str
)
def test_there_are_no_ids_that_cannot_be(ann: Client, route: Route, value: object) -> None:
    answer = _send(ann, route, path=route.path(value), json=_body(route))

    _assert_problem(answer, route, 404)


@pytest.mark.parametrize("key", ["", "x" * 256])
@pytest.mark.parametrize(
    "route", [route for route in OPERATIONS if route.promise.key != Key.NONE], ids=str
)
def test_a_key_that_is_no_key_is_refused(ann: Client, route: Route, key: str) -> None:
    answer = _send(ann, route, json=_body(route), headers={"Idempotency-Key": key})

    _assert_problem(answer, route, 400, 422)


def _body(route: Route) -> dict[str, Any] | None:
    return _example(route) if route.shape else None


@cache
def _bad_tokens() -> list[str]:
    key = Ed25519PrivateKey.generate()
    now = datetime.now(UTC)
    claims = {
        "sub": "1",
        "role": "ADMIN",
        "sid": "1",
        "iat": now,
        "exp": now + timedelta(minutes=15),
        "iss": "pikcur",
        "aud": "pikcur",
    }
    return [
        "nonsense",
        "a.b.c",
        jwt.encode(claims, None, algorithm="none"),
        jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": "0" * 16}),
        jwt.encode(claims, "secret" * 8, algorithm="HS256"),
    ]


@pytest.mark.parametrize("route", LISTS, ids=str)
def test_a_cursor_that_is_not_ours_is_refused(ann: Client, owner: Client, route: Route) -> None:
    reader = owner if route.template.startswith("/v1/admin/") else ann
    for cursor in _CURSORS:
        answer = _send(reader, route, path=route.path(1), params={"cursor": cursor})

        assert _fields(_assert_problem(answer, route, 422)) == {"cursor"}


@pytest.mark.parametrize("route", CLOSED, ids=str)
class TestAClosedRoute:
    def test_needs_a_token(self, market: RunningMarket, route: Route) -> None:
        nobody = Client(market.market, "nobody", patience=0)

        answer = _send(nobody, route, json=_body(route))

        assert _assert_problem(answer, route, 401)["code"] == "NO_TOKEN"

    def test_refuses_a_bad_token(self, ann: Client, route: Route) -> None:
        for token in _bad_tokens():
            answer = _send(
                ann, route, json=_body(route), headers={"Authorization": f"Bearer {token}"}
            )

            _assert_problem(answer, route, 401)


class TestWhatBelongsToOthers:
    def test_is_not_there(self, market: RunningMarket, ann: Client) -> None:
        for collection in ("addresses", "accounts"):
            theirs = _belonging_of_bob(market, collection)
            for method, tail, body in (
                ("PATCH", "", {}),
                ("PUT", "/default", None),
                ("DELETE", "", None),
            ):
                answer = ann.send(method, f"/v1/me/{collection}/{theirs}{tail}", json=body)

                assert (answer.status_code, answer.json()["status"]) == (404, 404)


def _belonging_of_bob(market: RunningMarket, collection: str) -> int:
    column = {"addresses": "address_id", "accounts": "account_id"}[collection]
    ((row_id,),) = market.rows(f"SELECT MAX({column}) FROM {column.removesuffix('_id')}")
    return int(str(row_id))


class TestTheEdge:
    def test_knows_no_other_routes(self, ann: Client) -> None:
        answer = ann.send("GET", "/v1/nonsense")

        assert (answer.status_code, answer.json()["code"]) == (404, "ROUTE_NOT_FOUND")

    def test_names_the_methods_of_a_route(self, ann: Client) -> None:
        answer = ann.send("DELETE", "/v1/categories")

        assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
        assert "GET" in answer.headers["Allow"]

    def test_speaks_korean_unless_asked_for_english(self, ann: Client) -> None:
        korean = ann.send("GET", "/v1/nonsense").json()["title"]
        english = ann.send("GET", "/v1/nonsense", headers={"Accept-Language": "en"}).json()

        assert (korean, english["title"]) == ("없는 주소입니다.", "There is no such route.")

    def test_returns_the_id_of_the_request(self, ann: Client) -> None:
        given = ann.send("GET", "/healthz", headers={"X-Request-Id": "my-id-1"})
        made = ann.send("GET", "/healthz", headers={"X-Request-Id": "bad id\t" + "x" * 99})

        assert given.headers["X-Request-Id"] == "my-id-1"
        assert re.fullmatch(r"[0-9a-f]{32}", made.headers["X-Request-Id"])
