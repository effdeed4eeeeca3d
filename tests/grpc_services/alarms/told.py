"""Facts that alarms are raised of in tests, and alarms that were raised."""

from typing import Any

from grpc_services.alarms import raising
from grpc_services.auction.facts import BidsPlaced, Snapshot
from models.catalogue import Goods
from models.dialect import database_now
from models.members import Member
from tests.support import factories


def bids_on(lot: Goods, seller: Member, *, outbid: list[Member]) -> BidsPlaced:
    """Five bids came in, and of these members none leads any more."""
    seen = Snapshot(
        goods_id=lot.goods_id,
        state="OPEN",
        seq=4,
        current_price=21_000,
        minimum_bid=22_000,
        bid_count=4,
        leader="bo***",
        ends_at=database_now(),
    )
    return BidsPlaced(
        seller_id=seller.member_id,
        auction=seen,
        count=5,
        leader_id=0,
        no_longer_leading=[member.member_id for member in outbid],
    )


def outbid(seller: Member, *members: Member, fact_id: int = 1, **listed: Any) -> Goods:
    """This function will have members outbid on goods of the seller's, and told of it."""
    lot = factories.goods(seller, **listed)
    fact = bids_on(lot, seller, outbid=list(members))
    raising.raise_alarms(facts=[(fact_id, fact)], now=database_now())
    return lot
