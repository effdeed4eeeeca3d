"""How are goods kept for a buyer who is paying at buy-now, and what becomes of that?"""

from datetime import datetime

from msgspec.structs import replace

from grpc_services.auction import closing, log, member_bids
from grpc_services.auction.bidders import bidder, people
from grpc_services.auction.facts import AuctionReopened, AuctionReserved, AuctionWon
from grpc_services.auction.hot_rows import HotRow, lock_auction, save_auctions, seen
from grpc_services.auction.house import House
from grpc_services.auction.pure import buying
from grpc_services.auction.pure.state import AuctionState
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.facts import Fact, atomic, tells
from models.auction import BidEntry


@tells(AuctionReserved)
def reserve(*, goods_id: int, member_id: int, is_owing: bool, house: House) -> AuctionReserved:
    """
    This function will keep goods for a buyer; `is_owing` if they have not paid for another buy.

    :raises GoodsNotFound: if there are no such goods
    :raises AuctionNotOpen: if the auction is not open, or the goods are reserved
    :raises OwnGoods, MemberSuspended, Blocked, UnpaidWin: as for a bid
    :raises BuyNowUnavailable: if there is no buy-now price
    :raises ReservedBefore: if the buyer has let a reservation lapse
    """
    row = lock_auction(goods_id=goods_id)
    if row.auction.is_waiting:
        raise GoodsNotFound
    # Only after the lock was given is the time that decides; bids may have held it.
    now = row.time(house.clock())
    found = people(member_ids=[member_id], seller_ids=[row.auction.seller_id])
    buyer = bidder(
        auction=row.auction,
        member_id=member_id,
        person=found.get(member_id),
        is_owing=is_owing,
    )

    reserved, entry = buying.buy_now(row.auction, buyer, now=now, rules=house.rules)

    row = log.append(row, reserved, entry, signer=house.signer)
    save_auctions([row])
    return AuctionReserved(
        seller_id=reserved.seller_id,
        auction=seen(row, house.rules),
        buyer_id=member_id,
        price=entry.amount,
        until=reserved.reserved_until or now,
    )


def lock_reserved(
    *, goods_id: int, member_id: int, seq: int, paid_at: datetime, now: datetime
) -> datetime | None:
    """
    This function will lock goods, and say when they were bought that were kept by entry `seq`.

    None if they were not kept for the member any more at that time, or somebody has bid since.
    """
    auction = lock_auction(goods_id=goods_id).auction
    if (auction.reserved_by, auction.seq) != (member_id, seq):
        return None
    kept = BidEntry.get(BidEntry.goods_id == goods_id, BidEntry.seq == seq)
    # Providers count whole seconds, by a clock of their own.
    moment = min(max(paid_at, kept.placed_at), now)
    return moment if auction.is_running_at(moment) and auction.is_reserved_at(moment) else None


@tells(AuctionWon)
def win_reserved(*, goods_id: int, member_id: int, house: House, now: datetime) -> Fact:
    """
    This function will end an auction as won by the buyer for whom the goods were kept.

    :raises ReservationLapsed: if the goods are not, or no longer, reserved for the member
    """
    row = lock_auction(goods_id=goods_id)

    won, entry = buying.take(row.auction, member_id=member_id, now=row.time(now))

    row = log.append(row, won, entry, signer=house.signer)
    save_auctions([row])
    return closing.outcome(
        won, seen(row, house.rules), member_bids.bidders_of([goods_id])[goods_id]
    )


@atomic
def reopen(*, goods_id: int, reserved_until: datetime, house: House) -> None:
    """This function will open goods for bids again that nobody paid for; once is enough."""
    row = lock_auction(goods_id=goods_id)
    if row.auction.state is AuctionState.OPEN and row.auction.reserved_until == reserved_until:
        _reopen(row=row, house=house)


@tells(AuctionReopened)
def _reopen(*, row: HotRow, house: House) -> AuctionReopened:
    row = replace(row, auction=buying.release(row.auction))
    save_auctions([row])
    return AuctionReopened(seller_id=row.auction.seller_id, auction=seen(row, house.rules))
