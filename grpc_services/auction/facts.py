"""What happens at auctions?"""

from datetime import datetime
from typing import ClassVar, Self

from msgspec import Struct
from msgspec.structs import replace

from grpc_services.auction.pure.state import Auction
from grpc_services.facts import Fact
from models.auction import SecondChance


class Snapshot(Struct, frozen=True, kw_only=True):
    """An auction as everybody may see it."""

    goods_id: int
    state: str
    seq: int
    current_price: int | None
    minimum_bid: int
    bid_count: int
    #: Masked login id.
    leader: str | None
    ends_at: datetime
    #: While a buyer pays at buy-now, and until somebody has noticed that it came to nothing.
    reserved_until: datetime | None = None


class AuctionFact(Fact, frozen=True, kw_only=True):
    """Something happened at an auction; things as they stood just after."""

    seller_id: int
    auction: Snapshot

    @classmethod
    def of(cls, made: Self) -> Self:
        """The rules of an auction return the fact itself."""
        return made


class BidsPlaced(AuctionFact, frozen=True, kw_only=True):
    """Bids of one auction were accepted together; things as they stood after the last."""

    #: Accepted bids, without those that proxies made.
    count: int
    leader_id: int
    #: Who led before or in between, and does not any more.
    no_longer_leading: list[int]

    def followed_by(self, later: Self) -> Self:
        """This function will tell of both at once: a burst is one piece of news."""
        outbid = {*self.no_longer_leading, *later.no_longer_leading} - {later.leader_id}
        count = self.count + later.count
        return replace(later, count=count, no_longer_leading=sorted(outbid))


class AuctionOpened(AuctionFact, frozen=True, kw_only=True):
    """Its scheduled start has come."""


class AuctionEndingSoon(Fact, frozen=True, kw_only=True):
    """Who likes the goods or has bid on them has so many minutes left."""

    goods_id: int
    store_id: int
    minutes: int


class AuctionWon(AuctionFact, frozen=True, kw_only=True):
    """Somebody is to have the goods, at this price."""

    for_workers: ClassVar[bool] = True
    goods_id: int
    winner_id: int
    price: int
    losers: list[int]


class AuctionFailed(AuctionFact, frozen=True, kw_only=True):
    """It ended, and nobody is to have the goods."""

    #: Everybody who had bid.
    losers: list[int]


class AuctionReserved(AuctionFact, frozen=True, kw_only=True):
    """The goods are kept for a buyer who is paying at buy-now; no bid is accepted meanwhile."""

    buyer_id: int
    price: int
    until: datetime


class AuctionReopened(AuctionFact, frozen=True, kw_only=True):
    """The goods were reserved, and nobody paid."""


class BidRetracted(AuctionFact, frozen=True, kw_only=True):
    """A bid was taken back; the price may have fallen."""

    bidder_id: int
    #: Who leads now and did not before.
    leads_again: int | None


class AuctionCancelled(AuctionFact, frozen=True, kw_only=True):
    """The seller has taken the goods off."""


class AuctionTakenDown(AuctionFact, frozen=True, kw_only=True):
    """The operator has taken the goods off, for this reason."""

    reason: str
    #: Everybody who had bid.
    bidders: list[int]


class GoodsApproved(Fact, frozen=True, kw_only=True):
    """Goods that had waited for review are up for auction now."""

    goods_id: int
    seller_id: int

    @classmethod
    def of(cls, made: Auction) -> Self:
        return cls(goods_id=made.goods_id, seller_id=made.seller_id)


class AuctionOffered(AuctionFact, frozen=True, kw_only=True):
    """The winner has not paid; who bid next may have the goods, at their own highest bid."""

    member_id: int
    price: int
    until: datetime


class OfferStillOpen(Fact, frozen=True, kw_only=True):
    """Somebody has not said whether they want what they were offered; little time is left."""

    goods_id: int
    member_id: int
    price: int
    until: datetime

    @classmethod
    def of(cls, made: SecondChance) -> Self:
        return cls(
            goods_id=made.goods_id,
            member_id=made.member_id,
            price=made.price,
            until=made.expires_at,
        )


class AuctionGivenUp(AuctionFact, frozen=True, kw_only=True):
    """Nobody has paid who had won it, and nobody wants it who bid next."""


class AuctionRelisted(AuctionFact, frozen=True, kw_only=True):
    """Goods that had failed are up for auction again."""


class AuctionSold(AuctionFact, frozen=True, kw_only=True):
    """The winner has paid."""


class AuctionUnsold(AuctionFact, frozen=True, kw_only=True):
    """What was sold will not change hands; the seller may put it up again."""
