"""What was a member told? The inbox: reading it, and what is unread."""

from datetime import datetime
from typing import Any

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.facts import atomic
from grpc_services.pages import newest
from grpc_services.refusals import NotFound
from models import alarms as tables

#: A digest tells of what is here already.
_IS_NEWS = tables.Alarm.kind != AlarmKind.DIGEST


class AlarmNotFound(NotFound):
    """You have no such alarm."""


def alarms_of(
    *, member_id: int, unread: bool | None, limit: int, cursor: str
) -> tuple[list[tables.Alarm], str | None]:
    """
    This function will list a member's alarms, newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = tables.Alarm.select().where(tables.Alarm.member == member_id, _IS_NEWS)
    index: list[Any] = [tables.Alarm.member]
    if unread is not None:
        query = query.where(tables.Alarm.is_read == (not unread))
        index.append(tables.Alarm.is_read)
    return newest(query, *index, tables.Alarm.alarm_id, limit=limit, cursor=cursor)


def unread_count(*, member_id: int) -> int:
    return int(
        tables.Alarm.select()
        .where(tables.Alarm.member == member_id, ~tables.Alarm.is_read, _IS_NEWS)
        .count()
    )


@atomic
def read_alarm(*, member_id: int, alarm_id: int, now: datetime) -> None:
    """:raises AlarmNotFound: if the member has no such alarm"""
    mine = (tables.Alarm.alarm_id == alarm_id) & (tables.Alarm.member == member_id)
    if not tables.Alarm.select().where(mine).exists():
        raise AlarmNotFound

    _read(now).where(mine).execute()


@atomic
def read_alarms(*, member_id: int, up_to: int, now: datetime) -> None:
    """This function will mark everything up to an alarm as read."""
    mine = (tables.Alarm.member == member_id) & (tables.Alarm.alarm_id <= up_to)
    _read(now).where(mine).execute()


def _read(now: datetime) -> Any:
    return tables.Alarm.update(read_at=now, is_read=True).where(~tables.Alarm.is_read)
