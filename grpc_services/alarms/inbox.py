"""What was a member told? Raising alarms, reading them, mailing them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from grpc_services.alarms.preferences import Preferences, preferences_of
from grpc_services.alarms.rules import RULES, Alarm
from grpc_services.alarms.texts import told
from grpc_services.alarms.topics import ALARMS, News
from grpc_services.errors import NotFound
from grpc_services.facts import Fact, atomic
from grpc_services.messages import page, position
from models import alarms as tables
from models.dialect import fetch, insert_once
from models.members import Member


class AlarmNotFound(NotFound):
    """You have no such alarm."""


def raise_alarms(*, facts: Sequence[tuple[int, Fact]], now: datetime) -> list[int]:
    """
    This function will put all alarms of numbered facts into inboxes, each once.

    It returns the ids of those that go out by mail. It is part of the transaction that takes the
    facts from the outbox.
    """
    due = [
        (fact_id, alarm)
        for fact_id, fact in facts
        for rule in RULES.get(type(fact), ())
        for alarm in rule(fact)
    ]
    if not due:
        return []
    words = _Words(due)
    insert_once(tables.Alarm, [words.row(fact_id, alarm, now) for fact_id, alarm in due])
    return [
        row.alarm_id
        for row in tables.Alarm.select(tables.Alarm.alarm_id).where(
            tables.Alarm.fact_id.in_([fact_id for fact_id, _ in due]), tables.Alarm.by_email
        )
    ]


class _Words:
    """Languages, settings and names that a batch of alarms needs, fetched together."""

    def __init__(self, due: Sequence[tuple[int, Alarm]]) -> None:
        members = {alarm.member_id for _, alarm in due}
        self._preferences = preferences_of(member_ids=members)
        # Raised with every batch of bids: this path is too hot for the query builder.
        languages = "SELECT member_id, language FROM member WHERE member_id IN (?)"
        self._languages: dict[int, str] = dict(fetch(languages, members))
        names = "SELECT goods_id, name FROM goods WHERE goods_id IN (?)"
        self._goods: dict[int, str] = dict(fetch(names, {alarm.goods_id for _, alarm in due}))

    def row(self, fact_id: int, alarm: Alarm, now: datetime) -> dict[str, object]:
        values = {name: str(value) for name, value in alarm.values.items()}
        values["goods"] = self._goods[alarm.goods_id]
        title, text = told(alarm.template or alarm.kind, self._languages[alarm.member_id], values)
        by = self._preferences.get(alarm.member_id, Preferences()).at(alarm.kind, now)
        return {
            "member": alarm.member_id,
            "fact_id": fact_id,
            "kind": str(alarm.kind),
            "title": title,
            "text": text,
            "goods_id": alarm.goods_id,
            "order_id": alarm.order_id,
            "data": msgspec.json.encode(values).decode(),
            "by_push": by.push,
            "by_email": by.email,
            "created_at": now,
        }


def news_of(*, fact_ids: Collection[int]) -> dict[int, list[News]]:
    """This function will tell for each fact what the relay has to push to whom."""
    news: dict[int, list[News]] = {}
    query = tables.Alarm.select().where(
        tables.Alarm.fact_id.in_(list(fact_ids)), tables.Alarm.by_push
    )
    for row in query.order_by(tables.Alarm.alarm_id):
        news.setdefault(row.fact_id, []).append(
            (
                ALARMS,
                {
                    "member": row.member_id,
                    "alarm": row.alarm_id,
                    "body": msgspec.json.encode(_wire(row)).decode(),
                },
            )
        )
    return news


def _wire(row: tables.Alarm) -> dict[str, object]:
    return {
        "alarmId": row.alarm_id,
        "kind": row.kind,
        "title": row.title,
        "text": row.text,
        "goodsId": row.goods_id,
        "orderId": row.order_id,
        "storeId": row.store_id,
        "questionId": row.question_id,
        "data": msgspec.json.decode(row.data),
        "createdAt": row.created_at,
        "read": False,
    }


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
