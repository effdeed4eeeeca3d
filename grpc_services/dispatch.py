"""How does a fact get to those who must know? At least once, to receivers that count.

The alarms of a fact are raised in one transaction, so that their ids are fixed; then it is told,
and that it was is noted in the next transaction. What a process that died in between has left, any
other tells after a while.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

import dramatiq
import msgspec
import peewee
import redis
import structlog
from dramatiq.brokers.redis import RedisBroker

from grpc_services import metrics, outbox, tracing
from grpc_services.alarms import raising, topics
from grpc_services.facts import KINDS, Fact, atomic
from grpc_services.precedence import CLOSING
from grpc_services.publishing import Publisher
from grpc_services.telling import (
    Waiting,
    count_told,
    for_workers,
    mark_of,
    merged,
    news_of,
    payloads_of,
)
from models.base import database
from models.dialect import connect, database_now
from models.outbox import RAISED, SENT

log = structlog.get_logger()

#: What says nothing of a fact: it is told as soon as the database and Redis can be reached again.
_OUT_OF_REACH = (
    peewee.OperationalError,
    peewee.InterfaceError,
    peewee.InternalError,
    redis.RedisError,
)
#: How soon a fact is found that its own process did not live to tell.
_SWEEP_SECONDS = 1.0
#: Under load facts come faster than they can be told one by one; a person does not notice this.
_GATHER_SECONDS, _GATHER_MOST_SECONDS = 0.003, 0.1
#: What a pass takes while there is little else to do.
_CALM_SECONDS = 0.008
#: While thousands of auctions are closed, what else happened is told this often.
_GIVE_WAY_SECONDS = 1.0
#: Who raised a fact's alarms tells it at once; after so long they must be dead.
_LEFT_AFTER = timedelta(seconds=5)
_FORGET_EVERY = timedelta(hours=1)
#: Whoever has not begun a pass for so long hangs, or is dead.
_WELL_SECONDS = 30.0
#: The actor that every fact for workers goes to, and its queue.
REACT, QUEUE = "react", "facts"


class Untold(Exception):
    """Something is wrong with one of these facts, or with what is told of it."""

    def __init__(self, rows: Sequence[outbox.Claimed]) -> None:
        super().__init__()
        self.rows = rows


class Dispatcher(threading.Thread):
    """Works the outbox off: woken after each commit of this process, sweeping for the others."""

    def __init__(
        self,
        *,
        publisher: Publisher,
        jobs: redis.Redis,
        forgetting: Sequence[Callable[..., None]] = (),
    ) -> None:
        super().__init__(name="dispatch", daemon=True)
        self._publisher = publisher
        self._broker = RedisBroker(client=jobs)
        self._forgetting = forgetting
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._waiting: list[Waiting] = []
        #: Told, but that is not noted yet.
        self._told: list[int] = []
        #: How many facts are to be taken up one at a time, to find one that cannot be told.
        self._alone = 0
        self._swept_at = 0.0
        self._forgot_at: datetime | None = None
        self._seen_at = monotonic()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """This function will end the thread after the batch in hand."""
        self._ended.set()
        self.wake()
        self.join()
        self.close()

    def close(self) -> None:
        self._broker.close()

    def is_well(self) -> bool:
        """Whether facts are being worked off, or at least tried."""
        return self.is_alive() and monotonic() - self._seen_at < _WELL_SECONDS

    def run(self) -> None:
        took = 0.0
        while not self._ended.is_set():
            if self._woken.wait(_SWEEP_SECONDS):
                self._ended.wait(_pause(took))
            self._woken.clear()
            began = self._seen_at = monotonic()
            try:
                self._work_off()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next facts must be told
                self._rest(error)
            took = monotonic() - began
        database.close()

    def _rest(self, error: Exception) -> None:
        is_expected = isinstance(error, _OUT_OF_REACH)
        log.warning("dispatch waits", error=str(error), exc_info=None if is_expected else error)
        database.close()
        self._ended.wait(_SWEEP_SECONDS)

    def _work_off(self) -> None:
        connect()
        CLOSING.give_way(_GIVE_WAY_SECONDS)
        while self.pass_on() and not self._woken.is_set():
            self._seen_at = monotonic()
            CLOSING.give_way(_GIVE_WAY_SECONDS)
        if monotonic() - self._swept_at < _SWEEP_SECONDS:
            return
        self._swept_at = monotonic()
        now = database_now()
        self.tell_what_was_left(before=now - _LEFT_AFTER)
        self.take_back(now=now)
        if self._forgot_at is None or now - self._forgot_at > _FORGET_EVERY:
            for forget in self._forgetting:
                forget(now=now)
            self._forgot_at = now

    def pass_on(self) -> bool:
        """This function will tell one batch of facts; False when nothing waits."""
        if not self._waiting:
            try:
                self._waiting = _raise(told=self._told, most=1 if self._alone else outbox.MOST)
            except Untold as problem:
                self._look_closer(problem)
                return True
            self._told = []
            self._alone = max(0, self._alone - 1)
        if not self._waiting:
            self._alone = 0
            return False
        self._tell(self._waiting)
        self._told = [waiting.row.fact_id for waiting in self._waiting]
        self._waiting = []
        return True

    def _look_closer(self, problem: Untold) -> None:
        """Of many facts takes up one after the other; of one it is that one."""
        if len(problem.rows) > 1:
            self._alone = len(problem.rows)
        else:
            _park(problem.rows[0], problem.__cause__)

    @atomic
    def tell_what_was_left(self, *, before: datetime) -> None:
        """This function will tell facts whose alarms somebody raised before and then died."""
        rows = outbox.claim_left(before=before)
        news = raising.news_of(fact_ids=[row.fact_id for row in rows]) if rows else {}
        batch = [Waiting(row, fact, news.get(row.fact_id, [])) for row, fact in _read(rows)]
        self._tell(batch)
        outbox.advance([waiting.row.fact_id for waiting in batch], SENT)

    @atomic
    def take_back(self, *, now: datetime) -> None:
        """This function will take up facts that a process of another release has left to us."""
        outbox.take_back(kinds=list(KINDS), now=now)

    def _tell(self, batch: Sequence[Waiting]) -> None:
        now = database_now()
        with tracing.telling(map(payloads_of, batch)) as traces:
            told = [
                (mark_of(waiting.row), news_of(waiting, now, traces.get(waiting.row.fact_id)))
                for waiting in batch
            ]
            told = [one for one in told if one[1]]
            if told:
                self._publisher.publish(told)
            for row in for_workers(batch):
                self._enqueue(row, traces.get(row.fact_id))
        count_told(batch, now)

    def _enqueue(self, row: outbox.Claimed, trace: str | None) -> None:
        self._broker.enqueue(
            dramatiq.Message(
                queue_name=QUEUE,
                actor_name=REACT,
                args=(row.kind, row.payload),
                kwargs={},
                options={"request_id": row.request_id} | ({"traceparent": trace} if trace else {}),
                message_id=f"fact-{mark_of(row)}",
            )
        )


@atomic
def _raise(*, told: Sequence[int], most: int) -> list[Waiting]:
    """Raises the alarms of the next facts, and notes which ones have been told."""
    outbox.advance(told, SENT)
    rows = outbox.claim_new(most=most)
    if not rows:
        return []
    read = [Waiting(row, fact) for row, fact in _read(rows)]
    batch = merged(read)
    alarms = _alarms(batch, of=read)
    told_by = {one.row.fact_id for one in batch}
    outbox.advance([one.row.fact_id for one in read if one.row.fact_id not in told_by], SENT)
    outbox.advance(sorted(told_by), RAISED)
    return [replace(one, alarms=alarms.get(one.row.fact_id, ())) for one in batch]


def _alarms(batch: Sequence[Waiting], *, of: Sequence[Waiting]) -> dict[int, list[topics.News]]:
    """:raises Untold: if something is wrong with what one of the facts, merged or not, leads to"""
    now = database_now()
    try:
        for waiting in batch:
            # It holds the time and is made anew; what cannot be shown is to be found here.
            news_of(waiting, now)
        return raising.raise_alarms(facts=[(one.row.fact_id, one.fact) for one in batch], now=now)
    except _OUT_OF_REACH:
        raise
    except Exception as error:
        raise Untold([waiting.row for waiting in of]) from error


def _read(rows: Sequence[outbox.Claimed]) -> Iterator[tuple[outbox.Claimed, Fact]]:
    """What cannot be read is put aside; a kind that we do not know may be of another release."""
    for row in rows:
        if row.kind not in KINDS:
            log.warning("fact left", fact_id=row.fact_id, kind=row.kind)
            outbox.leave(row.fact_id)
            continue
        try:
            yield row, msgspec.json.decode(row.payload, type=KINDS[row.kind])
        except msgspec.DecodeError as error:
            _park(row, error)


def _park(row: outbox.Claimed, error: BaseException | None) -> None:
    because = f"{type(error).__name__}: {error}"
    log.error("fact parked", fact_id=row.fact_id, kind=row.kind, error=because, exc_info=error)
    outbox.park(row.fact_id, because=because)
    metrics.PARKED.inc()


def _pause(took: float) -> float:
    """The longer the last pass took, the more there is to do: then most time is for who bids."""
    return max(_GATHER_SECONDS, min(took * took / _CALM_SECONDS, _GATHER_MOST_SECONDS))
