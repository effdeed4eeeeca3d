"""How are goods bought at once? They are kept for who is paying, and open again if nobody pays.

While goods are reserved no bid is accepted. Bidders lose nothing by it: from the end of a
reservation to the end of the auction there is always time for a last bid, the soft close's, and
who let a reservation lapse cannot make another, so that nobody holds up an auction again and again.
"""

from datetime import datetime

from msgspec.structs import replace

from grpc_services.auction.pure.state import (
    Auction,
    AuctionState,
    Bidder,
    Entry,
    EntryKind,
    Rules,
    not_open,
    unfit,
)
from grpc_services.refusals import Conflict


class BuyNowUnavailable(Conflict):
    """The goods have no buy-now price; bids are accepted."""


class ReservedBefore(Conflict):
    """The buyer has let a reservation of these goods lapse; their bids are accepted."""


class ReservationLapsed(Conflict):
    """The goods are not, or no longer, reserved for the member."""


def buy_now(
    auction: Auction, buyer: Bidder, *, now: datetime, rules: Rules
) -> tuple[Auction, Entry]:
    """
    This function will reserve the goods for a buyer, for as long as `reserved_until` then says.

    :raises AuctionNotOpen: if the auction is not open, or the goods are reserved
    :raises OwnGoods, MemberSuspended, Blocked, UnpaidWin, BiddingBarred: as for a bid
    :raises BuyNowUnavailable: if there is no buy-now price
    :raises ReservedBefore: if the buyer has let a reservation lapse
    """
    if not auction.is_open_at(now):
        raise not_open(auction, now)
    if refusal := unfit(auction, buyer, now):
        raise refusal
    if auction.buy_now_price is None:
        raise BuyNowUnavailable
    if auction.reserved_by == buyer.member_id:
        raise ReservedBefore

    price, until = auction.buy_now_price, now + rules.reservation
    entry = Entry(
        seq=auction.seq + 1,
        bidder_id=buyer.member_id,
        amount=price,
        at=now,
        kind=EntryKind.RESERVATION,
    )
    reserved = replace(
        auction,
        state=AuctionState.OPEN,
        seq=entry.seq,
        reserved_by=buyer.member_id,
        reserved_until=until,
        ends_at=max(auction.ends_at, until + rules.soft_close),
    )
    return reserved, entry


def take(auction: Auction, *, member_id: int, now: datetime) -> tuple[Auction, Entry]:
    """
    This function will end an auction as won at the buy-now price, by the buyer who has paid.

    :raises ReservationLapsed: if the goods are not reserved for the member
    """
    price = auction.buy_now_price
    is_theirs = auction.reserved_by == member_id and auction.is_reserved_at(now)
    if price is None or not is_theirs or not auction.is_running_at(now):
        raise ReservationLapsed

    entry = Entry(
        seq=auction.seq + 1, bidder_id=member_id, amount=price, at=now, kind=EntryKind.BUY_NOW
    )
    won = replace(
        auction,
        state=AuctionState.WON,
        current_price=price,
        leader_id=member_id,
        maximum=price,
        seq=entry.seq,
        reserved_until=None,
    )
    return won, entry


def release(auction: Auction) -> Auction:
    """This function will open reserved goods for bids again; doing it twice changes nothing."""
    return replace(auction, reserved_until=None)
