"""How does JSON become values? Every field is checked, each bad one named."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from api_http.problems import Problem, Words

REQUIRED = Words("필수 항목입니다.", "It is required.")
UNKNOWN = Words("여기에서 쓰지 않는 항목입니다.", "There is no such field here.")

Body = TypeVar("Body", bound=Struct)


def checked(content: bytes, shape: type[Body]) -> Body:
    """
    This function will read a JSON body into `shape`.

    :raises Problem: MALFORMED_JSON, or INVALID_FIELDS with every bad field
    """
    try:
        return _decoder(shape).decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # It tells of the first bad field only.
        return _checked_by_field(content, shape)


@cache
def _decoder(shape: type[Struct]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


def _checked_by_field(content: bytes, shape: type[Body]) -> Body:
    try:
        values = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("MALFORMED_JSON") from error
    if not isinstance(values, dict):
        raise Problem("MALFORMED_JSON")
    return converted(values, shape, strict=True)


def converted(values: Mapping[str, Any], shape: type[Body], *, strict: bool) -> Body:
    """
    This function will make `shape` of raw values; texts become numbers unless `strict`.

    :raises Problem: INVALID_FIELDS with every bad field
    """
    fields = _fields(shape)
    errors: dict[str, Words] = {}
    good: dict[str, Any] = {}
    if shape.__struct_config__.forbid_unknown_fields:
        errors |= {str(name)[:80]: UNKNOWN for name in values.keys() - fields.keys()}
    for name, field in fields.items():
        if name not in values:
            if field.required:
                errors[name] = REQUIRED
            continue
        try:
            good[field.name] = msgspec.convert(values[name], field.type, strict=strict)
        except msgspec.ValidationError as error:
            errors[name] = _said(error)
    if errors:
        raise Problem("INVALID_FIELDS", fields=errors)
    return shape(**good)


@cache
def _fields(shape: type[Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(shape)}


def _said(error: msgspec.ValidationError) -> Words:
    return Words(str(error), str(error))
