"""What happens at auctions?"""

from datetime import datetime
from typing import ClassVar, Self

from msgspec import Struct

from grpc_services.facts import Fact


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


class _AuctionFact(Fact, frozen=True, kw_only=True):
    seller_id: int
    auction: Snapshot

    @classmethod
    def of(cls, made: Self) -> Self:
        """The rules of an auction return the fact itself."""
        return made


class BidsPlaced(_AuctionFact, frozen=True, kw_only=True):
    """Bids of one auction were accepted together; things as they stood after the last."""

    #: Accepted bids, without those that proxies made.
    count: int
    leader_id: int
    #: Who led before or in between, and does not any more.
    no_longer_leading: list[int]


class AuctionOpened(_AuctionFact, frozen=True, kw_only=True):
    """Its scheduled start has come."""


class AuctionWon(_AuctionFact, frozen=True, kw_only=True):
    """Somebody is to have the goods, at this price."""

    for_workers: ClassVar[bool] = True
    goods_id: int
    winner_id: int
    price: int
    losers: list[int]


class AuctionFailed(_AuctionFact, frozen=True, kw_only=True):
    """It ended, and nobody is to have the goods."""

    #: Everybody who had bid.
    losers: list[int]


class AuctionSold(_AuctionFact, frozen=True, kw_only=True):
    """The winner has paid."""
