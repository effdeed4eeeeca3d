"""How is protobuf answered as JSON? Absent is null, enums lose their prefix, times end in Z."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message


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
    if is_map(field):
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


def is_map(field: FieldDescriptor) -> bool:
    """This function will tell a map, which protobuf describes as a repeated message."""
    return field.message_type is not None and field.message_type.GetOptions().map_entry
