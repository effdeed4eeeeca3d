"""How do goods come up for auction, and leave it, other than by bids?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from grpc_services.auction.pure.state import (
    Auction,
    AuctionNotOver,
    AuctionState,
    Entry,
    EntryKind,
    Reserve,
    not_open,
    rfc3339,
)
from grpc_services.refusals import Conflict


class HasBids(Conflict):
    """A seller may cancel only while no bid stands."""


class NoBids(Conflict):
    """Nobody leads, so that there is nobody to sell to."""


class GoodsReserved(Conflict):
    """A buyer is paying for the goods at this moment."""


class AuctionNotWon(Conflict):
    """Nobody has won these goods, or the win was paid or taken back."""


class AuctionNotSold(Conflict):
    """The goods are not sold."""


class AuctionNotFailed(Conflict):
    """Only goods whose auction has failed can be listed again."""


def start(auction: Auction, *, now: datetime) -> Auction:
    """
    This function will open a scheduled auction whose start has come; an open one stays as it is.

    :raises AuctionNotOpen: if it has not come yet, or the auction is over
    """
    if not auction.is_running_at(now):
        raise not_open(auction, now)
    return replace(auction, state=AuctionState.OPEN)


def close(auction: Auction, *, now: datetime) -> Auction:
    """
    This function will end an auction whose time has come: won, or failed.

    :raises AuctionNotOpen: if it has been closed, won or cancelled before
    :raises AuctionNotOver: if its end has not come, or has been moved
    """
    if auction.state not in (AuctionState.SCHEDULED, AuctionState.OPEN):
        raise not_open(auction, now)
    if now < auction.ends_at:
        ends_at = rfc3339(auction.ends_at)
        raise AuctionNotOver(endsAt=ends_at)

    is_sold = auction.leader_id is not None and auction.reserve is not Reserve.NOT_MET
    return replace(auction, state=AuctionState.WON if is_sold else AuctionState.FAILED)


def cancel(auction: Auction, *, by_admin: bool = False, now: datetime) -> Auction:
    """
    This function will take goods off, before the end, for their seller or for an admin.

    :raises AuctionNotOpen: if the auction is over
    :raises HasBids: if a bid stands, unless an admin cancels
    :raises GoodsReserved: if a buyer is paying, unless an admin cancels
    """
    require_not_over(auction, now=now)
    if auction.bid_count and not by_admin:
        raise HasBids
    if auction.is_reserved_at(now) and not by_admin:
        raise GoodsReserved

    return replace(auction, state=AuctionState.CANCELLED, reserved_until=None)


def require_not_over(auction: Auction, *, now: datetime) -> None:
    """:raises AuctionNotOpen: if the auction is over, closed or not"""
    if auction.state not in (AuctionState.SCHEDULED, AuctionState.OPEN) or now >= auction.ends_at:
        raise not_open(auction, now)


def amend(
    auction: Auction,
    offered: Mapping[str, Any],
    *,
    starts_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
) -> Auction:
    """
    This function will have an auction on which nobody has bid be as its seller wants it now.

    `offered` are prices and the soft close, by the names of the fields; None leaves a time.
    """
    if starts_at is not None:
        state = AuctionState.SCHEDULED if starts_at > now else AuctionState.OPEN
        auction = replace(auction, state=state, starts_at=max(starts_at, now))
    if ends_at is not None:
        auction = replace(auction, ends_at=ends_at, listed_ends_at=ends_at)
    return replace(auction, **offered)


def end_early(auction: Auction, *, now: datetime) -> tuple[Auction, Entry]:
    """
    This function will have the leader win at once, at the price as it stands, reserve or not.

    :raises AuctionNotOpen: if the auction has not started, or is over
    :raises NoBids: if nobody leads
    :raises GoodsReserved: if a buyer is paying
    """
    if not auction.is_running_at(now):
        raise not_open(auction, now)
    if auction.current_price is None:
        raise NoBids
    if auction.is_reserved_at(now):
        raise GoodsReserved

    entry = Entry(
        seq=auction.seq + 1,
        bidder_id=auction.seller_id,
        amount=auction.current_price,
        at=now,
        kind=EntryKind.EARLY_END,
    )
    won = replace(auction, state=AuctionState.WON, seq=entry.seq, reserved_until=None)
    return won, entry


def sell(auction: Auction) -> Auction:
    """
    This function will make won goods sold, as they have been paid.

    :raises AuctionNotWon: if they are not waiting to be paid
    """
    _refuse_unless_won(auction)
    if auction.leader_id is None:
        raise AuctionNotWon
    return replace(auction, state=AuctionState.SOLD)


def unsell(auction: Auction) -> Auction:
    """
    This function will make sold goods failed, as they will not change hands.

    :raises AuctionNotSold: if they are not sold
    """
    if auction.state is not AuctionState.SOLD:
        raise AuctionNotSold
    return replace(auction, state=AuctionState.FAILED)


def fail(auction: Auction) -> Auction:
    """
    This function will make won goods failed, as nobody paid.

    :raises AuctionNotWon: if they are not waiting to be paid
    """
    _refuse_unless_won(auction)
    return replace(auction, state=AuctionState.FAILED)


def relist(
    auction: Auction, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> tuple[Auction, Entry]:
    """
    This function will put failed goods up again, without the bids of before.

    The log goes on with an entry of the seller's; what was entered before it counts no more.

    :raises AuctionNotFailed: if the goods have not failed
    """
    if auction.state is not AuctionState.FAILED:
        raise AuctionNotFailed

    entry = Entry(
        seq=auction.seq + 1,
        bidder_id=auction.seller_id,
        amount=auction.start_price,
        at=now,
        kind=EntryKind.RELISTING,
    )
    relisted = replace(
        auction,
        state=AuctionState.SCHEDULED if starts_at > now else AuctionState.OPEN,
        starts_at=max(starts_at, now),
        ends_at=ends_at,
        listed_ends_at=ends_at,
        extensions=0,
        current_price=None,
        leader_id=None,
        maximum=None,
        seq=entry.seq,
        bid_count=0,
        reserved_by=None,
        reserved_until=None,
    )
    return relisted, entry


def _refuse_unless_won(auction: Auction) -> None:
    if auction.state is not AuctionState.WON:
        raise AuctionNotWon
