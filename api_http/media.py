"""How does JSON become values, and protobuf JSON? Every field is checked, each bad one named."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

import msgspec
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from msgspec import Struct

from api_http.errors import Problem

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
    errors: dict[str, str] = {}
    good: dict[str, Any] = {}
    if shape.__struct_config__.forbid_unknown_fields:
        errors |= {str(name)[:80]: "is not a field here" for name in values.keys() - fields.keys()}
    for name, field in fields.items():
        if name not in values:
            if field.required:
                errors[name] = "is required"
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


def _said(error: msgspec.ValidationError) -> str:
    message = str(error)
    return message[:1].lower() + message[1:]


def to_json(message: Message) -> bytes:
    """
    This function will write a message as JSON with camelCase names.

    Absent optional fields are null, enums lose their prefix, times are RFC 3339 in UTC with Z.
    """
    return msgspec.json.encode(_writer(message.DESCRIPTOR)(message))


Writer = Callable[[Any], Any]


@cache
def _writer(descriptor: Descriptor) -> Writer:
    """A writer for messages of one type: what each field needs is looked up only once."""
    if descriptor.full_name == "google.protobuf.Timestamp":
        return _moment
    fields = [_field(field) for field in descriptor.fields]

    def write(message: Message) -> dict[str, Any]:
        # This is run for every answer: what can be looked up and asked beforehand, is.
        return {
            key: (
                None
                if optional and not message.HasField(name)
                else getattr(message, name)
                if value is _as_it_is
                else value(getattr(message, name))
            )
            for key, name, optional, value in fields
        }

    return write


def _as_it_is(value: Any) -> Any:
    return value


def _moment(stamp: Any) -> str:
    fraction = f".{stamp.nanos // 1000:06}" if stamp.nanos else ""
    return f"{_second(stamp.seconds)}{fraction}Z"


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    """Answers of one moment speak of the same few seconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19]


def _field(field: FieldDescriptor) -> tuple[str, str, bool, Writer]:
    value = _value(field)
    if _is_map(field):
        return field.json_name, field.name, False, dict
    if field.is_repeated:
        return field.json_name, field.name, False, lambda items: [value(item) for item in items]
    return field.json_name, field.name, field.has_presence, value


def _value(field: FieldDescriptor) -> Writer:
    if field.message_type is not None:
        kind = field.message_type
        if kind.full_name == "google.protobuf.Timestamp":
            return _moment
        # Looked up late: messages may hold messages of their own type.
        return lambda message: _writer(kind)(message)
    if field.enum_type is not None:
        return enum_names(field.enum_type).get
    return _as_it_is


@cache
def enum_names(enum: EnumDescriptor) -> dict[int, str]:
    """This function will name the values of an enum without the prefix they share."""
    prefix = enum.values[0].name.removesuffix("UNSPECIFIED")
    return {value.number: value.name.removeprefix(prefix) for value in enum.values if value.number}


def _is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def described(kind: type[Message], found: dict[str, Any]) -> dict[str, Any]:
    """This function will describe a kind of message in JSON Schema, its parts into `found`."""
    return schema(kind.DESCRIPTOR, found)  # type: ignore[arg-type]


def schema(descriptor: Descriptor, found: dict[str, Any]) -> dict[str, Any]:
    """This function will describe a message in JSON Schema, its parts going into `found`."""
    if descriptor.full_name == "google.protobuf.Timestamp":
        return {"type": "string", "format": "date-time"}
    if descriptor.name not in found:
        found[descriptor.name] = {"type": "object"}
        found[descriptor.name] = {
            "type": "object",
            "properties": {
                field.json_name: _field_schema(field, found) for field in descriptor.fields
            },
            "required": [field.json_name for field in descriptor.fields],
        }
    return {"$ref": f"#/components/schemas/{descriptor.name}"}


def _field_schema(field: FieldDescriptor, found: dict[str, Any]) -> dict[str, Any]:
    if _is_map(field):
        return {"type": "object", "additionalProperties": {"type": "string"}}
    one = _value_schema(field, found)
    if field.is_repeated:
        return {"type": "array", "items": one}
    if field.has_presence:
        return {"anyOf": [one, {"type": "null"}]}
    return one


def _value_schema(field: FieldDescriptor, found: dict[str, Any]) -> dict[str, Any]:
    if field.message_type is not None:
        return schema(field.message_type, found)
    if field.enum_type is not None:
        return {"type": "string", "enum": list(enum_names(field.enum_type).values())}
    kinds = {
        FieldDescriptor.CPPTYPE_STRING: "string",
        FieldDescriptor.CPPTYPE_BOOL: "boolean",
        FieldDescriptor.CPPTYPE_DOUBLE: "number",
    }
    return {"type": kinds.get(field.cpp_type, "integer")}
