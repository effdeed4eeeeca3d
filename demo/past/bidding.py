"""How do people bid on an auction? One after the other, until it is dearer than they want it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from demo.past.timeline import Timeline
from grpc_services.auction.answers import Answer, NewBid, PlacedBid
from grpc_services.auction.bids import place_bids
from grpc_services.auction.house import House
from grpc_services.auction.pure.state import UnpaidWin


class Bidding:
    """Who bids on one auction; `limit` is the most that anybody would give, in won."""

    def __init__(
        self,
        goods_id: int,
        *,
        least: int,
        limit: int,
        bidders: Sequence[int],
        house: House,
        dice: Random,
    ) -> None:
        self.leader_id = 0
        self._goods_id = goods_id
        self._least = least
        self._limit = limit
        self._bidders = bidders
        self._house = house
        self._dice = dice
        self._count = 0

    def plan(self, timeline: Timeline, *, begins: datetime, ends: datetime, most: int) -> None:
        """This function will spread bids over a time, most of them towards its end."""
        for _ in range(most):
            timeline.plan(begins + (ends - begins) * self._dice.random() ** 0.7, self._bid)

    def plan_late(self, timeline: Timeline, *, ends_at: datetime) -> None:
        """This function will have somebody bid so late that the end moves."""
        timeline.plan(ends_at - timedelta(seconds=90), self._bid)

    def win(self, member_id: int, *, now: datetime) -> None:
        """This function will have a member go so far that nobody follows."""
        self._place(member_id, now, maximum=max(self._least, self._limit))
        self._limit = 0

    def _bid(self, *, now: datetime) -> None:
        amount = self._least + int((self._limit - self._least) * self._dice.uniform(0, 0.3))
        amount = max(self._least, amount // 1_000 * 1_000)
        if amount > self._limit:
            return
        is_proxy = self._dice.random() < 0.35
        offer = {"maximum": self._furthest(amount)} if is_proxy else {"amount": amount}
        for member_id in self._dice.sample(self._bidders, len(self._bidders)):
            # Who has won elsewhere and not paid yet has to wait.
            if member_id != self.leader_id and self._place(member_id, now, **offer):
                return

    def _furthest(self, amount: int) -> int:
        return self._dice.randint(amount // 1_000, max(amount, self._limit) // 1_000) * 1_000

    def _place(self, member_id: int, now: datetime, **offer: int) -> bool:
        self._count += 1
        key = f"demo-{self._goods_id}-{self._count}"
        bid = NewBid(self._goods_id, member_id, key, offer.get("amount"), offer.get("maximum"))
        (answer,) = place_bids(bids=[bid], house=self._house)
        return self._took(answer, member_id)

    def _took(self, answer: Answer, member_id: int) -> bool:
        """:raises Refusal: if it is one that no bid of the demo may meet"""
        if isinstance(answer, UnpaidWin):
            return False
        if not isinstance(answer, PlacedBid):
            raise answer
        self._least = answer.minimum_bid
        self.leader_id = member_id if answer.leading else self.leader_id
        return True
