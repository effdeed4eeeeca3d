"""How does a fact get to those who must know? At least once, to receivers that count.

Each fact goes through two transactions: its alarms are raised in the first, so that their ids are
fixed, and told in the second. A process that dies in between leaves the rest to any other.
"""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import dramatiq
import msgspec
import peewee
import redis
import structlog
from dramatiq.brokers.redis import RedisBroker

from grpc_services import outbox
from grpc_services.alarms import inbox, topics
from grpc_services.alarms.facts import MailsDue
from grpc_services.facts import KINDS, Fact, atomic
from models.base import database
from models.dialect import database_now
from models.outbox import NEW, RAISED, SENT

log = structlog.get_logger()

#: How soon a fact is found that its own process did not live to tell.
_SWEEP_SECONDS = 1.0
#: Under load facts come faster than they can be told one by one; a person does not notice this.
_GATHER_SECONDS = 0.005
_FORGET_AFTER = timedelta(days=1)
_FORGET_EVERY = 3600
#: The actor that every fact for workers goes to, and its queue.
REACT, QUEUE = "react", "facts"

#: All news of a fact at once, and only once: the mark outlives any restart of ours.
_PUBLISH_ONCE = """
if not redis.call('SET', KEYS[1], 1, 'NX', 'EX', 3600) then return 0 end
local news = cjson.decode(ARGV[1])
for _, entry in ipairs(news) do
  redis.call('XADD', entry[1], 'MAXLEN', '~', ARGV[2], '*', unpack(entry[2]))
end
return #news
"""


class Dispatcher(threading.Thread):
    """Works the outbox off: woken after each commit of this process, sweeping for the others."""

    def __init__(self, *, streams: redis.Redis, jobs: redis.Redis, stream_length: int) -> None:
        super().__init__(name="dispatch", daemon=True)
        self._publish_once = streams.register_script(_PUBLISH_ONCE)
        self._broker = RedisBroker(client=jobs)
        self._stream_length = stream_length
        self._woken = threading.Event()
        self._ended = threading.Event()
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
        while not self._ended.is_set():
            if self._woken.wait(_SWEEP_SECONDS):
                self._ended.wait(_GATHER_SECONDS)
            self._woken.clear()
            try:
                self._work_off()
            except (peewee.PeeweeException, redis.RedisError) as error:
                log.warning("dispatch waits", error=str(error))
                database.close()
                self._ended.wait(_SWEEP_SECONDS)
        database.close()

    def _work_off(self) -> None:
        database.connect(reuse_if_open=True)
        while not self._ended.is_set() and self.pass_on():
            pass
        now = database_now()
        if self._forgot_at is None or (now - self._forgot_at).total_seconds() > _FORGET_EVERY:
            outbox.forget_before(now - _FORGET_AFTER)
            self._forgot_at = now

    def pass_on(self) -> bool:
        """This function will tell one batch of facts; False when nothing waits."""
        if not outbox.is_anything_waiting():
            return False
        return bool(_raise()) | bool(self._tell())

    @atomic
    def _tell(self) -> int:
        rows = outbox.claim(RAISED)
        news = inbox.news_of(fact_ids=[row.fact_id for row in rows])
        now = database_now()
        for row in rows:
            fact = _fact(row)
            shown = topics.SHOWN.get(type(fact))
            self._publish(
                row.fact_id, [*([shown(fact, now)] if shown else []), *news.get(row.fact_id, [])]
            )
            if fact.for_workers:
                self._enqueue(row)
        if rows:
            outbox.advance(rows, SENT)
        return len(rows)

    def _publish(self, fact_id: int, news: Sequence[topics.News]) -> None:
        if not news:
            return
        entries = [[stream, _flat(fields)] for stream, fields in news]
        self._publish_once(
            keys=[f"told:{fact_id}"], args=[msgspec.json.encode(entries), self._stream_length]
        )

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
def _raise() -> int:
    rows = outbox.claim(NEW)
    now = database_now()
    to_mail = inbox.raise_alarms(facts=[(row.fact_id, _fact(row)) for row in rows], now=now)
    if to_mail:
        outbox.append([(MailsDue.__name__, MailsDue(alarm_ids=to_mail))], now=now)
    if rows:
        outbox.advance(rows, RAISED)
    return len(rows)


def _fact(row: outbox.Claimed) -> Fact:
    return msgspec.json.decode(row.payload, type=KINDS[row.kind])


def _flat(fields: dict[str, str | int]) -> list[str]:
    return [str(part) for pair in fields.items() for part in pair]
