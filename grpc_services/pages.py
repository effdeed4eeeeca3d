"""Which part of a list? Cursors, which say where a page begins, and pages of a query."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from grpc_services.refusals import Invalid
from models.dialect import by_index

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


def newest(query: Any, *index: Any, limit: int, cursor: str) -> tuple[list[Any], str | None]:
    """
    This function will fetch a page of somebody's rows, newest first.

    It finds them by an `index`, of which the query says all but the last field, their number.

    :raises InvalidCursor: if the cursor is not ours
    """
    number = index[-1]
    start = position(cursor)
    if start:
        query = query.where(number < start[0])
    found = by_index(query, *index).order_by(number.desc())
    return page(found, limit, lambda row: (getattr(row, number.safe_name),))


def earlier(at: Any, key: Any, start: tuple[int, ...] | None) -> Any:
    """
    This function will tell rows that come after a place, where the latest come first.

    :raises InvalidCursor: if the place is at no moment
    """
    if start is None:
        return True
    moment = moment_at(start[0])
    # The first condition says all that an index needs; databases do not see it in the others.
    return (at <= moment) & ((at < moment) | ((at == moment) & (key < start[1])))


def latest(query: Any, *index: Any, limit: int, cursor: str) -> tuple[list[Any], str | None]:
    """
    This function will fetch a page of somebody's rows, the latest first.

    It finds them by an `index`, which ends with when they came about, and their number.

    :raises InvalidCursor: if the cursor is not ours
    """
    at, number = index[-2:]
    query = query.where(earlier(at, number, position(cursor, parts=2)))
    found = by_index(query, *index).order_by(at.desc(), number.desc())
    names = at.name, number.safe_name
    return page(
        found, limit, lambda row: (microseconds(getattr(row, names[0])), getattr(row, names[1]))
    )


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
