"""What is kept of a member? A copy, page by page, for themselves."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from math import ceil
from typing import Any, NamedTuple

import peewee

from grpc_services.facts import atomic, tells
from grpc_services.privacy.facts import ExportRequested
from grpc_services.privacy.holdings import HOLDINGS, Holding
from grpc_services.refusals import NotFound, TooMany
from models.dialect import locked, take_turn
from models.members import Member
from models.privacy import Export

PAUSE = timedelta(days=1)
#: Whoever claimed an export and says nothing for so long has died, or nobody took the mail.
_LEASE = timedelta(minutes=15)
_TRIES_MOST = 20
#: Rows in one file.
_ROWS = 500
_SOMEBODY = "***"


class ExportTooSoon(TooMany):
    """A copy was asked for less than a day ago."""


class ExportNotFound(NotFound):
    """There is no such export, or it was mailed already."""


class Page(NamedTuple):
    """Some rows as a file, and where the next page begins."""

    name: str
    content: bytes
    cursor: str | None


@tells(ExportRequested)
def request_export(*, member_id: int, now: datetime) -> Export:
    """
    This function will have a copy of what is kept of a member mailed to them.

    :raises ExportTooSoon: if one was asked for less than a day ago
    """
    # Of two requests at once the second sees the first.
    take_turn(Member, [member_id])
    last = (
        Export.select().where(Export.member == member_id).order_by(Export.export_id.desc()).first()
    )

    if last is not None and last.requested_at + PAUSE > now:
        seconds = (last.requested_at + PAUSE - now).total_seconds()
        raise ExportTooSoon(retry_after=ceil(seconds))

    return Export.create(member=member_id, requested_at=now, due_at=now, tries=0)


@atomic
def claim_export(*, now: datetime) -> tuple[Export, Member] | None:
    """This function will name an export to be mailed now; nobody else is told of it."""
    due = Export.select().where(Export.due_at <= now).order_by(Export.due_at)
    claimed = locked(due.limit(1), skip_locked=True).first()
    if claimed is None:
        return None

    claimed.tries += 1
    claimed.due_at = now + _LEASE if claimed.tries < _TRIES_MOST else None
    claimed.save(only=[Export.tries, Export.due_at])
    return claimed, Member.get_by_id(claimed.member_id)


@atomic
def record_export(*, export_id: int, now: datetime) -> None:
    """This function will note that an export was mailed; the first time counts."""
    Export.update(mailed_at=now, due_at=None).where(
        Export.export_id == export_id, Export.mailed_at.is_null()
    ).execute()


def export_page(*, export_id: int, cursor: str) -> Page:
    """
    This function will give the rows that follow `cursor`, masking other people.

    :raises ExportNotFound: if there is no such export, or it was mailed already
    """
    export = Export.get_or_none(Export.export_id == export_id, Export.mailed_at.is_null())
    if export is None:
        raise ExportNotFound
    told = [holding for holding in HOLDINGS if holding.is_told]
    number, page, after = json.loads(cursor) if cursor else (0, 1, None)

    holding = told[number]
    rows = list(_rows(holding, export.member_id, after).limit(_ROWS + 1))
    shown = [_shown(row, holding, export.member_id) for row in rows[:_ROWS]]
    return Page(
        f"{holding.name}.{page}.json",
        json.dumps(shown, ensure_ascii=False, indent=1).encode(),
        _following(number, page, rows, last=number + 1 == len(told)),
    )


def _following(number: int, page: int, rows: Sequence[Any], *, last: bool) -> str | None:
    if len(rows) > _ROWS:
        return json.dumps([number, page + 1, _key(rows[_ROWS - 1])], default=_plain)
    return None if last else json.dumps([number + 1, 1, None])


def _rows(holding: Holding, member_id: int, after: list[Any] | None) -> Any:
    key = _key_fields(holding.table)
    query = holding.table.select().where(holding.is_of(member_id)).order_by(*key)
    return query.where(_is_after(key, after)) if after else query


def _key_fields(table: Any) -> list[peewee.Field]:
    key = table._meta.primary_key
    if isinstance(key, peewee.CompositeKey):
        return [table._meta.fields[name] for name in key.field_names]
    return [key]


def _key(row: Any) -> list[Any]:
    return [row.__data__[field.name] for field in _key_fields(type(row))]


def _is_after(fields: list[peewee.Field], values: list[Any]) -> Any:
    """Whether a row's key comes after `values`, part by part."""
    first, *rest = fields
    value, *others = values
    if not rest:
        return first > value
    return (first > value) | ((first == value) & _is_after(rest, others))


def _shown(row: Any, holding: Holding, member_id: int) -> dict[str, Any]:
    people = {one.named_by for one in HOLDINGS if one.table is holding.table and not one.through}
    return {
        field.column_name: _masked(row.__data__[field.name], member_id)
        if field.name in people
        else _plain(row.__data__[field.name])
        for field in row._meta.sorted_fields
        if field.name not in holding.left_out
    }


def _masked(value: Any, member_id: int) -> Any:
    return _SOMEBODY if value not in (None, 0, member_id) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
