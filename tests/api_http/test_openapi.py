"""Does the document promise what the routes do, and can it be read without the internet?"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, get_args

import pytest
from google.protobuf.descriptor import Descriptor
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api_http.openapi import document as openapi
from api_http.problems import PROBLEMS
from api_http.problems.telling import camel
from api_http.promises import Key
from api_http.resources import alarm_settings
from api_http.routes import ROUTES
from grpc_services.alarms import kinds
from tests.api_http.conftest import Edge
from tests.api_http.test_shapes import structs

OPERATIONS = [
    (template, method, promise)
    for template, resource in ROUTES
    for method, promise in openapi.operations(resource)
]


def plain(template: str) -> str:
    return re.sub(r"{(\w+?)(:\w+)?}", lambda name: f"{{{camel(name[1])}}}", template)


def contents(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All JSON that is sent or answered, but for problems, and what is in paths."""
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            for one in (told.get("requestBody", {}), *told["responses"].values()):
                if "application/json" in one.get("content", {}):
                    yield f"{method} {path}", one["content"]["application/json"]
            for parameter in told["parameters"]:
                if parameter["in"] == "path":
                    yield f"{method} {path}", parameter


def parts(kind: Descriptor) -> Iterator[Descriptor]:
    """A kind of message, and those that it is made of."""
    yield kind
    for field in kind.fields:
        if field.message_type is not None and field.message_type is not kind:
            yield from parts(field.message_type)


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
                assert code in answers[str(PROBLEMS[code].status)]["x-codes"]

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
            "receivePortOneWebhook", "receiveSignedPortOneWebhook", "unsubscribe",
        }  # fmt: skip
        assert {name for name, key in posts.items() if key == Key.NONE} == without
        required = {name for name, key in posts.items() if key == Key.REQUIRED}
        assert required == {"placeBid", "buyNow", "sellNow", "beginPayment", "openCase"}

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

    def test_has_an_example_of_everything_sent_and_answered(self, document):
        for place, content in contents(document):
            described = Draft202012Validator(
                {**content["schema"], "components": document["components"]}
            )
            assert list(described.iter_errors(content["example"])) == [], place

    def test_promises_every_code_of_a_status_and_no_other(self, document):
        for path in document["paths"].values():
            for told in path.values():
                for answer in told["responses"].values():
                    for content in answer.get("content", {}).values():
                        _, own = content["schema"].get("allOf", (None, None))
                        assert own is None or own["properties"]["code"]["enum"] == answer["x-codes"]

    def test_calls_no_two_things_alike(self):
        called: dict[str, set[object]] = {}
        for _, _, promise in OPERATIONS:
            for kind in parts(promise.answer.DESCRIPTOR) if promise.answer else ():
                called.setdefault(kind.name, set()).add(kind.full_name)
            for shape in structs(promise.body) if promise.body else ():
                called.setdefault(shape.__name__, set()).add(shape)
        assert {name: things for name, things in called.items() if len(things) > 1} == {}

    def test_lets_fields_be_left_out_without_a_default(self, document):
        schemas = document["components"]["schemas"]
        fields = [field for one in schemas.values() for field in one.get("properties", {}).values()]
        assert [field for field in fields if "default" in field] == []
        assert "softClose" not in schemas["NewGoods"]["required"]

    def test_has_one_alternative_for_each_field_of_which_one_is_needed(self, document):
        alternatives = document["components"]["schemas"]["NewBid"]["oneOf"]
        assert [one["required"] for one in alternatives] == [["amount"], ["maximum"]]

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
