"""What did the caller send? Bodies, fields and numbers that are fit to be read, or a clear 400."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import falcon

#: No real request of these providers comes near; more is refused unread.
LARGEST_BODY = 1_000_000

#: Far above any price, and far below what SQLite can hold.
LARGEST_AMOUNT = 10**12

_NUMBER = re.compile(r"-?\d{1,15}(\.0{1,15})?", re.ASCII)

Fields = Mapping[str, Any]


def bad(sentence: str) -> falcon.HTTPBadRequest:
    return falcon.HTTPBadRequest(title="Bad Request", description=sentence)


def raw_body(req: falcon.Request) -> bytes:
    """
    This function will read the whole body.

    :raises HTTPContentTooLarge: if it is larger than any real request
    """
    if (req.content_length or 0) > LARGEST_BODY:
        raise falcon.HTTPContentTooLarge(description=f"More than {LARGEST_BODY} bytes.")
    return bytes(req.bounded_stream.read())


def json_fields(body: bytes) -> Fields:
    """
    This function will read a JSON object.

    :raises HTTPBadRequest: if `body` is anything else, or holds text that is not Unicode
    """
    try:
        media = json.loads(body)
        json.dumps(media, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise bad(f"The body is not JSON: {error}") from error
    if not isinstance(media, dict):
        raise bad("The body is JSON, but not an object.")
    return media


def fields(req: falcon.Request) -> Fields:
    """
    This function will read a JSON or form body; nothing at all reads as no fields.

    :raises HTTPBadRequest: if it is neither
    """
    body = raw_body(req)
    if not body:
        return {}
    if (req.content_type or "").startswith("application/x-www-form-urlencoded"):
        return _form_fields(body)
    return json_fields(body)


def _form_fields(body: bytes) -> Fields:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError as error:
        raise bad(f"The body is not a form: {error}") from error


def text(given: Fields, name: str) -> str:
    """:raises HTTPBadRequest: if the field is missing, empty or not text"""
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise bad(f"{name} is missing or not text.")
    return value


def optional_text(given: Fields, name: str) -> str | None:
    return None if given.get(name) in (None, "") else text(given, name)


def number(given: Fields, name: str, *, at_least: int = 1, at_most: int = LARGEST_AMOUNT) -> int:
    """:raises HTTPBadRequest: if the field is missing, not whole, or out of bounds"""
    value = given.get(name)
    sent = "" if isinstance(value, bool) else str(value)
    if not _NUMBER.fullmatch(sent) or not at_least <= int(sent.partition(".")[0]) <= at_most:
        raise bad(f"{name} must be a whole number from {at_least} to {at_most}.")
    return int(sent.partition(".")[0])


def optional_number(
    given: Fields, name: str, *, at_least: int = 1, at_most: int = LARGEST_AMOUNT
) -> int | None:
    if given.get(name) in (None, ""):
        return None
    return number(given, name, at_least=at_least, at_most=at_most)


def one_of(given: Fields, name: str, allowed: tuple[str, ...], default: str) -> str:
    """:raises HTTPBadRequest: if the field is there and is none of `allowed`"""
    value = given.get(name, default)
    if value not in allowed:
        raise bad(f"{name} must be one of {', '.join(allowed)}.")
    return str(value)
