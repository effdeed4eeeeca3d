"""How does the operator find goods, in whatever state, and take them off?"""

from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.auction.house import House
from grpc_services.auction.reviewing import approve_goods
from grpc_services.auction.taking_down import take_down_goods
from grpc_services.catalogue.finding import Filter, lots
from grpc_services.catalogue.lots import Lot, lots_of
from grpc_services.facts import atomic
from grpc_services.pages import newest
from models.auction import Auction

#: No number of ours is longer.
_DIGITS_MOST = 18


def any_goods(
    *, query: str, state: str | None, viewer_id: int, limit: int, cursor: str
) -> tuple[list[Lot], str | None]:
    """
    This function will find goods in a state by words, or goods in any state by their number.

    Goods that wait for review are found by their number only, or all by `waiting_goods`.

    :raises InvalidCursor: if the cursor is not ours
    """
    if query.isascii() and query.isdigit() and len(query) <= _DIGITS_MOST:
        return lots_of(goods_ids=[int(query)], viewer_id=viewer_id), None
    wanted = Filter(query=query, state=state)
    return lots(wanted=wanted, sort="RECENT", limit=limit, cursor=cursor)


def waiting_goods(*, viewer_id: int, limit: int, cursor: str) -> tuple[list[Lot], str | None]:
    """
    This function will list the goods that wait for review, the newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = Auction.select(Auction.goods).where(Auction.is_waiting, Auction.state != "CANCELLED")
    rows, following = newest(query, Auction.is_waiting, Auction.goods, limit=limit, cursor=cursor)
    return lots_of(goods_ids=[row.goods_id for row in rows], viewer_id=viewer_id), following


@atomic
def approve(*, goods_id: int, by: By, now: datetime) -> None:
    """
    This function will have goods be seen and bid on that have waited for review.

    :raises GoodsNotFound: if there are no such goods
    :raises NotWaiting: if they do not wait, or were cancelled
    """
    approve_goods(goods_id=goods_id)

    note(by, "APPROVE", target="GOODS", target_id=goods_id, now=now)


@atomic
def take_down(*, goods_id: int, by: By, house: House, now: datetime) -> None:
    """
    This function will cancel an auction, whatever was bid.

    :raises GoodsNotFound: if there are no such goods
    :raises AuctionNotOpen: if the auction is over
    """
    fact = take_down_goods(goods_id=goods_id, reason=by.reason, house=house)

    before = {"bids": fact.auction.bid_count, "price": fact.auction.current_price}
    note(by, "TAKE_DOWN", target="GOODS", target_id=goods_id, before=before, now=now)
