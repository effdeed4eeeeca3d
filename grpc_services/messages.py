"""How do values become protobuf and back? Times, names of enums, pages."""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from grpc_services.errors import Invalid

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: Rows on a page when nothing else is asked for.
PAGE = 20


class InvalidCursor(Invalid):
    """The cursor is not one that we gave."""


def microseconds(moment: datetime) -> int:
    """This function will give a moment as a cursor holds it: microseconds of Unix time."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_at(microseconds: int) -> datetime:
    """This function will read a moment from a cursor; what nobody gave becomes a far future."""
    return _EPOCH + min(microseconds, 2**52) * _MICROSECOND


def timestamp(moment: datetime | None) -> Timestamp | None:
    if moment is None:
        return None
    stamp = Timestamp()
    set_timestamp(stamp, moment)
    return stamp


def set_timestamp(stamp: Timestamp, moment: datetime) -> None:
    """This function will fill in a time where it stands: given to a message, it is copied."""
    since = moment - _EPOCH
    stamp.seconds = since.days * 86_400 + since.seconds
    stamp.nanos = since.microseconds * 1_000


def moment(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(tzinfo=UTC)


def enum_value(enum: Any, name: str) -> Any:
    """This function will find a value by its name without the prefix: OPEN of GOODS_STATE_OPEN."""
    return enum.Value(_prefix(enum) + name)


def enum_name(enum: Any, value: int) -> str | None:
    """This function will name a value without its prefix; None if it was not given."""
    return str(enum.Name(value)).removeprefix(_prefix(enum)) if value else None


def _prefix(enum: Any) -> str:
    return str(enum.Name(0)).removesuffix("UNSPECIFIED")


def position(cursor: str, parts: int = 1) -> tuple[int, ...] | None:
    """
    This function will read where a page begins; None for the first page.

    :raises InvalidCursor: if we did not write it
    """
    if not cursor:
        return None
    try:
        numbers = tuple(map(int, base64.urlsafe_b64decode(cursor.encode()).decode().split(".")))
    except (ValueError, binascii.Error) as error:
        raise InvalidCursor(cursor="is not one that was given with a list") from error
    if len(numbers) != parts or max(map(abs, numbers)) > 2**63 - 1:
        raise InvalidCursor(cursor="is not one that was given with this list")
    return numbers


def page(
    query: Any, limit: int, at: Callable[[Any], tuple[int, ...]]
) -> tuple[list[Any], str | None]:
    """This function will fetch a page of `query` and the cursor of the next, if there is one."""
    size = limit or PAGE
    rows = list(query.limit(size + 1))
    if len(rows) <= size:
        return rows, None
    numbers = ".".join(map(str, at(rows[size - 1])))
    return rows[:size], base64.urlsafe_b64encode(numbers.encode()).decode()
