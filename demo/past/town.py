"""What does everything that happens have in common? The house, the clock, chance, and people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo.past.bidding import Bidding
from demo.past.timeline import Act, Timeline
from grpc_services.auction.house import House
from grpc_services.catalogue.goods import Lengths, Listing, register_goods
from grpc_services.trade import deadlines
from models.catalogue import Goods


@dataclass(frozen=True)
class Terms:
    """What the operator has settled; see the settings of the same names."""

    lengths: Lengths
    orders: deadlines.Terms


@dataclass(frozen=True)
class Town:
    """Where the demo's people trade; `dice` fall alike each time."""

    house: House
    terms: Terms
    timeline: Timeline
    dice: Random
    #: Member ids, by the root categories they sell from.
    sellers: dict[str, int]
    buyers: list[int]

    @property
    def now(self) -> datetime:
        return self.timeline.now

    def plan(self, at: datetime, act: Act) -> None:
        self.timeline.plan(at, act)

    def plan_within(self, least: float, most: float, act: Act) -> None:
        """This function will have something happen in so many hours."""
        self.plan(self.now + timedelta(hours=self.dice.uniform(least, most)), act)

    def register(self, seller_id: int, listing: Listing) -> Goods:
        """This function will put goods up for auction, now."""
        return register_goods(
            member_id=seller_id, listing=listing, lengths=self.terms.lengths, now=self.now
        )

    def bidding(self, goods: Goods, listing: Listing, limit: int) -> Bidding:
        """This function will have the buyers know of goods that they may bid on, up to a limit."""
        return Bidding(
            goods.goods_id,
            least=listing.start_price,
            limit=limit,
            bidders=self.buyers,
            house=self.house,
            dice=self.dice,
        )
