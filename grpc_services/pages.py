"""Which part of a list? Cursors, which say where a page begins, and pages of a query."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from grpc_services.refusals import Invalid

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: The largest number that a database keeps, and the last moment that a calendar knows.
_LARGEST = 2**63 - 1
_LATEST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
_NUMBERS = re.compile(r"[0-9]{1,19}(\.[0-9]{1,19})*", re.ASCII)
#: Rows on a page when nothing else is asked for.
PAGE = 20


class InvalidCursor(Invalid):
    """The cursor is not one that we gave."""


def microseconds(moment: datetime) -> int:
    """This function will give a moment as a cursor holds it: microseconds of Unix time."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_at(microseconds: int) -> datetime:
    """
    This function will read a moment from a cursor.

    :raises InvalidCursor: if no calendar knows it
    """
    if microseconds > _LATEST:
        raise InvalidCursor("cursor")
    return _EPOCH + microseconds * _MICROSECOND


def position(cursor: str, parts: int = 1) -> tuple[int, ...] | None:
    """
    This function will read where a page begins; None for the first page.

    :raises InvalidCursor: if we did not write it
    """
    if not cursor:
        return None
    try:
        text = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode("ascii")
    except (ValueError, binascii.Error) as error:
        raise InvalidCursor("cursor") from error
    numbers = tuple(map(int, text.split("."))) if _NUMBERS.fullmatch(text) else ()
    if len(numbers) != parts or max(numbers) > _LARGEST:
        raise InvalidCursor("cursor")
    return numbers


def page(
    query: Any, limit: int, at: Callable[[Any], tuple[int, ...]]
) -> tuple[list[Any], str | None]:
    """This function will fetch a page of `query` and the cursor of the next, if there is one."""
    size = limit or PAGE
    return cut(list(query.limit(size + 1)), size, at)


def cut(
    rows: list[Any], size: int, at: Callable[[Any], tuple[int, ...]]
) -> tuple[list[Any], str | None]:
    """This function will make a page of rows, of which there is one more if another follows."""
    if len(rows) <= size:
        return rows, None
    return rows[:size], cursor_at(at(rows[size - 1]))


def cursor_at(numbers: tuple[int, ...]) -> str:
    """This function will write where a page begins, just after what has these numbers."""
    return base64.urlsafe_b64encode(".".join(map(str, numbers)).encode()).decode()
