"""Do bids that wait go together, and is each answered, whatever breaks?"""

import asyncio
import threading
from contextlib import contextmanager

import peewee
import pytest

from grpc_services.auction.answers import NewBid
from grpc_services.auction.lanes import Lanes
from grpc_services.auction.pure.state import BidTooLow
from grpc_services.facts import repeatable
from grpc_services.refusals import Internal
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database")


def bid(number, goods_id=2):
    return NewBid(goods_id, 7, f"key-{number}", number, None)


class House:
    """Places bids when it is let, each answered by itself; amounts of 13 break it."""

    def __init__(self):
        self.batches = []
        self.let = threading.Event()
        self.failures = []

    @repeatable
    def place(self, bids):
        self.batches.append([bid.amount for bid in bids])
        self.let.wait(10)
        if self.failures:
            raise self.failures.pop()
        if any(bid.amount == 13 for bid in bids):
            raise LookupError("thirteen")
        return [BidTooLow(minimumBid=bid.amount) for bid in bids]


@contextmanager
def lanes(house, count=1, most=256):
    made = Lanes(count, house.place, most=most)
    try:
        yield made
    finally:
        house.let.set()
        made.stop()


async def answered(*waiting):
    return [[told(answer) for answer in answers] for answers in await asyncio.gather(*waiting)]


def told(answer):
    return answer.details.get("minimumBid", answer.code())


def story(act):
    async def in_time():
        async with asyncio.timeout(120):
            return await act

    return asyncio.run(in_time())


async def placed_while_one_waits(house, made, *groups):
    """The answers of groups that came while the first of them was being placed."""
    tasks = [asyncio.create_task(made.place(groups[0]))]
    while not house.batches:
        await asyncio.sleep(0)
    tasks += [asyncio.create_task(made.place(group)) for group in groups[1:]]
    await asyncio.sleep(0)
    house.let.set()
    return await answered(*tasks)


class TestLanes:
    def test_place_together_what_came_while_they_were_busy(self):
        house = House()
        with lanes(house) as made:
            groups = [[bid(1)], [bid(2), bid(3)], [bid(4)]]
            answers = story(placed_while_one_waits(house, made, *groups))
        assert (answers, house.batches) == ([[1], [2, 3], [4]], [[1], [2, 3, 4]])

    def test_stop_adding_to_a_batch_that_is_large_enough(self):
        house = House()
        with lanes(house, most=2) as made:
            groups = [[bid(1)], [bid(2)], [bid(3)], [bid(4)]]
            story(placed_while_one_waits(house, made, *groups))
        assert house.batches == [[1], [2, 3], [4]]

    def test_answer_in_the_order_of_the_bids_whichever_lane_they_went_through(self):
        house = House()
        house.let.set()
        with lanes(house, count=2) as made:
            bids = [bid(1, goods_id=1), bid(2, goods_id=2), bid(3, goods_id=1)]
            assert story(answered(made.place(bids))) == [[1, 2, 3]]
        assert sorted(house.batches) == [[1, 3], [2]]

    def test_let_one_bid_that_breaks_not_break_the_others(self):
        house = House()
        with lanes(house) as made:
            groups = [[bid(1)], [bid(2), bid(13)], [bid(4)]]
            answers = story(placed_while_one_waits(house, made, *groups))
        assert answers == [[1], [2, Internal.code()], [4]]
        assert house.batches == [[1], [2, 13, 4], [2], [13], [4]]

    @pytest.mark.parametrize("code", [2013, 1213])
    def test_place_a_batch_again_that_the_database_has_undone(self, code):
        house = House()
        house.let.set()
        house.failures = [peewee.OperationalError(code, "gone")]
        with lanes(house) as made:
            assert story(answered(made.place([bid(1), bid(2)]))) == [[1, 2]]
        assert house.batches == [[1, 2]] * 2

    def test_tell_all_that_the_database_is_out_of_reach(self):
        house = House()
        house.let.set()
        house.failures = [peewee.OperationalError(2003, "gone") for _ in range(5)]
        with lanes(house) as made, pytest.raises(peewee.OperationalError):
            story(made.place([bid(1), bid(2)]))

    def test_finish_what_waits_before_they_stop(self):
        house = House()

        async def ask_and_stop(made):
            waiting = asyncio.create_task(made.place([bid(1)]))
            while not house.batches:
                await asyncio.sleep(0)
            later = asyncio.create_task(made.place([bid(2)]))
            await asyncio.sleep(0)
            stopping = threading.Thread(target=made.stop)
            stopping.start()
            house.let.set()
            answers = await answered(waiting, later)
            wait_until("the lanes to stop", lambda: not stopping.is_alive())
            return answers

        assert story(ask_and_stop(Lanes(1, house.place, most=256))) == [[1], [2]]
