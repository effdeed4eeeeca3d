"""Do bids that wait travel together, and does each get its own answer?"""

import asyncio
from collections.abc import Awaitable
from typing import Any

import grpc
import pytest
from grpc.aio import AioRpcError, Metadata

from api_http.bids import BidSender
from protos import auction_pb2

DEADLINE = 3.0


class Services:
    """Answers as the services would, when it is let."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.deadlines: set[float] = set()
        self.let = asyncio.Event()
        self.failures: list[Exception] = []

    async def place(self, request: Any, *, timeout: float) -> auction_pb2.PlaceBidsResponse:
        self.batches.append([bid.goods_id for bid in request.bids])
        self.deadlines.add(timeout)
        await self.let.wait()
        if self.failures:
            raise self.failures.pop()
        return auction_pb2.PlaceBidsResponse(answers=map(answer_to, request.bids))


def answer_to(bid: auction_pb2.NewBid) -> auction_pb2.BidAnswer:
    return auction_pb2.BidAnswer(bid=auction_pb2.Bid(goods_id=bid.goods_id))


def bid(number: int) -> auction_pb2.NewBid:
    return auction_pb2.NewBid(goods_id=number, member_id=7, idempotency_key=f"key-{number}")


async def sent(sender: BidSender, *numbers: int) -> list[asyncio.Task[auction_pb2.BidAnswer]]:
    """Bids that have been given to the sender, and wait."""
    tasks = [asyncio.create_task(sender.send(bid(number))) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


def told(story: Awaitable[None]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(120):
            await story

    asyncio.run(in_time())


class TestBids:
    def test_that_wait_go_out_together_in_their_order(self):
        async def story() -> None:
            services = Services()
            sender = BidSender(services.place, DEADLINE, most=256)
            tasks = await sent(sender, 1)
            tasks += await sent(sender, 2)
            tasks += await sent(sender, 3, 4, 5)
            assert services.batches == [[1], [2]]
            services.let.set()
            answers = await asyncio.gather(*tasks)
            assert services.batches == [[1], [2], [3, 4, 5]]
            assert [answer.bid.goods_id for answer in answers] == [1, 2, 3, 4, 5]
            assert services.deadlines == {DEADLINE}

        told(story())

    def test_that_come_at_once_are_one_call(self):
        async def story() -> None:
            services = Services()
            services.let.set()
            sender = BidSender(services.place, DEADLINE, most=256)
            await asyncio.gather(*await sent(sender, *range(100)))
            assert services.batches == [list(range(100))]

        told(story())

    def test_that_come_just_as_all_calls_have_ended_wait_for_nobody(self):
        async def story() -> None:
            services = Services()
            sender = BidSender(services.place, DEADLINE, most=256)

            async def bid_twice() -> list[auction_pb2.BidAnswer]:
                return [await sender.send(bid(1)), await sender.send(bid(3))]

            twice = asyncio.create_task(bid_twice())
            await asyncio.sleep(0)
            once = await sent(sender, 2)
            services.let.set()
            await asyncio.gather(twice, *once)
            assert services.batches == [[1], [2], [3]]

        told(story())

    def test_that_somebody_does_not_answer_are_given_to_somebody_else(self):
        async def story() -> None:
            services, hung = Services(), Services()
            services.let.set()
            turns = iter([hung, services])

            async def place(request: Any, *, timeout: float) -> auction_pb2.PlaceBidsResponse:
                return await next(turns).place(request, timeout=timeout)

            answer = await BidSender(place, DEADLINE, most=256).send(bid(1))
            assert answer.bid.goods_id == 1
            assert hung.batches == services.batches == [[1]]

        told(story())

    def test_wait_for_who_is_slow_when_somebody_else_fails(self):
        async def story() -> None:
            slow, failing = Services(), Services()
            failing.let.set()
            failing.failures = [AioRpcError(grpc.StatusCode.UNAVAILABLE, Metadata(), Metadata())]
            turns = iter([slow, failing, slow])

            async def place(request: Any, *, timeout: float) -> auction_pb2.PlaceBidsResponse:
                return await next(turns).place(request, timeout=timeout)

            (task,) = await sent(BidSender(place, DEADLINE, most=256), 1)
            while slow.batches != [[1], [1]]:
                await asyncio.sleep(0)
            slow.let.set()
            assert (await task).bid.goods_id == 1

        told(story())

    def test_are_not_more_in_a_call_than_a_lane_places(self):
        async def story() -> None:
            services = Services()
            services.let.set()
            sender = BidSender(services.place, DEADLINE, most=256)
            answers = await asyncio.gather(*await sent(sender, *range(600)))
            assert max(map(len, services.batches)) == 256
            assert [answer.bid.goods_id for answer in answers] == list(range(600))

        told(story())

    def test_that_nobody_waits_for_any_more_hinder_no_others(self):
        async def story() -> None:
            services = Services()
            sender = BidSender(services.place, DEADLINE, most=256)
            gone, *others = await sent(sender, 1, 2, 3)
            gone.cancel()
            await asyncio.sleep(0)
            services.let.set()
            assert [(await other).bid.goods_id for other in others] == [2, 3]

        told(story())

    @pytest.mark.parametrize(
        "failure",
        [
            AioRpcError(grpc.StatusCode.UNAVAILABLE, Metadata(), Metadata()),
            ValueError("anything else"),
        ],
    )
    def test_are_all_told_when_their_call_fails_and_only_they(self, failure):
        async def story() -> None:
            services = Services()
            services.failures = [failure]
            sender = BidSender(services.place, DEADLINE, most=256)
            unlucky = await sent(sender, 1, 2, 3)
            services.let.set()
            errors = await asyncio.gather(*unlucky, return_exceptions=True)
            assert errors == [failure] * 3
            (lucky,) = await sent(sender, 4)
            assert (await lucky).bid.goods_id == 4

        told(story())
