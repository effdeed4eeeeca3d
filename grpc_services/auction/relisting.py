"""How does a seller take goods off, and put up again what has failed?"""

from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from grpc_services.auction import log
from grpc_services.auction.facts import AuctionCancelled, AuctionRelisted
from grpc_services.auction.hot_rows import lock_auction, save_auctions, save_listing, seen
from grpc_services.auction.house import House
from grpc_services.auction.pure import listing, state
from grpc_services.catalogue.goods import (
    Lengths,
    require_sensible_prices,
    require_sensible_times,
)
from grpc_services.facts import tells
from models.members import Store


@dataclass(frozen=True)
class Relisting:
    """How goods are put up again: times, and prices in won; None is as before, or at once."""

    starts_at: datetime | None
    ends_at: datetime
    start_price: int | None = None
    buy_now_price: int | None = None
    reserve_price: int | None = None


@tells(AuctionCancelled)
def cancel_goods(*, goods_id: int, member_id: int, house: House) -> AuctionCancelled:
    """
    This function will take goods off for their seller, before anybody has bid.

    :raises GoodsNotFound: if the member sells no such goods
    :raises AuctionNotOpen: if the auction is over
    :raises HasBids: if a bid stands
    :raises GoodsReserved: if a buyer is paying
    """
    row = lock_auction(goods_id=goods_id, seller_id=member_id)

    row = replace(row, auction=listing.cancel(row.auction, now=row.time(house.clock())))

    save_auctions([row])
    return AuctionCancelled(seller_id=member_id, auction=seen(row, house.rules))


@tells(AuctionRelisted)
def relist_goods(
    *,
    goods_id: int,
    member_id: int,
    relisting: Relisting,
    lengths: Lengths,
    house: House,
) -> AuctionRelisted:
    """
    This function will put failed goods up for auction again.

    :raises GoodsNotFound: if the member sells no such goods
    :raises AuctionNotFailed: if the goods have not failed
    :raises AuctionTooShort, AuctionTooLong: if the times make no sense
    :raises BuyNowPriceTooLow, ReservePriceTooLow, ReservePriceTooHigh: if the prices make none
    """
    row = lock_auction(goods_id=goods_id, seller_id=member_id)
    now = row.time(house.clock())

    priced = replace(_priced(row.auction, relisting), paused_until=_rests_until(member_id))
    relisted, entry = listing.relist(
        priced, starts_at=relisting.starts_at or now, ends_at=relisting.ends_at, now=now
    )
    require_sensible_times(
        starts_at=relisting.starts_at, ends_at=relisting.ends_at, lengths=lengths, now=now
    )
    require_sensible_prices(
        start=priced.start_price, buy_now=priced.buy_now_price, reserve=priced.reserve_price
    )

    row = log.append(row, relisted, entry, signer=house.signer)
    save_auctions([row])
    save_listing(relisted)
    return AuctionRelisted(seller_id=member_id, auction=seen(row, house.rules))


def _priced(auction: state.Auction, relisting: Relisting) -> state.Auction:
    return replace(
        auction,
        start_price=relisting.start_price or auction.start_price,
        buy_now_price=relisting.buy_now_price or auction.buy_now_price,
        reserve_price=relisting.reserve_price or auction.reserve_price,
    )


def _rests_until(member_id: int) -> datetime | None:
    return Store.get(Store.member == member_id).vacation_until
