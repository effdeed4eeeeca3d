"""Where does a fact wait until it has been told? In the outbox, written with the change itself."""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from structlog.contextvars import get_contextvars

from models.base import UtcField
from models.dialect import database_now, execute, fetch, insert_rows
from models.outbox import NEW, RAISED, SENT, OutboxFact

#: Called after a commit that left facts behind; dispatch puts its own wake-up here.
_listeners: list[Callable[[], None]] = []
_written = threading.local()
_utc = UtcField()
#: Facts at a time: enough for a storm, though what came first waits for what came last.
_MOST = 500
_COLUMNS = "fact_id, kind, payload, request_id"
_OLDEST = f"FROM outbox WHERE stage IN (?) ORDER BY fact_id LIMIT {_MOST}"
_LEFT = f"FROM outbox WHERE stage IN (?) AND created_at < (?) ORDER BY fact_id LIMIT {_MOST}"
_ADVANCE = "UPDATE outbox SET stage = (?) WHERE fact_id IN (?)"


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


class Claimed(NamedTuple):
    """A fact that this process is telling."""

    fact_id: int
    kind: str
    payload: str
    request_id: str


def claim_new() -> list[Claimed]:
    """This function will lock the oldest facts that nobody has taken up yet."""
    return [Claimed(*row) for row in fetch(_COLUMNS, _OLDEST, [NEW], lock=True, skip_locked=True)]


def claim_left(*, before: datetime) -> list[Claimed]:
    """This function will lock facts that were taken up long ago and have not been told since."""
    moment = _utc.db_value(before)
    rows = fetch(_COLUMNS, _LEFT, [RAISED], [moment], lock=True, skip_locked=True)
    return [Claimed(*row) for row in rows]


def advance(fact_ids: Sequence[int], stage: int) -> None:
    """This function will move claimed facts on to `stage`."""
    if fact_ids:
        execute(_ADVANCE, [stage], fact_ids)


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
