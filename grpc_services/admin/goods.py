"""How does the operator find goods, in whatever state, and take them off?"""

from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.auction.house import House
from grpc_services.auction.taking_down import take_down_goods
from grpc_services.catalogue.finding import Filter, lots
from grpc_services.catalogue.lots import Lot, lots_of
from grpc_services.facts import atomic

#: No number of ours is longer.
_DIGITS_MOST = 18


def any_goods(
    *, query: str, state: str | None, limit: int, cursor: str
) -> tuple[list[Lot], str | None]:
    """
    This function will find goods in a state by words, or goods in any state by their number.

    :raises InvalidCursor: if the cursor is not ours
    """
    if query.isascii() and query.isdigit() and len(query) <= _DIGITS_MOST:
        return list(lots_of(goods_ids=[int(query)]).values()), None
    wanted = Filter(query=query, state=state)
    return lots(wanted=wanted, sort="RECENT", limit=limit, cursor=cursor)


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
