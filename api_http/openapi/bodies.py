"""What do requests look like? JSON Schema, made from the shapes that they are read into."""

from typing import Any

import msgspec
from msgspec import Struct

from api_http import kinds
from api_http.shapes import OneOf

Schema = dict[str, Any]


def described(shape: type[Struct], found: dict[str, Schema]) -> Schema:
    """This function will describe a body, its parts going into `found`."""
    reference, parts = _schemas(shape)
    found |= {name: _with_optional_fields(part) for name, part in parts.items()}
    if issubclass(shape, OneOf):
        found[shape.__name__] = _with_alternatives(found[shape.__name__])
    return reference


def parameters(shape: type[Struct]) -> dict[str, Schema]:
    """This function will describe the parameters of a query, by their names."""
    _, parts = _schemas(shape)
    fields = parts[shape.__name__]["properties"].items()
    return {name: _never_null(field) for name, field in fields}


def _schemas(shape: type[Struct]) -> tuple[Schema, dict[str, Schema]]:
    (reference,), parts = msgspec.json.schema_components(
        [shape], schema_hook=kinds.schema, ref_template="#/components/schemas/{name}"
    )
    return dict(reference), msgspec.json.decode(msgspec.json.encode(parts))


def _never_null(field: Schema) -> Schema:
    """A parameter is left out, and cannot be null."""
    if field.get("default", "") in (None, ""):
        field.pop("default", None)
    return field["anyOf"][0] if "anyOf" in field else field


def _with_optional_fields(schema: Schema) -> Schema:
    """Told in words: generators of typed clients take a field with a default for a required one."""
    for field in schema["properties"].values():
        default = field.pop("default", None)
        if default not in (None, "", []):
            field["description"] = f"{str(default).lower()} if it is left out"
    return schema


def _with_alternatives(schema: Schema) -> Schema:
    """One schema for each of the fields of which one has to be sent."""
    fields = schema["properties"]
    return {
        "title": schema["title"],
        "description": schema["description"],
        "oneOf": [
            {
                "type": "object",
                "properties": {name: _never_null(fields[name]), **_nulls(fields, name)},
                "required": [name],
                "additionalProperties": False,
            }
            for name in fields
        ],
    }


def _nulls(fields: dict[str, Schema], chosen: str) -> dict[str, Schema]:
    may_be_null = [name for name in fields if name != chosen and "anyOf" in fields[name]]
    return {name: {"type": "null"} for name in may_be_null}
