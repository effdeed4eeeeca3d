"""How do goods stand of which nobody has told lately? A thread in every services process."""

import threading
from collections.abc import Sequence

import redis
import structlog

from grpc_services.alarms import topics
from grpc_services.auction import hot_rows
from grpc_services.auction.pure.state import Rules
from grpc_services.catalogue.reviewing import may_see
from models.base import database
from models.dialect import connect, database_now

log = structlog.get_logger()

#: The list in which relays ask, by the number of the goods.
QUESTIONS = "relay:questions"
#: So many are answered together.
_MOST = 256
_WAIT_SECONDS = 1
#: After an outage.
_PAUSE_SECONDS = 1.0


class Answerer(threading.Thread):
    """
    Tells on the relay's own stream how goods stand, whoever asked.

    What is lost on its way is not asked again: the relay sends who waits for it to the edge.
    """

    def __init__(self, *, streams: redis.Redis, rules: Rules, stream_length: int) -> None:
        super().__init__(name="answerer", daemon=True)
        self._streams = streams
        self._rules = rules
        self._stream_length = stream_length
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                if goods_ids := self._questions():
                    self.answer(goods_ids)
            except Exception as error:
                log.warning("no answers", error=str(error), exc_info=error)
                database.close()
                self._ended.wait(_PAUSE_SECONDS)
        database.close()

    def answer(self, goods_ids: Sequence[int]) -> None:
        """This function will tell how goods stand; nothing of those that nobody may see."""
        connect()
        rows = hot_rows.auctions(set(goods_ids)).values()
        seen = [row for row in rows if may_see(row.auction, 0)]
        leaders, now = hot_rows.leaders_of(seen), database_now()
        with self._streams.pipeline(transaction=False) as told:
            for row in seen:
                snapshot = hot_rows.snapshot(row.auction, self._rules, leaders)
                stream, fields = topics.goods_stand(snapshot, now)
                told.xadd(stream, fields, maxlen=self._stream_length)  # type: ignore[arg-type]
            told.execute()

    def stop(self) -> None:
        """This function will end the thread after the questions in hand."""
        self._ended.set()
        self.join(timeout=10)

    def _questions(self) -> list[int]:
        first = self._streams.blpop([QUESTIONS], timeout=_WAIT_SECONDS)
        if first is None:
            return []
        return [int(first[1]), *map(int, self._streams.lpop(QUESTIONS, _MOST) or ())]
