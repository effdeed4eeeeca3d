"""Of what are requests made? Numbers, and the shapes of bodies and queries."""

from datetime import datetime
from typing import Annotated, Any

from google.protobuf.timestamp_pb2 import Timestamp
from msgspec import UNSET, Meta, Struct, field

from api_http.kinds.texts import Cursor

#: The largest integer that JavaScript keeps exact; ids and amounts stay below it.
BIGGEST = 2**53 - 1

Id = Annotated[int, Meta(ge=1, le=BIGGEST)]
#: Whole won; nothing here is worth ten trillion.
Won = Annotated[int, Meta(ge=0, le=9_999_999_999_999)]
Price = Annotated[int, Meta(ge=1, le=9_999_999_999_999)]

#: Where something stands among its like.
Place = Annotated[int, Meta(ge=0, le=1_000_000)]
#: Pictures of what somebody writes, that they have posted before.
Uploads = Annotated[tuple[Id, ...], Meta(max_length=5)]


class Shape(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A body or a query: camelCase outside, and nothing in it that is not declared."""


class OneOf(Shape, frozen=True, kw_only=True):
    """A body of which exactly one of its fields is sent."""

    def __post_init__(self) -> None:
        if sum(value is not None for value in given(self).values()) != 1:
            raise ValueError(self.__struct_fields__)


class Page(Shape, frozen=True, kw_only=True):
    """Which part of a list."""

    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: Cursor = field(default_factory=Cursor)


def timestamp(moment: datetime | None) -> Timestamp | None:
    """This function will write a moment as services take it."""
    if moment is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp


def given(body: Any) -> dict[str, Any]:
    """This function will name the fields of a body that were sent."""
    values = {name: getattr(body, name) for name in body.__struct_fields__}
    return {name: value for name, value in values.items() if value is not UNSET}
