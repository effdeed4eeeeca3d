"""What follows from a fact for members? Alarms in their inboxes, and what screens and mail get."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from grpc_services.alarms import announcing, mails, quiet
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.preferences import NOTHING, preferences_of
from grpc_services.alarms.rules import RULES, Alarm, spoken
from grpc_services.alarms.texts import told
from grpc_services.alarms.topics import ALARMS, News
from grpc_services.facts import Fact
from models import alarms as tables
from models.base import UtcField
from models.dialect import fetch, insert_rows

_utc = UtcField()


def raise_alarms(*, facts: Sequence[tuple[int, Fact]], now: datetime) -> dict[int, list[News]]:
    """
    This function will put all alarms of numbered facts into inboxes, each once.

    It is part of the transaction that takes the facts from the outbox, and returns for each fact
    what the relay has to push to whom.
    """
    announcing.begin(facts=facts)
    due = [
        (fact_id, alarm)
        for fact_id, fact in facts
        for rule in RULES.get(type(fact), ())
        for alarm in rule(fact)
    ]
    if not due:
        return {}
    # Raised with every batch of bids: this path is too hot for the query builder.
    words = _Words(due, now)
    rows = {
        (fact_id, alarm.member_id, str(alarm.kind)): words.row(fact_id, alarm)
        for fact_id, alarm in due
    }
    insert_rows("alarm", _COLUMNS, list(rows.values()), once=True)
    raised: list[tuple[int, dict[str, Any]]] = [
        (alarm_id, dict(zip(_COLUMNS, rows[tuple(key)], strict=True)))
        for alarm_id, *key in fetch(*_IDS, {fact_id for fact_id, _ in due})
    ]
    quiet.hold(words.held(raised))
    mails.put_in(alarm_ids=[alarm_id for alarm_id, row in raised if row["by_email"]], now=now)
    news: dict[int, list[News]] = defaultdict(list)
    for alarm_id, row in raised:
        if row["by_push"]:
            news[row["fact_id"]].append(_news(alarm_id, row | {"created_at": now}))
    return news


_COLUMNS = (
    "member_id",
    "fact_id",
    "kind",
    "title",
    "text",
    "goods_id",
    "order_id",
    "store_id",
    "question_id",
    "data",
    "by_push",
    "by_email",
    "created_at",
    "is_read",
)
_IDS = (
    "alarm_id, fact_id, member_id, kind",
    "FROM alarm WHERE fact_id IN (?) ORDER BY alarm_id",
)


class _Words:
    """Languages, settings and names that a batch of alarms needs, fetched together."""

    def __init__(self, due: Sequence[tuple[int, Alarm]], now: datetime) -> None:
        self._now = now
        self._preferences = preferences_of(member_ids={alarm.member_id for _, alarm in due})
        goods_ids = {alarm.goods_id for _, alarm in due if alarm.goods_id is not None}
        named = fetch("goods_id, name", "FROM goods WHERE goods_id IN (?)", goods_ids)
        self._goods: dict[int, str] = dict(named)

    def held(self, raised: Sequence[tuple[int, Mapping[str, Any]]]) -> list[quiet.Held]:
        """Of alarms, those that wait, whose they are, and until when."""
        found = [
            (alarm_id, row["member_id"], self._quiet_until(row["member_id"], row["kind"]))
            for alarm_id, row in raised
        ]
        return [(alarm_id, member_id, until) for alarm_id, member_id, until in found if until]

    def _quiet_until(self, member_id: int, kind: str) -> datetime | None:
        """Until when an alarm is held back that would go out otherwise; None if it is not."""
        preferences = self._preferences[member_id]
        if kind == AlarmKind.DIGEST or preferences.wanted(kind) == NOTHING:
            return None
        return preferences.quiet_end(self._now)

    def row(self, fact_id: int, alarm: Alarm) -> tuple[object, ...]:
        preferences = self._preferences[alarm.member_id]
        values = spoken(alarm.values, preferences.language)
        if alarm.goods_id is not None:
            values = {**values, "goods": self._goods[alarm.goods_id]}
        title, text = told(alarm.template or alarm.kind, preferences.language, values)
        is_held = self._quiet_until(alarm.member_id, alarm.kind) is not None
        by = NOTHING if is_held else preferences.wanted(alarm.kind)
        return (
            alarm.member_id,
            fact_id,
            str(alarm.kind),
            title,
            text,
            alarm.goods_id,
            alarm.order_id,
            alarm.store_id,
            alarm.question_id,
            msgspec.json.encode({name: str(value) for name, value in values.items()}).decode(),
            by.push,
            by.email,
            _utc.db_value(self._now),
            False,
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
        "storeId": row["store_id"],
        "questionId": row["question_id"],
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
