"""How does the operator take goods off that should not be there?"""

from msgspec.structs import replace

from grpc_services.auction import member_bids
from grpc_services.auction.facts import AuctionTakenDown
from grpc_services.auction.hot_rows import lock_auction, save_auctions, seen
from grpc_services.auction.house import House
from grpc_services.auction.pure import listing
from grpc_services.facts import tells


@tells(AuctionTakenDown)
def take_down_goods(*, goods_id: int, reason: str, house: House) -> AuctionTakenDown:
    """
    This function will cancel an auction whatever was bid; seller and bidders are told.

    :raises GoodsNotFound: if there are no such goods
    :raises AuctionNotOpen: if the auction is over
    """
    row = lock_auction(goods_id=goods_id)

    now = row.time(house.clock())
    cancelled = listing.cancel(row.auction, by_admin=True, now=now)

    row = replace(row, auction=cancelled)
    save_auctions([row])
    return AuctionTakenDown(
        seller_id=cancelled.seller_id,
        auction=seen(row, house.rules),
        reason=reason,
        bidders=sorted(member_bids.bidders_of([goods_id])[goods_id]),
    )
