"""Of what are requests made? The texts and numbers that any body or query may hold."""

from datetime import datetime
from typing import Annotated, Any

from google.protobuf.timestamp_pb2 import Timestamp
from msgspec import UNSET, Meta, Struct

#: The largest integer that JavaScript keeps exact; ids and amounts stay below it.
BIGGEST = 2**53 - 1

Id = Annotated[int, Meta(ge=1, le=BIGGEST)]
#: Whole won; nothing here is worth ten trillion.
Won = Annotated[int, Meta(ge=0, le=9_999_999_999_999)]
Price = Annotated[int, Meta(ge=1, le=9_999_999_999_999)]

_LINE = r"^(?!.*[\x00-\x1f\x7f]).*\S"
_TEXT = r"^(?![\s\S]*[\x00-\x08\x0b-\x1f\x7f])[\s\S]*\S"
_PERHAPS_EMPTY = r"^(?!.*[\x00-\x1f\x7f])"

Name = Annotated[str, Meta(min_length=1, max_length=40, pattern=_LINE)]
Title = Annotated[str, Meta(min_length=1, max_length=100, pattern=_LINE)]
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=_LINE)]
Text = Annotated[str, Meta(min_length=1, max_length=5000, pattern=_TEXT)]
OptionalLine = Annotated[str, Meta(max_length=200, pattern=_PERHAPS_EMPTY)]
ShortLine = Annotated[str, Meta(max_length=40, pattern=_PERHAPS_EMPTY)]

LoginId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{3,30}$(?!\n)")]
Password = Annotated[str, Meta(min_length=8, max_length=128, pattern=_PERHAPS_EMPTY)]
Email = Annotated[
    str,
    Meta(max_length=254, pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$(?!\n)"),
]
Phone = Annotated[str, Meta(pattern=r"^\+?[0-9][0-9-]{7,18}$(?!\n)")]
Postcode = Annotated[str, Meta(pattern=r"^[0-9]{5}$(?!\n)")]
Code = Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)")]
Opaque = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_=.:-]+$(?!\n)")]
Moment = Annotated[datetime, Meta(tz=True)]
Time = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)")]


class Shape(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A body or a query: camelCase outside, and nothing in it that is not declared."""


class Page(Shape, frozen=True, kw_only=True):
    """Which part of a list."""

    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: Annotated[str, Meta(max_length=200)] = ""


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
