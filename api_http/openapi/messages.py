"""What do answers look like? JSON Schema, made from the messages that they are written from."""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from api_http.answers import enum_names, is_map


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
    if is_map(field):
        return {"type": "object", "additionalProperties": _value_schema(_values(field), found)}
    one = _value_schema(field, found)
    if field.is_repeated:
        return {"type": "array", "items": one}
    # A part that is not said to be optional is always there.
    if field.has_presence and field.containing_oneof is not None:
        return {"anyOf": [one, {"type": "null"}]}
    return one


def _values(of_map: FieldDescriptor) -> FieldDescriptor:
    """A map is described as a repeated message of keys and values."""
    entry: Any = of_map.message_type
    return entry.fields_by_name["value"]


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
