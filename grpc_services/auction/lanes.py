"""How do bids wait together? In lanes: one thread and one database connection each."""

import asyncio
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

import peewee
import structlog
from opentelemetry.context import Context, get_current

from grpc_services import metrics
from grpc_services.auction.answers import Answer, NewBid
from grpc_services.refusals import Internal, Refusal
from grpc_services.tracing import together
from models.base import database
from models.dialect import is_connection_lost, may_try_again

log = structlog.get_logger()

Place = Callable[[Sequence[NewBid]], list[Answer]]


@dataclass(frozen=True, slots=True)
class _Group:
    """Bids that came together, and who waits for their answers."""

    bids: list[NewBid]
    loop: asyncio.AbstractEventLoop
    answered: "asyncio.Future[list[Answer]]"
    #: Of which trace they are.
    context: Context


class Lanes:
    """
    Places bids of whatever goods in batches.

    All bids on the same goods go through the same lane, so one process never waits for itself.
    Groups are added to a batch until it has `most` bids: above a few hundred it would hold its
    locks for longer than it saves.
    """

    def __init__(self, count: int, place: Place, *, most: int) -> None:
        self._place = place
        self._most = most
        self._queues: list[SimpleQueue[_Group | None]] = [SimpleQueue() for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._work, args=(queue,), name=f"lane-{number}", daemon=True)
            for number, queue in enumerate(self._queues)
        ]
        for thread in self._threads:
            thread.start()

    async def place(self, bids: Sequence[NewBid]) -> list[Answer]:
        """This function will line bids up, and answer all of them once they are stored for good."""
        loop = asyncio.get_running_loop()
        places: dict[int, list[int]] = defaultdict(list)
        for place, bid in enumerate(bids):
            places[bid.goods_id % len(self._queues)].append(place)
        waiting = {}
        for lane, mine in places.items():
            asked = [bids[place] for place in mine]
            group = _Group(asked, loop, loop.create_future(), get_current())
            waiting[lane] = group.answered
            self._queues[lane].put(group)

        answers: dict[int, Answer] = {}
        outcomes = await asyncio.gather(*waiting.values(), return_exceptions=True)
        for mine, outcome in zip(places.values(), outcomes, strict=True):
            if isinstance(outcome, BaseException):
                # Who is told this asks again, and is answered as stored, whichever lane it was.
                raise outcome
            answers.update(zip(mine, outcome, strict=True))
        return [answers[place] for place in range(len(bids))]

    def stop(self) -> None:
        """This function will let every lane finish what waits in it, and end."""
        for queue in self._queues:
            queue.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self, queue: "SimpleQueue[_Group | None]") -> None:
        while True:
            batch = self._take(queue)
            self._serve([group for group in batch if group])
            if None in batch:
                database.close()
                return

    def _take(self, queue: "SimpleQueue[_Group | None]") -> list[_Group | None]:
        group = queue.get()
        batch = [group]
        size = len(group.bids) if group else self._most
        while size < self._most:
            try:
                group = queue.get_nowait()
            except Empty:
                break
            batch.append(group)
            size += len(group.bids) if group else self._most
        return batch

    def _serve(self, batch: list[_Group]) -> None:
        if not batch:
            return
        bids = [bid for group in batch for bid in group.bids]
        outcome: list[Answer] | Exception
        try:
            with together("place bids", [group.context for group in batch]):
                outcome = self._place(bids)
        except peewee.PeeweeException as error:
            is_for_all = is_connection_lost(error) or may_try_again(error)
            outcome = error if is_for_all else [self._alone(bid) for bid in bids]
        except Exception:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            outcome = [self._alone(bid) for bid in bids]
        _count(outcome)
        # Answered in the thread of their loop.
        batch[0].loop.call_soon_threadsafe(_answer, batch, outcome)

    def _alone(self, bid: NewBid) -> Answer:
        """What breaks one bid must not break the others."""
        try:
            (answer,) = self._place([bid])
        except Exception:
            log.exception("a bid failed", goods_id=bid.goods_id)
            return Internal()
        return answer


def _count(outcome: list[Answer] | Exception) -> None:
    if isinstance(outcome, Exception):
        return
    metrics.BIDS_TOGETHER.observe(len(outcome))
    for end, count in Counter(map(_end_of, outcome)).items():
        metrics.BIDS.labels(end).inc(count)


def _end_of(answer: Answer) -> str:
    return answer.code() if isinstance(answer, Refusal) else "ACCEPTED"


def _answer(batch: list[_Group], outcome: list[Answer] | Exception) -> None:
    place = 0
    for group in batch:
        # Who has gone away is answered by nothing.
        if isinstance(outcome, Exception):
            if not group.answered.done():
                group.answered.set_exception(outcome)
            continue
        if not group.answered.done():
            group.answered.set_result(outcome[place : place + len(group.bids)])
        place += len(group.bids)
