"""Where does a fact wait until it has been told? In the outbox, written with the change itself."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

import msgspec
from structlog.contextvars import get_contextvars

from grpc_services import tracing
from models.base import UtcField
from models.dialect import database_now, execute, fetch, insert_rows
from models.outbox import FOREIGN, NEW, PARKED, RAISED, SENT, OutboxFact


class _Written(threading.local):
    """Whether this thread has facts to tell, and those of the transaction under way, if any."""

    def __init__(self) -> None:
        self.some = False
        self.rows: list[list[tuple[Any, ...]]] = []


#: Called after a commit that left facts behind; dispatch puts its own wake-up here.
_listeners: list[Callable[[], None]] = []
_written = _Written()
_utc = UtcField()
#: Facts at a time: enough for a storm, though what came first waits for what came last.
MOST = 500
#: What was told is kept for a day, for whoever wants to know what happened.
_LIFE = timedelta(days=1)
_COLUMNS = "fact_id, kind, payload, request_id, created_at"
_OLDEST = "FROM outbox WHERE stage IN (?) ORDER BY fact_id LIMIT {}"
_LEFT = f"FROM outbox WHERE stage IN (?) AND created_at < (?) ORDER BY fact_id LIMIT {MOST}"
_FOREIGN = f"FROM outbox WHERE stage IN (?) AND kind IN (?) ORDER BY fact_id LIMIT {MOST}"
#: Nobody takes that long to begin a release; then somebody has to look at it.
_FOREIGN_LIFE = timedelta(hours=12)
_ADVANCE = "UPDATE outbox SET stage = (?) WHERE fact_id IN (?)"


def append(facts: Iterable[msgspec.Struct], *, now: datetime | None = None) -> None:
    """This function will write facts, by the names of their kinds, with the change they tell of."""
    at = now or database_now()
    request_id = str(get_contextvars().get("request_id", ""))[:64]
    rows = [
        (
            type(fact).__name__,
            tracing.marked(msgspec.json.encode(fact).decode()),
            request_id,
            _utc.db_value(at),
            NEW,
        )
        for fact in facts
    ]
    if gathering := _written.rows:
        gathering[-1].extend(rows)
    else:
        _insert(rows)
    _written.some = _written.some or bool(rows)


@contextmanager
def gathered() -> Iterator[None]:
    """This function will write what is told within a block together, at its end."""
    rows: list[tuple[Any, ...]] = []
    _written.rows.append(rows)
    try:
        yield
        _insert(rows)
    finally:
        _written.rows.pop()


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    insert_rows("outbox", ("kind", "payload", "request_id", "created_at", "stage"), rows)


class Claimed(NamedTuple):
    """A fact that this process is telling."""

    fact_id: int
    kind: str
    payload: str
    request_id: str
    #: As the database writes it: with the number it names a fact, whatever database it is of.
    created_at: str

    @property
    def at(self) -> datetime:
        return cast(datetime, _utc.python_value(self.created_at))


def claim_new(*, most: int = MOST) -> list[Claimed]:
    """This function will lock the oldest facts that nobody has taken up yet, our own too."""
    if gathering := _written.rows:
        _insert(gathering[-1])
        gathering[-1].clear()
    rows = fetch(_COLUMNS, _OLDEST.format(most), [NEW], lock=True, skip_locked=True)
    return [Claimed(*row) for row in rows]


def kinds_waiting() -> list[str]:
    """This function will name the kinds of the facts that are taken up next."""
    return [kind for (kind,) in fetch("kind", _OLDEST.format(MOST), [NEW])]


def claim_left(*, before: datetime) -> list[Claimed]:
    """This function will lock facts that were taken up long ago and have not been told since."""
    moment = _utc.db_value(before)
    rows = fetch(_COLUMNS, _LEFT, [RAISED], [moment], lock=True, skip_locked=True)
    return [Claimed(*row) for row in rows]


def advance(fact_ids: Sequence[int], stage: int) -> None:
    """This function will move claimed facts on to `stage`."""
    if fact_ids:
        execute(_ADVANCE, [stage], fact_ids)


def park(fact_id: int, *, because: str) -> None:
    """This function will put a fact aside that cannot be told, so that the others can be."""
    OutboxFact.update(stage=PARKED, parked_because=because[:255]).where(
        OutboxFact.fact_id == fact_id
    ).execute()


def leave(fact_id: int) -> None:
    """This function will leave a fact of an unknown kind to a process that knows it."""
    advance([fact_id], FOREIGN)


def take_back(*, kinds: Sequence[str], now: datetime) -> None:
    """This function will have facts told that were left by a process which did not know them."""
    rows = fetch("fact_id", _FOREIGN, [FOREIGN], kinds, lock=True, skip_locked=True)
    advance([fact_id for (fact_id,) in rows], NEW)
    OutboxFact.update(stage=PARKED, parked_because="No process knows this kind.").where(
        OutboxFact.stage == FOREIGN, OutboxFact.created_at < now - _FOREIGN_LIFE
    ).execute()


def forget(*, now: datetime) -> None:
    """This function will delete what was told a day ago, but never the newest row."""
    newest = OutboxFact.select(OutboxFact.fact_id).order_by(OutboxFact.fact_id.desc()).first()
    if newest is None:
        return
    # SQLite gives the number of the last row again once it is gone; alarms are keyed by it.
    OutboxFact.delete().where(
        OutboxFact.created_at < now - _LIFE,
        OutboxFact.stage == SENT,
        OutboxFact.fact_id < newest.fact_id,
    ).execute()


def listen(listener: Callable[[], None]) -> None:
    """This function will have `listener` called after every commit that left facts behind."""
    _listeners.append(listener)


def tell_listeners() -> None:
    """This function will wake those who work the outbox off, if this thread wrote to it."""
    if _written.some:
        _written.some = False
        for listener in _listeners:
            listener()
