"""Does the document promise what the routes do, and can it be read without the internet?"""

import re
from html.parser import HTMLParser
from typing import Any, get_args

import pytest
from openapi_spec_validator import validate

from api_http.openapi import document as openapi
from api_http.problems import PROBLEMS
from api_http.problems.telling import camel
from api_http.promises import Key
from api_http.resources import alarm_settings
from api_http.routes import ROUTES
from grpc_services.alarms import kinds
from tests.api_http.conftest import Edge

OPERATIONS = [
    (template, method, promise)
    for template, resource in ROUTES
    for method, promise in openapi.operations(resource)
]


def plain(template: str) -> str:
    return re.sub(r"{(\w+?)(:\w+)?}", lambda name: f"{{{camel(name[1])}}}", template)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi.document(ROUTES)


class TestDocument:
    def test_is_valid(self, document):
        validate(document)

    def test_lists_every_operation_of_every_route(self, document):
        listed = {
            (path, method) for path, methods in document["paths"].items() for method in methods
        }
        assert listed == {(plain(template), method) for template, method, _ in OPERATIONS}
        assert len(listed) > 40

    def test_leaves_no_responder_out(self):
        hidden = [
            (template, name)
            for template, resource in ROUTES
            for name in dir(resource)
            if name.startswith("on_") and not hasattr(getattr(resource, name), "operation")
        ]
        assert hidden == []

    def test_names_every_code_that_an_operation_may_be_refused_with(self, document):
        for template, method, promise in OPERATIONS:
            answers = document["paths"][plain(template)][method]["responses"]
            for code in openapi.refusals(promise):
                assert code in answers[str(PROBLEMS[code].status)]["description"].split(", ")

    def test_says_who_needs_a_token_and_a_key(self, document):
        for template, method, promise in OPERATIONS:
            told = document["paths"][plain(template)][method]
            keys = [one for one in told["parameters"] if one["name"] == "Idempotency-Key"]
            assert bool(told["security"]) is not promise.public
            assert [key["required"] for key in keys] == (
                [] if promise.key == Key.NONE else [promise.key == Key.REQUIRED]
            )

    def test_takes_a_key_with_every_post_that_makes_or_changes_something(self):
        posts = {promise.name: promise.key for _, method, promise in OPERATIONS if method == "post"}
        # Their answers hold secrets, or they are harmless to repeat; and the provider sends no key.
        without = {
            "requestEmailCode", "verifyEmailCode", "signIn", "refreshSession", "signOut",
            "receivePortOneWebhook", "unsubscribe",
        }  # fmt: skip
        assert {name for name, key in posts.items() if key == Key.NONE} == without
        required = {name for name, key in posts.items() if key == Key.REQUIRED}
        assert required == {"placeBid", "buyNow", "sellNow", "beginPayment"}

    def test_describes_every_parameter_of_a_path(self, document):
        for path, methods in document["paths"].items():
            for told in methods.values():
                named = [one["name"] for one in told["parameters"] if one["in"] == "path"]
                assert named == re.findall(r"{(\w+)}", path)

    def test_names_every_operation_once_and_by_a_verb(self):
        names = [promise.name for _, _, promise in OPERATIONS]
        assert len(names) == len(set(names))
        assert [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name)] == []

    def test_says_what_every_tag_is_about(self, document):
        used = {
            tag
            for path in document["paths"].values()
            for one in path.values()
            for tag in one["tags"]
        }
        assert used == {tag["name"] for tag in document["tags"]}

    def test_names_what_is_in_a_path_as_all_else(self, document):
        assert "/v1/goods/{goodsId}/bids/{bidId}" in document["paths"]
        assert "_" not in "".join(document["paths"])

    def test_has_patterns_that_javascript_understands(self, document):
        assert not re.search(r"\(\?!\\\\n\)|\(\?P<|\\\\Z", str(document))

    def test_is_served_as_it_is(self, edge: Edge, document):
        assert edge.client.simulate_get("/openapi.json").json == document


class TestRefusals:
    def test_of_every_operation_are_problems(self):
        unknown = {
            code for _, _, promise in OPERATIONS for code in promise.refuses if code not in PROBLEMS
        }
        assert unknown == set()


class Fetches(HTMLParser):
    """What a browser fetches to show a page: nothing may be of another place."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []
        self.texts = {"style": "", "script": ""}
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        fetching = ("src", "srcset", "data", "poster", "href")
        self.urls += [value or "" for name, value in attrs if name in fetching and tag != "a"]

    def handle_data(self, data: str) -> None:
        if self._within in self.texts:
            self.texts[self._within] += data


class TestPage:
    def test_fetches_nothing_from_elsewhere(self, edge: Edge):
        answer = edge.client.simulate_get("/docs")
        page = Fetches()
        page.feed(answer.text)
        page.urls += re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')\s]*)", page.texts["style"])
        assert answer.headers["Content-Type"].startswith("text/html")
        assert len(page.texts["script"]) > 100_000
        assert [url for url in page.urls if not url.startswith("data:")] == []

    def test_shows_our_document_and_asks_no_validator_on_the_internet(self, edge: Edge):
        script = edge.client.simulate_get("/docs").text.rsplit("window.onload", 1)[1]
        assert "url: '/openapi.json'" in script
        assert "validatorUrl: null" in script


class TestErrorsPage:
    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_has_a_place_for_every_code(self, edge: Edge, language):
        answer = edge.client.simulate_get("/docs/errors", headers={"Accept-Language": language})
        assert set(re.findall(r'<tr id="(\w+)">', answer.text)) == set(PROBLEMS)
        assert f'<html lang="{language}">' in answer.text


def test_the_edge_takes_every_kind_of_alarm_that_the_services_know():
    assert set(get_args(alarm_settings.Kind)) == set(kinds.AlarmKind)
