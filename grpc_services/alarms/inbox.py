"""What was a member told? Raising alarms, reading them, mailing them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from grpc_services.alarms.preferences import preferences_of
from grpc_services.alarms.rules import RULES, Alarm
from grpc_services.alarms.texts import told
from grpc_services.alarms.topics import ALARMS, News
from grpc_services.facts import Fact, atomic
from grpc_services.pages import page, position
from grpc_services.refusals import NotFound
from models import alarms as tables
from models.base import UtcField
from models.dialect import fetch, insert_rows
from models.members import Member

_utc = UtcField()


class AlarmNotFound(NotFound):
    """You have no such alarm."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What follows from alarms once they are stored: news by fact, and ids of those to mail."""

    news: dict[int, list[News]]
    to_mail: list[int]


def raise_alarms(*, facts: Sequence[tuple[int, Fact]], now: datetime) -> Raised:
    """
    This function will put all alarms of numbered facts into inboxes, each once.

    It is part of the transaction that takes the facts from the outbox.
    """
    due = [
        (fact_id, alarm)
        for fact_id, fact in facts
        for rule in RULES.get(type(fact), ())
        for alarm in rule(fact)
    ]
    if not due:
        return Raised({}, [])
    # Raised with every batch of bids: this path is too hot for the query builder.
    words = _Words(due)
    rows = {
        (fact_id, alarm.member_id, str(alarm.kind)): words.row(fact_id, alarm, now)
        for fact_id, alarm in due
    }
    insert_rows("alarm", _COLUMNS, list(rows.values()), once=True)
    raised = Raised({}, [])
    for alarm_id, *key in fetch(*_IDS, {fact_id for fact_id, _ in due}):
        row = dict(zip(_COLUMNS, rows[tuple(key)], strict=True))
        if row["by_push"]:
            raised.news.setdefault(key[0], []).append(_news(alarm_id, row | {"created_at": now}))
        if row["by_email"]:
            raised.to_mail.append(alarm_id)
    return raised


_COLUMNS = (
    "member_id",
    "fact_id",
    "kind",
    "title",
    "text",
    "goods_id",
    "order_id",
    "data",
    "by_push",
    "by_email",
    "created_at",
)
_IDS = (
    "alarm_id, fact_id, member_id, kind",
    "FROM alarm WHERE fact_id IN (?) ORDER BY alarm_id",
)


class _Words:
    """Languages, settings and names that a batch of alarms needs, fetched together."""

    def __init__(self, due: Sequence[tuple[int, Alarm]]) -> None:
        self._preferences = preferences_of(member_ids={alarm.member_id for _, alarm in due})
        goods_ids = {alarm.goods_id for _, alarm in due}
        named = fetch("goods_id, name", "FROM goods WHERE goods_id IN (?)", goods_ids)
        self._goods: dict[int, str] = dict(named)

    def row(self, fact_id: int, alarm: Alarm, now: datetime) -> tuple[object, ...]:
        preferences = self._preferences[alarm.member_id]
        values = {name: str(value) for name, value in alarm.values.items()}
        values["goods"] = self._goods[alarm.goods_id]
        title, text = told(alarm.template or alarm.kind, preferences.language, values)
        by = preferences.at(alarm.kind, now)
        return (
            alarm.member_id,
            fact_id,
            str(alarm.kind),
            title,
            text,
            alarm.goods_id,
            alarm.order_id,
            msgspec.json.encode(values).decode(),
            by.push,
            by.email,
            _utc.db_value(now),
        )


def news_of(*, fact_ids: Collection[int]) -> dict[int, list[News]]:
    """This function will tell for each fact what the relay has to push to whom."""
    news: dict[int, list[News]] = {}
    query = tables.Alarm.select().where(
        tables.Alarm.fact_id.in_(list(fact_ids)), tables.Alarm.by_push
    )
    rows: Iterable[Any] = query.order_by(tables.Alarm.alarm_id).dicts()
    for row in rows:
        told = _news(row["alarm_id"], row | {"member_id": row["member"]})
        news.setdefault(row["fact_id"], []).append(told)
    return news


def _news(alarm_id: int, row: Mapping[str, Any]) -> News:
    body = {
        "alarmId": alarm_id,
        "kind": row["kind"],
        "title": row["title"],
        "text": row["text"],
        "goodsId": row["goods_id"],
        "orderId": row["order_id"],
        "storeId": row.get("store_id"),
        "questionId": row.get("question_id"),
        "data": msgspec.Raw(row["data"].encode()),
        "createdAt": row["created_at"],
        "read": False,
    }
    fields = {
        "member": row["member_id"],
        "alarm": alarm_id,
        "body": msgspec.json.encode(body).decode(),
    }
    return ALARMS, fields


def alarms_of(
    *, member_id: int, unread: bool | None, limit: int, cursor: str
) -> tuple[list[tables.Alarm], str | None]:
    """
    This function will list a member's alarms, newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = (
        tables.Alarm.select()
        .where(tables.Alarm.member == member_id)
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
        .where(tables.Alarm.member == member_id, tables.Alarm.read_at.is_null())
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


@dataclass(frozen=True)
class Mail:
    alarm: tables.Alarm
    member: Member


def mails(*, alarm_ids: Collection[int]) -> list[Mail]:
    """This function will list those alarms that still have to go out by mail, and to whom."""
    rows = (
        tables.Alarm.select(tables.Alarm, Member)
        .join(Member)
        .where(
            tables.Alarm.alarm_id.in_(list(alarm_ids)),
            tables.Alarm.by_email,
            tables.Alarm.mailed_at.is_null(),
        )
        .order_by(tables.Alarm.alarm_id)
    )
    return [Mail(row, row.member) for row in rows]


@atomic
def record_mailed(*, alarm_id: int, now: datetime) -> None:
    """This function will note that an alarm went out by mail; the first time counts."""
    tables.Alarm.update(mailed_at=now).where(
        tables.Alarm.alarm_id == alarm_id, tables.Alarm.mailed_at.is_null()
    ).execute()
