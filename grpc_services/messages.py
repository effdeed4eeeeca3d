"""How do values become protobuf and back? Times and names of enums."""

from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


class OfAnotherRelease(Exception):
    """A request means something that only a newer release knows."""


def enum_name(enum: Any, value: int) -> str | None:
    """
    This function will name a value without its prefix; None if it was not given.

    :raises OfAnotherRelease: if our contract has no such value
    """
    try:
        return str(enum.Name(value)).removeprefix(_prefix(enum)) if value else None
    except ValueError as error:
        raise OfAnotherRelease(f"There is no {value} here yet.") from error


def _prefix(enum: Any) -> str:
    return str(enum.Name(0)).removesuffix("UNSPECIFIED")
