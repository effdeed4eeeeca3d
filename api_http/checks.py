"""What is wrong with what was sent? Every bad field by its name, in words."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec import Struct, UnsetType, inspect

from api_http import kinds
from api_http.kinds.choices import one_of
from api_http.problems.words import Words
from api_http.shapes import OneOf

REQUIRED = Words("필수 항목입니다.", "It is required.")
UNKNOWN = Words("여기에서 쓰지 않는 항목입니다.", "There is no such field here.")
TWICE = Words("한 번만 보내 주세요.", "It is sent more than once.")
NOT_VALID = Words("값이 올바르지 않습니다.", "It is not valid.")
#: Characters of a name that is not ours; nobody needs more to know which is meant.
_NAME_MOST = 80

Fault = tuple[str, Words]


def faults(
    values: Mapping[str, Any], shape: type[Struct], *, strict: bool, within: str = ""
) -> Iterator[Fault]:
    """This function will name every field that is missing, unknown or wrong, as `a.b[3]`."""
    fields = _fields(shape)
    if shape.__struct_config__.forbid_unknown_fields:
        yield from (
            (f"{within}{name[:_NAME_MOST]}", UNKNOWN) for name in values if name not in fields
        )
    for name, field in fields.items():
        if name in values:
            yield from _of_value(values[name], field.type, f"{within}{name}", strict)
        elif field.required:
            yield f"{within}{name}", REQUIRED
    if issubclass(shape, OneOf) and sum(values.get(name) is not None for name in fields) != 1:
        yield next(iter(fields)), _exactly_one(fields)


def _exactly_one(names: Collection[str]) -> Words:
    listed = ", ".join(names)
    return Words(f"{listed} 중 하나만 보내 주세요.", f"Send exactly one of {listed}.")


def nulls(values: Mapping[str, Any], body: Struct) -> Iterator[Fault]:
    """This function will name what was sent as the word null, of which msgspec makes nothing."""
    for name, field in _fields(type(body)).items():
        if name in values and getattr(body, field.name) is None:
            yield from _within(values[name], field.type, name, strict=False)


@cache
def _fields(shape: type[Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(shape)}


def _of_value(value: Any, annotation: Any, name: str, strict: bool) -> Iterator[Fault]:
    try:
        msgspec.convert(value, annotation, strict=strict, dec_hook=kinds.read)
    except (msgspec.ValidationError, OverflowError):
        yield from _within(value, annotation, name, strict)


def _within(value: Any, annotation: Any, name: str, strict: bool) -> Iterator[Fault]:
    wanted = _plain(annotation)
    kind = inspect.type_info(wanted)
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        yield from faults(value, kind.cls, strict=strict, within=f"{name}.")
    elif isinstance(kind, inspect.CollectionType) and isinstance(value, list) and value:
        item = get_args(_bare(wanted))[0]
        found = [
            f for i, one in enumerate(value) for f in _of_value(one, item, f"{name}[{i}]", strict)
        ]
        yield from found or [(name, rule(kind))]
    elif isinstance(value, list) and not strict:
        yield name, TWICE
    elif isinstance(kind, inspect.CustomType):
        yield name, _refusal(kind.cls, value)
    else:
        yield name, rule(kind)


def _plain(annotation: Any) -> Any:
    """What is wanted when something is: without None and unset."""
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    (wanted,) = [one for one in get_args(annotation) if one not in (NoneType, UnsetType)]
    return wanted


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _refusal(kind: type[kinds.Kind], value: Any) -> Words:
    try:
        kind.read(value)
    except kinds.Refused as refused:
        return refused.words
    return NOT_VALID


def rule(kind: inspect.Type) -> Words:
    """This function will say what a field of a kind takes."""
    match kind:
        case inspect.IntType(ge=least, le=most):
            return Words(
                f"{least:,} 이상 {most:,} 이하의 정수여야 합니다.",
                f"It has to be a whole number from {least:,} to {most:,}.",
            )
        case inspect.BoolType():
            return Words("true 또는 false여야 합니다.", "It has to be true or false.")
        case inspect.LiteralType(values=names):
            return one_of(names)
        case inspect.CollectionType(min_length=least, max_length=most):
            return Words(
                f"{least or 0}~{most}개의 목록이어야 합니다.",
                f"It has to be a list of {least or 0} to {most}.",
            )
        case inspect.StructType():
            return Words("객체여야 합니다.", "It has to be an object.")
    return NOT_VALID
