"""What was a member told? The inbox: reading it, and what is unread."""

from datetime import datetime

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.facts import atomic
from grpc_services.pages import page, position
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
    query = (
        tables.Alarm.select()
        .where(tables.Alarm.member == member_id, _IS_NEWS)
        .order_by(tables.Alarm.alarm_id.desc())
    )
    if unread is not None:
        query = query.where(tables.Alarm.read_at.is_null(unread))
    start = position(cursor)
    if start:
        query = query.where(tables.Alarm.alarm_id < start[0])
    return page(query, limit, lambda row: (row.alarm_id,))


def unread_count(*, member_id: int) -> int:
    return int(
        tables.Alarm.select()
        .where(tables.Alarm.member == member_id, tables.Alarm.read_at.is_null(), _IS_NEWS)
        .count()
    )


@atomic
def read_alarm(*, member_id: int, alarm_id: int, now: datetime) -> None:
    """:raises AlarmNotFound: if the member has no such alarm"""
    mine = (tables.Alarm.alarm_id == alarm_id) & (tables.Alarm.member == member_id)
    if not tables.Alarm.select().where(mine).exists():
        raise AlarmNotFound

    tables.Alarm.update(read_at=now).where(mine, tables.Alarm.read_at.is_null()).execute()


@atomic
def read_alarms(*, member_id: int, up_to: int, now: datetime) -> None:
    """This function will mark everything up to an alarm as read."""
    tables.Alarm.update(read_at=now).where(
        tables.Alarm.member == member_id,
        tables.Alarm.alarm_id <= up_to,
        tables.Alarm.read_at.is_null(),
    ).execute()
