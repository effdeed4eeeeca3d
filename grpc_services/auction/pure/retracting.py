"""How is a bid taken back? The auction becomes what it would have been had that bid never come.

Price, leader and number of bids are found anew from the bids that stand, in their order. What was
accepted stays accepted, even where the price without the bid comes out higher by part of an
increment. Time is not taken back: an end that was announced stays, and so do its extensions.
"""

import enum
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from grpc_services.auction.pure.bidding import Bid, Book
from grpc_services.auction.pure.state import (
    Auction,
    Bidder,
    Entry,
    EntryKind,
    Lead,
    Rules,
    not_open,
    rfc3339,
)
from grpc_services.refusals import Conflict, NotFound

#: How long one may notice a slip of the finger.
MISTYPED_WITHIN = timedelta(minutes=5)

#: How long before the end bids become binding even if the description changes.
BINDING_BEFORE_END = timedelta(hours=1)


class Reason(enum.StrEnum):
    MISTYPED = "MISTYPED"
    CHANGED_DESCRIPTION = "CHANGED_DESCRIPTION"


class BidNotFound(NotFound):
    """The member has made no such bid on these goods."""


class BidAutomatic(Conflict):
    """A proxy's bid goes with the maximum behind it; that one can be taken back."""


class AlreadyRetracted(Conflict):
    """The bid was taken back before."""


class RetractionTooLate(Conflict):
    """The bid is binding; `until` says up to when it could be taken back for this reason."""


def retract(
    auction: Auction,
    log: Sequence[Entry],
    *,
    seq: int,
    member_id: int,
    reason: Reason,
    now: datetime,
    rules: Rules,
    base: Lead | None = None,
) -> tuple[Auction, Entry]:
    """
    This function will take back the bid `seq` of a member.

    It is given the auction's log in order: the whole of it, or what came after `base` led, as far
    as no bid of before then was taken back since.

    :raises AuctionNotOpen: if the auction has not started, or is over
    :raises BidNotFound: if the member has made no such bid
    :raises BidAutomatic: if a proxy made it
    :raises AlreadyRetracted: if that was done before
    :raises RetractionTooLate: if it is too late for the reason
    """
    log = [entry for entry in log if entry.at >= auction.starts_at]
    _refuse(auction, log, seq=seq, member_id=member_id, reason=reason, now=now)

    was = _replayed(auction, base, _standing_bids(log), rules)
    book = _replayed(auction, base, _standing_bids(log, without=seq), rules)
    book.bid_count += auction.bid_count - was.bid_count
    book.seq = auction.seq + 1
    left = book.lead.price if book.lead else 0
    entry = Entry(
        seq=book.seq,
        bidder_id=member_id,
        amount=left,
        at=now,
        kind=EntryKind.RETRACTION,
        retracts=seq,
    )
    return book.auction_after(), entry


def _refuse(
    auction: Auction,
    log: Sequence[Entry],
    *,
    seq: int,
    member_id: int,
    reason: Reason,
    now: datetime,
) -> None:
    if not auction.is_running_at(now):
        raise not_open(auction, now)
    bid = next((entry for entry in log if entry.seq == seq), None)
    if (
        bid is None
        or bid.bidder_id != member_id
        or bid.kind not in (EntryKind.BID, EntryKind.RAISE)
    ):
        raise BidNotFound
    if bid.automatic:
        raise BidAutomatic
    if any(entry.retracts == seq for entry in log):
        raise AlreadyRetracted

    until = bid.at + MISTYPED_WITHIN
    if reason is Reason.CHANGED_DESCRIPTION:
        until = auction.ends_at - BINDING_BEFORE_END
    if now >= until:
        raise RetractionTooLate(until=rfc3339(until))


def _replayed(
    auction: Auction, base: Lead | None, bids: Iterable[tuple[Bid, datetime]], rules: Rules
) -> Book:
    book = Book(auction, rules)
    book.lead, book.bid_count = base, 0
    for bid, at in bids:
        book.enter(bid, at)
    return book


def _standing_bids(log: Sequence[Entry], *, without: int = 0) -> Iterator[tuple[Bid, datetime]]:
    retracted = {without, *(entry.retracts for entry in log)}
    for entry in log:
        is_asked_for = entry.kind in (EntryKind.BID, EntryKind.RAISE) and not entry.automatic
        if is_asked_for and entry.seq not in retracted:
            amount = entry.amount if entry.maximum is None else None
            yield Bid(Bidder(entry.bidder_id), amount, entry.maximum), entry.at
