"""What does the API promise? An OpenAPI 3.1 document made from the routes."""

import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from api_http import forms, tables
from api_http.openapi import bodies
from api_http.openapi.examples import example
from api_http.openapi.messages import described
from api_http.problems import PROBLEMS
from api_http.problems.telling import camel
from api_http.promises import Key, Operation
from api_http.shapes import BIGGEST

_ID = {"type": "integer", "minimum": 1, "maximum": BIGGEST}
#: What the first part of a path is about.
TAGS = {
    "config": "What a client would otherwise know by heart.",
    "auth": "Becoming a member, signing in and out.",
    "me": "What belongs to whoever asks.",
    "categories": "Two levels that goods are sorted in.",
    "brands": "Who made the goods.",
    "admin": "What the operator's people may do, each act with its reason.",
    "stores": "Where members sell.",
    "search": "What people look for.",
    "uploads": "Pictures on their way here.",
    "goods": "What is for sale, its auction and its bids.",
    "orders": "What a won auction or a buy-now becomes.",
    "cases": "What is wrong with an order, and who gets how much of it.",
    "payments": "What the payment provider is asked about.",
    "carriers": "Who carries parcels.",
    "terms": "What members agree to.",
    "questions": "What members ask about goods, and the answers.",
    "reviews": "How sales went, as their buyers say.",
    "faqs": "What is asked again and again.",
    "notices": "What the operator announces.",
    "webhooks": "What providers send here.",
    "unsubscribe": "Where links in mails lead.",
}
METHODS = ("get", "post", "put", "patch", "delete")
_FIELD = re.compile(r"{(\w+)(?::(\w+))?}")
_OF_A_BODY = (
    "MALFORMED_JSON",
    "BODY_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
    "UNSUPPORTED_ENCODING",
)


def operations(resource: type) -> Iterable[tuple[str, Operation]]:
    """This function will name the methods of a resource with what each promises."""
    for method in METHODS:
        responder = getattr(resource, f"on_{method}", None)
        if responder is not None and hasattr(responder, "operation"):
            yield method, responder.operation


def document(routes: Iterable[tuple[str, type]]) -> dict[str, Any]:
    """This function will describe `routes`: every route, field and error."""
    schemas: dict[str, Any] = {"Problem": _problem_schema()}
    paths: dict[str, Any] = {}
    for template, resource in routes:
        path = _FIELD.sub(lambda field: f"{{{camel(field[1])}}}", template)
        paths[path] = {
            method: _operation(template, method, promise, schemas)
            for method, promise in operations(resource)
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PIKCUR",
            "version": "1",
            "description": "Auctions and resale. Money is whole won, times are RFC 3339 in UTC.",
        },
        "servers": [{"url": "/", "description": "Whoever gave you this document."}],
        "tags": [{"name": name, "description": sentence} for name, sentence in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def _operation(
    template: str, method: str, promise: Operation, schemas: dict[str, Any]
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": promise.summary,
        "operationId": promise.name,
        "tags": [template.split("/")[2]],
        "parameters": [
            *_path_parameters(template, promise),
            *_query_parameters(promise, schemas),
            *_key_parameter(promise),
        ],
        "responses": {
            str(promise.status): _answer(promise, schemas),
            **_problems(template, promise),
        },
        "security": [] if promise.public else [{"accessToken": []}],
    }
    if promise.sides:
        described["description"] = f"Only for {' and '.join(promise.sides)}."
    if promise.body is not None:
        described["requestBody"] = _body(promise, promise.body, schemas)
    return described


def _path_parameters(template: str, promise: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": camel(name),
            "in": "path",
            "required": True,
            "schema": schema,
            "example": example(schema, {}, camel(name)),
        }
        for name, kind in _FIELD.findall(template)
        for schema in [_ID if kind == "id" else promise.path[name].schema()]
    ]


def _query_parameters(promise: Operation, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if promise.query is None:
        return []
    return [
        {"name": name, "in": "query", "required": False, "schema": field}
        for name, field in bodies.parameters(promise.query).items()
    ]


def _key_parameter(promise: Operation) -> list[dict[str, Any]]:
    if promise.is_signed:
        return [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
            for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
        ]
    if promise.key == Key.NONE:
        return []
    return [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": promise.key == Key.REQUIRED,
            "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        }
    ]


def _body(promise: Operation, shape: type[Struct], schemas: dict[str, Any]) -> dict[str, Any]:
    schema = bodies.described(shape, schemas)
    content = {"schema": schema, "example": example(schema, schemas)}
    kinds = ["application/json"]
    if promise.accepts_form:
        kinds += forms.KINDS
    told: dict[str, Any] = dict.fromkeys(kinds, content)
    if promise.table:
        text = {"type": "string", "contentMediaType": tables.KIND}
        told[tables.KIND] = {"schema": text, "example": promise.table.example}
    return {"required": not promise.body_optional, "content": told}


def _answer(promise: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"description": promise.summary}
    if promise.answer is not None:
        schema = described(promise.answer, schemas)
        content = {"schema": schema, "example": example(schema, schemas)}
        told["content"] = {"application/json": content}
    if promise.is_page:
        told["content"] = {"text/html": {"schema": {"type": "string"}}}
    if promise.file:
        content_type = promise.file.split(";")[0]
        binary = {"type": "string", "contentMediaType": content_type}
        told["content"] = {content_type: {"schema": binary}}
    if promise.location:
        told["headers"] = {"Location": {"schema": {"type": "string"}}}
    return told


def refusals(promise: Operation) -> list[str]:
    """This function will list every code that an operation may be refused with."""
    codes = ["INVALID_FIELDS", *promise.refuses, "SERVICE_UNAVAILABLE", "INTERNAL"]
    if not promise.public:
        codes += ["NO_TOKEN", "INVALID_TOKEN", "TOKEN_EXPIRED", "SESSION_ENDED"]
    if promise.body is not None:
        codes += _OF_A_BODY
    if promise.key != Key.NONE or promise.is_signed:
        codes += ["IDEMPOTENCY_KEY_REUSED", "IN_PROGRESS"]
    if promise.key == Key.REQUIRED:
        codes += ["IDEMPOTENCY_KEY_MISSING"]
    return codes


def _problems(template: str, promise: Operation) -> dict[str, Any]:
    by_status: dict[str, list[str]] = {}
    # What cannot be an id is no route.
    unrouted = ["ROUTE_NOT_FOUND"] if ":id}" in template else []
    for code in refusals(promise) + unrouted:
        by_status.setdefault(str(PROBLEMS[code].status), []).append(code)
    return {
        status: {
            "description": ", ".join(codes),
            "x-codes": codes,
            "content": {"application/problem+json": {"schema": _problem(codes)}},
        }
        for status, codes in sorted(by_status.items())
    }


def _problem(codes: list[str]) -> dict[str, Any]:
    told = {"type": "object", "properties": {"code": {"type": "string", "enum": codes}}}
    return {"allOf": [{"$ref": "#/components/schemas/Problem"}, told]}


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "code": {"type": "string", "enum": sorted(PROBLEMS)},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"field": text, "message": text},
                    "required": ["field", "message"],
                },
            },
        },
        "required": ["type", "title", "status", "detail", "code"],
    }
