"""How do bids travel? Those that wait in this process go out together, in one call."""

import asyncio
from collections import deque
from typing import Any

from opentelemetry.context import Context, get_current

from api_http.tracing import together
from protos import auction_pb2

#: While one call is being answered the next is on its way. More go only if they carry enough to be
#: worth their cost: a lane places together whatever has reached it.
_CALLS = 2
_WORTH_A_CALL = 16
_CALLS_MOST = 32
#: Who hangs, or has lost its database, says nothing: others are asked as well after so long.
_SLOW_SECONDS = 1.0
_ASKED_MOST = 3

#: A bid, who waits for its answer, and of which trace it is.
Waiting = tuple[auction_pb2.NewBid, "asyncio.Future[auction_pb2.BidAnswer]", Context]


class BidSender:
    """Collects bids while calls are under way, and sends what has come together."""

    def __init__(self, place: Any, deadline: float, *, most: int) -> None:
        self._place = place
        self._deadline = deadline
        self._most = most
        self._waiting: deque[Waiting] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        #: Tasks that will look again for who waits; a task is in the set a little longer.
        self._calls = 0

    async def send(self, bid: auction_pb2.NewBid) -> auction_pb2.BidAnswer:
        """This function will place a bid and wait for its answer."""
        answered: asyncio.Future[auction_pb2.BidAnswer] = asyncio.get_running_loop().create_future()
        self._waiting.append((bid, answered, get_current()))
        if self._is_time_for_a_call():
            self._calls += 1
            task = asyncio.create_task(self._send_waiting())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await answered

    def _is_time_for_a_call(self) -> bool:
        is_worth_one = len(self._waiting) >= min(_WORTH_A_CALL, self._most)
        return self._calls < (_CALLS_MOST if is_worth_one else _CALLS)

    async def _send_waiting(self) -> None:
        try:
            while self._waiting:
                count = min(len(self._waiting), self._most)
                await self._send([self._waiting.popleft() for _ in range(count)])
        finally:
            self._calls -= 1

    async def _send(self, batch: list[Waiting]) -> None:
        request = auction_pb2.PlaceBidsRequest(bids=[bid for bid, *_ in batch])
        try:
            with together([context for *_, context in batch]):
                response = await self._first_answer(request)
            pairs = list(zip(batch, response.answers, strict=True))
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody is left waiting
            for _, answered, _ in batch:
                if not answered.done():
                    answered.set_exception(error)
            return
        for (_, answered, _), answer in pairs:
            if not answered.done():
                answered.set_result(answer)

    async def _first_answer(self, request: auction_pb2.PlaceBidsRequest) -> Any:
        """Calls take turns among services; bids have keys, and are there once if placed twice."""
        calls: set[asyncio.Future[Any]] = set()
        asked = 0
        try:
            while True:
                if asked < _ASKED_MOST:
                    calls.add(asyncio.ensure_future(self._call(request)))
                    asked += 1
                done, calls = await asyncio.wait(
                    calls,
                    timeout=_SLOW_SECONDS if asked < _ASKED_MOST else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                answered = [call for call in done if call.exception() is None]
                # Who fails is not listened to while others may still answer.
                if answered or not calls:
                    return (answered or [*done])[0].result()
        finally:
            for call in calls:
                call.cancel()

    async def _call(self, request: auction_pb2.PlaceBidsRequest) -> Any:
        return await self._place(request, timeout=self._deadline)
