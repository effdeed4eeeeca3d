"""Where does a fact wait until it has been told? In the outbox, written with the change itself."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
from structlog.contextvars import get_contextvars

from models.base import UtcField
from models.dialect import database_now, insert_rows, locked
from models.outbox import NEW, SENT, OutboxFact

#: Called after a commit that left facts behind; dispatch puts its own wake-up here.
_listeners: list[Callable[[], None]] = []
_written = threading.local()
_utc = UtcField()


def append(facts: Iterable[tuple[str, msgspec.Struct]], *, now: datetime | None = None) -> None:
    """This function will write facts, named, into the outbox of the transaction under way."""
    at = now or database_now()
    request_id = str(get_contextvars().get("request_id", ""))[:64]
    rows = [
        (kind, msgspec.json.encode(fact).decode(), request_id, _utc.db_value(at), NEW)
        for kind, fact in facts
    ]
    if rows:
        insert_rows("outbox", ("kind", "payload", "request_id", "created_at", "stage"), rows)
        _written.some = True


def claim(stage: int, limit: int) -> list[OutboxFact]:
    """This function will lock the oldest facts of a stage that no other process is working on."""
    waiting = (
        OutboxFact.select()
        .where(OutboxFact.stage == stage)
        .order_by(OutboxFact.fact_id)
        .limit(limit)
    )
    return list(locked(waiting, skip_locked=True))


def advance(facts: list[OutboxFact], stage: int) -> None:
    """This function will move claimed facts on to `stage`."""
    OutboxFact.update(stage=stage).where(
        OutboxFact.fact_id.in_([fact.fact_id for fact in facts])
    ).execute()


def forget_before(moment: datetime) -> None:
    """This function will delete what was told before `moment`, but never the newest row."""
    newest = OutboxFact.select(OutboxFact.fact_id).order_by(OutboxFact.fact_id.desc()).first()
    if newest is None:
        return
    # SQLite gives the number of the last row again once it is gone; alarms are keyed by it.
    OutboxFact.delete().where(
        OutboxFact.created_at < moment,
        OutboxFact.stage == SENT,
        OutboxFact.fact_id < newest.fact_id,
    ).execute()


def listen(listener: Callable[[], None]) -> None:
    """This function will have `listener` called after every commit that left facts behind."""
    _listeners.append(listener)


def tell_listeners() -> None:
    """This function will wake those who work the outbox off, if this thread wrote to it."""
    if getattr(_written, "some", False):
        _written.some = False
        for listener in _listeners:
            listener()
