"""How does what was sent become values? JSON and forms into shapes; each bad field is named."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from api_http import checks, kinds
from api_http.problems import Problem, Words

Body = TypeVar("Body", bound=Struct)


def checked(content: bytes, shape: type[Body]) -> Body:
    """
    This function will read a JSON body into `shape`.

    :raises Problem: MALFORMED_JSON, or INVALID_FIELDS with every bad field
    """
    try:
        body = _decoder(shape).decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OverflowError):
        # It tells of the first bad field only.
        raise _what_is_wrong(content, shape) from None
    # With one colon there is one field: bids need no second reading.
    if content.count(b":") > 1 and (doubled := _doubled(content, shape)):
        raise Problem("INVALID_FIELDS", fields=doubled)
    return body


@cache
def _decoder(shape: type[Body]) -> msgspec.json.Decoder[Body]:
    return msgspec.json.Decoder(shape, dec_hook=kinds.read)


def _what_is_wrong(content: bytes, shape: type[Struct]) -> Problem:
    try:
        values = msgspec.json.decode(content)
        doubled = _doubled(content, shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Problem("MALFORMED_JSON")
    if not isinstance(values, dict):
        return Problem("MALFORMED_JSON")
    found = dict(checks.faults(values, shape, strict=True)) | doubled
    return Problem("INVALID_FIELDS", fields=found)


class _Twice(Exception):
    def __init__(self, name: str) -> None:
        self.name = name


def _once(pairs: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise _Twice(next(name for name in names if names.count(name) > 1))


#: msgspec keeps the last of two fields of one name; a reader of the log would see the first.
_READER = json.JSONDecoder(object_pairs_hook=_once, parse_int=len, parse_float=len)


def _doubled(content: bytes, shape: type[Struct]) -> dict[str, Words]:
    if not shape.__struct_config__.forbid_unknown_fields:
        return {}
    try:
        _READER.decode(content.decode())
    except _Twice as twice:
        return {twice.name[:80]: checks.TWICE}
    return {}


def converted(values: Mapping[str, Any], shape: type[Body], *, strict: bool) -> Body:
    """
    This function will make `shape` of raw values; texts become numbers unless `strict`.

    :raises Problem: INVALID_FIELDS with every bad field
    """
    try:
        body = msgspec.convert(values, shape, strict=strict, dec_hook=kinds.read)
    except (msgspec.ValidationError, OverflowError):
        found = dict(checks.faults(values, shape, strict=strict))
        raise Problem("INVALID_FIELDS", fields=found) from None
    if not strict and (nulls := dict(checks.nulls(values, body))):
        raise Problem("INVALID_FIELDS", fields=nulls)
    return body
