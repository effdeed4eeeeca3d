"""Which routes are there, and what is sent to each? From the routes and their document."""

import re
from dataclasses import dataclass
from typing import Any

import requests
from jsonschema import Draft202012Validator

from api_http.openapi import document as openapi
from api_http.openapi.messages import described
from api_http.problems.telling import camel
from api_http.promises import Operation
from api_http.routes import ROUTES

#: The greatest id that JSON carries, which nothing has.
BIG = 2**53 - 1
DOCUMENT = openapi.document(ROUTES)
_FIELD = re.compile(r"{(\w+?)(:id)?}")


@dataclass(frozen=True)
class Route:
    """A method of a path, and what it promises."""

    method: str
    template: str
    promise: Operation

    def path(self, value: object = BIG) -> str:
        """This function will put the value where the path has fields."""
        return _FIELD.sub(str(value), self.template)

    def path_of(self, things: dict[str, object]) -> str:
        """This function will put things where the path names them."""
        return _FIELD.sub(lambda name: str(things[name[1]]), self.template)

    @property
    def fields(self) -> list[str]:
        return [name for name, _ in _FIELD.findall(self.template)]

    @property
    def shape(self) -> str | None:
        return self.promise.body.__name__ if self.promise.body else None

    def example(self) -> dict[str, Any]:
        """This function will give the body that the document shows."""
        path = _FIELD.sub(lambda name: f"{{{camel(name[1])}}}", self.template)
        content = DOCUMENT["paths"][path][self.method.lower()]["requestBody"]["content"]
        return dict(content["application/json"]["example"])

    def is_answered_by(self, answer: requests.Response) -> None:
        """This function will fail if what was answered is not what the document describes."""
        if self.promise.answer is None or answer.status_code != self.promise.status:
            return
        parts: dict[str, Any] = {}
        schema = described(self.promise.answer, parts)
        Draft202012Validator(schema | {"components": {"schemas": parts}}).validate(answer.json())

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


OPERATIONS = [
    Route(method.upper(), template, promise)
    for template, resource in ROUTES
    for method, promise in openapi.operations(resource)
]
