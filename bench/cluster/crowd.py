"""What do bidders feel? Bids at a steady rate by clients who repeat with the same key."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bench.check.record import Recorder
from bench.cluster.hosts import FRONT
from bench.load.bidding import Bidders, NeverAnswered, Offer, offer
from bench.servers.stock import Stock
from grpc_services.audit.record import Request

#: Members repeat what was not answered for so long.
_TIMEOUT = 2.0
_START_PRICE = 10_000


class Crowd(Bidders):
    """Bids on hot goods, one after another, whatever became of those before."""

    def __init__(self, house: Stock, recorder: Recorder) -> None:
        super().__init__([80], house.tokens, recorder, host=FRONT, timeout=_TIMEOUT)
        self._house = house
        #: When bids were accepted, by the loop's clock.
        self.acknowledged: list[float] = []
        #: Attempts by their status; 0 for those without an answer.
        self.statuses: Counter[int] = Counter()
        #: Bids that were given up, however often they were sent.
        self.given_up = 0
        self._over = False

    @property
    def errors(self) -> int:
        """What somebody who repeats still sees: errors of ours, and bids that never came."""
        return self.statuses[500] + self.given_up

    @property
    def repeated(self) -> int:
        return sum(count for status, count in self.statuses.items() if status in (0, 502, 503, 504))

    async def attempt(self, bid: Offer, port: int) -> Request:
        request = await super().attempt(bid, port)
        self.statuses[request.status or 0] += 1
        if request.status == 201:
            self.acknowledged.append(time.monotonic())
        return request

    async def bid_once_each(self, goods_ids: Sequence[int], member_ids: Sequence[int]) -> None:
        """This function will have each of the goods be led by a member of its own."""
        pairs = list(zip(goods_ids, member_ids, strict=True))

        async def bid_in_turn() -> None:
            while pairs:
                goods_id, member_id = pairs.pop()
                await self._try(offer(goods_id, member_id, price=_START_PRICE))

        await asyncio.gather(*(bid_in_turn() for _ in range(6)))

    async def bid_steadily(
        self, goods_ids: Sequence[int], member_ids: Sequence[int], rate: float
    ) -> None:
        """This function will send bids at a rate until it is told to end."""
        loop, sent = asyncio.get_running_loop(), 0
        began, tasks = loop.time(), set[asyncio.Task[None]]()
        while not self._over:
            goods_id, member_id = random.choice(goods_ids), random.choice(member_ids)
            price = self.minimums.get(goods_id, _START_PRICE)
            task = asyncio.create_task(self._try(offer(goods_id, member_id, price=price)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            sent += 1
            await asyncio.sleep(max(0.0, began + sent / rate - loop.time()))
        await asyncio.gather(*tasks)

    def end(self) -> None:
        self._over = True

    def longest_pause(self, since: float, until: float) -> float:
        """This function will give the longest time in which no bid was accepted."""
        moments = [since, *(at for at in sorted(self.acknowledged) if since < at < until), until]
        return max(later - earlier for earlier, later in pairwise(moments))

    async def _try(self, bid: Offer) -> None:
        try:
            await self.bid(bid)
        except NeverAnswered:
            self.given_up += 1
