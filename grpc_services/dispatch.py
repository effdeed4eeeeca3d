"""How does a fact get to those who must know? At least once, to receivers that count.

The alarms of a fact are raised in one transaction, so that their ids are fixed; then it is told,
and that it was is noted in the next transaction. What a process that died in between has left, any
other tells after a while.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

import dramatiq
import msgspec
import peewee
import redis
import structlog
from dramatiq.brokers.redis import RedisBroker

from grpc_services import idempotency, outbox
from grpc_services.alarms import inbox, topics
from grpc_services.alarms.facts import MailsDue
from grpc_services.auction.facts import AuctionFact, BidsPlaced
from grpc_services.facts import KINDS, Fact, atomic
from grpc_services.precedence import CLOSING
from models.base import database
from models.dialect import database_now
from models.outbox import RAISED, SENT

log = structlog.get_logger()

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
_FORGET_AFTER = timedelta(days=1)
#: Nobody who was cut off asks again with the same key after so long.
_FORGET_ANSWERS_AFTER = timedelta(days=7)
_FORGET_EVERY = 3600
#: Mails in one job, so that a mail server which is slow keeps a thread for seconds, not minutes.
_MAILS = 20
#: The actor that every fact for workers goes to, and its queue.
REACT, QUEUE = "react", "facts"

#: All news of a fact at once, and only once: the mark outlives any restart of ours.
_PUBLISH_ONCE = """
for _, told in ipairs(cjson.decode(ARGV[1])) do
  if redis.call('SET', 'told:' .. told[1], 1, 'NX', 'EX', 3600) then
    for _, entry in ipairs(told[2]) do
      redis.call('XADD', entry[1], 'MAXLEN', '~', ARGV[2], '*', unpack(entry[2]))
    end
  end
end
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fact whose alarms are raised, and what is to be told of it."""

    row: outbox.Claimed
    fact: Fact
    alarms: Sequence[topics.News] = ()


class Dispatcher(threading.Thread):
    """Works the outbox off: woken after each commit of this process, sweeping for the others."""

    def __init__(self, *, streams: redis.Redis, jobs: redis.Redis, stream_length: int) -> None:
        super().__init__(name="dispatch", daemon=True)
        self._publish_once = streams.register_script(_PUBLISH_ONCE)
        self._broker = RedisBroker(client=jobs)
        self._stream_length = stream_length
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._waiting: list[Waiting] = []
        #: Told, but that is not noted yet.
        self._told: list[int] = []
        self._swept_at = 0.0
        self._forgot_at: datetime | None = None

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

    def run(self) -> None:
        took = 0.0
        while not self._ended.is_set():
            if self._woken.wait(_SWEEP_SECONDS):
                self._ended.wait(_pause(took))
            self._woken.clear()
            began = monotonic()
            try:
                self._work_off()
            except (peewee.PeeweeException, redis.RedisError) as error:
                log.warning("dispatch waits", error=str(error))
                database.close()
                self._ended.wait(_SWEEP_SECONDS)
            took = monotonic() - began
        database.close()

    def _work_off(self) -> None:
        database.connect(reuse_if_open=True)
        CLOSING.give_way(_GIVE_WAY_SECONDS)
        while self.pass_on() and not self._woken.is_set():
            CLOSING.give_way(_GIVE_WAY_SECONDS)
        if monotonic() - self._swept_at < _SWEEP_SECONDS:
            return
        self._swept_at = monotonic()
        now = database_now()
        self.tell_what_was_left(before=now - _LEFT_AFTER)
        if self._forgot_at is None or (now - self._forgot_at).total_seconds() > _FORGET_EVERY:
            outbox.forget_before(now - _FORGET_AFTER)
            idempotency.forget_before(now - _FORGET_ANSWERS_AFTER)
            self._forgot_at = now

    def pass_on(self) -> bool:
        """This function will tell one batch of facts; False when nothing waits."""
        if not self._waiting:
            self._waiting = _raise(told=self._told)
            self._told = []
        if not self._waiting:
            return False
        self._tell(self._waiting)
        self._told = [waiting.row.fact_id for waiting in self._waiting]
        self._waiting = []
        return True

    @atomic
    def tell_what_was_left(self, *, before: datetime) -> None:
        """This function will tell facts whose alarms somebody raised before and then died."""
        rows = outbox.claim_left(before=before)
        news = inbox.news_of(fact_ids=[row.fact_id for row in rows]) if rows else {}
        self._tell([Waiting(row, _fact(row), news.get(row.fact_id, [])) for row in rows])
        outbox.advance([row.fact_id for row in rows], SENT)

    def _tell(self, batch: Sequence[Waiting]) -> None:
        now = database_now()
        told = [(waiting.row.fact_id, _news(waiting, now)) for waiting in batch]
        told = [one for one in told if one[1]]
        if told:
            self._publish_once(args=[msgspec.json.encode(told), self._stream_length])
        for waiting in batch:
            if waiting.fact.for_workers:
                self._enqueue(waiting.row)

    def _enqueue(self, row: outbox.Claimed) -> None:
        self._broker.enqueue(
            dramatiq.Message(
                queue_name=QUEUE,
                actor_name=REACT,
                args=(row.kind, row.payload),
                kwargs={},
                options={"request_id": row.request_id},
                message_id=f"fact-{row.fact_id}",
            )
        )


@atomic
def _raise(*, told: Sequence[int]) -> list[Waiting]:
    """Raises the alarms of the next facts, and notes which ones have been told."""
    outbox.advance(told, SENT)
    rows = outbox.claim_new()
    if not rows:
        return []
    now = database_now()
    batch = _merged([Waiting(row, _fact(row)) for row in rows])
    raised = inbox.raise_alarms(facts=[(one.row.fact_id, one.fact) for one in batch], now=now)
    mails = [raised.to_mail[at : at + _MAILS] for at in range(0, len(raised.to_mail), _MAILS)]
    outbox.append([(MailsDue.__name__, MailsDue(alarm_ids=ids)) for ids in mails], now=now)
    told_by = {one.row.fact_id for one in batch}
    outbox.advance([row.fact_id for row in rows if row.fact_id not in told_by], SENT)
    outbox.advance(sorted(told_by), RAISED)
    return [replace(one, alarms=raised.news.get(one.row.fact_id, ())) for one in batch]


def _merged(batch: list[Waiting]) -> list[Waiting]:
    """Bids that came one after the other on the same goods are told as if together."""
    merged: dict[int, Waiting] = {}
    last_of: dict[int, Waiting] = {}
    for waiting in batch:
        fact = waiting.fact
        goods_id = fact.auction.goods_id if isinstance(fact, AuctionFact) else 0
        before = last_of.get(goods_id)
        if before and isinstance(fact, BidsPlaced) and isinstance(before.fact, BidsPlaced):
            waiting = replace(waiting, fact=before.fact.followed_by(fact))
            del merged[before.row.fact_id]
        last_of[goods_id] = merged[waiting.row.fact_id] = waiting
    return list(merged.values())


def _pause(took: float) -> float:
    """The longer the last pass took, the more there is to do: then most time is for who bids."""
    return max(_GATHER_SECONDS, min(took * took / _CALM_SECONDS, _GATHER_MOST_SECONDS))


def _news(waiting: Waiting, now: datetime) -> list[tuple[str, list[str]]]:
    shown = topics.SHOWN.get(type(waiting.fact))
    news = [shown(waiting.fact, now)] if shown else []
    return [(stream, _flat(fields)) for stream, fields in (*news, *waiting.alarms)]


def _fact(row: outbox.Claimed) -> Fact:
    return msgspec.json.decode(row.payload, type=KINDS[row.kind])


def _flat(fields: dict[str, str | int]) -> list[str]:
    return [str(part) for pair in fields.items() for part in pair]
