"""How do bids wait together? In lanes: one thread and one database connection each."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

import peewee
import structlog

from grpc_services.auction.bids import Answer, NewBid
from models.base import database
from models.dialect import is_connection_lost, may_try_again

log = structlog.get_logger()

#: Above this a batch holds its locks for longer than it saves.
_BATCH_MOST = 256
#: A lost connection is made anew so often, with pauses that outlast a restart of the database.
_PAUSES = (0.05, 0.2, 1.0)

Place = Callable[[Sequence[NewBid]], list[Answer]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    bid: NewBid
    loop: asyncio.AbstractEventLoop
    answered: "asyncio.Future[Answer]"


class Lanes:
    """
    Places bids of whatever goods in batches.

    All bids on the same goods go through the same lane, so one process never waits for itself.
    """

    def __init__(self, count: int, place: Place) -> None:
        self._place = place
        self._queues: list[SimpleQueue[_Waiting | None]] = [SimpleQueue() for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._work, args=(queue,), name=f"lane-{number}", daemon=True)
            for number, queue in enumerate(self._queues)
        ]
        for thread in self._threads:
            thread.start()

    def place(self, bid: NewBid) -> "asyncio.Future[Answer]":
        """This function will line a bid up; its future is answered once it is stored for good."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(bid, loop, loop.create_future())
        self._queues[bid.goods_id % len(self._queues)].put(waiting)
        return waiting.answered

    def stop(self) -> None:
        """This function will let every lane finish what waits in it, and end."""
        for queue in self._queues:
            queue.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self, queue: "SimpleQueue[_Waiting | None]") -> None:
        while True:
            batch = _take(queue)
            self._serve([waiting for waiting in batch if waiting])
            if None in batch:
                database.close()
                return

    def _serve(self, batch: list[_Waiting]) -> None:
        try:
            answers: list[Answer] | list[Exception] = self._placed(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            if len(batch) > 1:
                # One bid that breaks the batch must not break the others.
                for waiting in batch:
                    self._serve([waiting])
                return
            answers = [error]
        if batch:
            batch[0].loop.call_soon_threadsafe(_tell, batch, answers)

    def _placed(self, batch: list[_Waiting]) -> list[Answer]:
        if not batch:
            return []
        bids = [waiting.bid for waiting in batch]
        for pause in _PAUSES:
            try:
                database.connect(reuse_if_open=True)
                return self._place(bids)
            except peewee.PeeweeException as error:
                if not (is_connection_lost(error) or may_try_again(error)):
                    raise
                log.warning("bids wait for the database", error=str(error), bids=len(bids))
                # If the COMMIT was lost on the way, the second run finds the keys.
                database.close()
                threading.Event().wait(pause)
        database.connect(reuse_if_open=True)
        return self._place(bids)


def _take(queue: "SimpleQueue[_Waiting | None]") -> list[_Waiting | None]:
    batch = [queue.get()]
    while len(batch) < _BATCH_MOST and batch[-1] is not None:
        try:
            batch.append(queue.get_nowait())
        except Empty:
            break
    return batch


def _tell(batch: list[_Waiting], answers: Sequence[Answer | Exception]) -> None:
    for waiting, answer in zip(batch, answers, strict=True):
        if waiting.answered.done():
            continue
        if isinstance(answer, Exception) and not hasattr(answer, "status"):
            waiting.answered.set_exception(answer)
        else:
            waiting.answered.set_result(answer)  # type: ignore[arg-type]
