"""Who may have the goods when the winner has not paid? Whoever bid next, one after the other."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from grpc_services.auction.pure.listing import AuctionNotWon
from grpc_services.auction.pure.state import Auction, AuctionState, Entry, EntryKind

#: Of offers that follow one win.
MOST = 3


class Chance(NamedTuple):
    """What a member bid at most, and by which entry; equal ones: the earlier comes first."""

    price: int
    seq: int
    member_id: int


def in_line(auction: Auction, log: Sequence[Entry]) -> list[Chance]:
    """
    This function will tell who comes next, and at which price, by the log of a won listing.

    Below the reserve nothing is sold. Nobody comes twice, and after `MOST` offers nobody does.
    """
    offered = [entry.bidder_id for entry in log if entry.kind is EntryKind.SECOND_CHANCE]
    if len(offered) >= MOST:
        return []
    ranked = _ranked(log)
    numbers = [n for n, chance in enumerate(ranked) if chance.member_id in offered[-1:]]
    # The first of all has won.
    below = ranked[(numbers or [0])[0] + 1 :]
    return [chance for chance in below if chance.price >= (auction.reserve_price or 0)]


def offer(auction: Auction, chance: Chance, *, now: datetime) -> tuple[Auction, Entry]:
    """
    This function will offer won goods, which nobody leads for meanwhile, to whoever comes next.

    :raises AuctionNotWon: if they have not been won, or are sold
    """
    if auction.state is not AuctionState.WON:
        raise AuctionNotWon

    entry = Entry(
        seq=auction.seq + 1,
        bidder_id=chance.member_id,
        amount=chance.price,
        at=now,
        kind=EntryKind.SECOND_CHANCE,
    )
    offered = replace(
        auction, leader_id=None, current_price=chance.price, maximum=None, seq=entry.seq
    )
    return offered, entry


def accept(auction: Auction, *, member_id: int) -> Auction:
    """
    This function will have the goods be won at the price at which they are offered.

    :raises AuctionNotWon: if they are not on offer
    """
    if auction.state is not AuctionState.WON or auction.leader_id is not None:
        raise AuctionNotWon
    return replace(auction, leader_id=member_id, maximum=auction.current_price)


def _ranked(log: Iterable[Entry]) -> list[Chance]:
    retracted = {entry.retracts for entry in log}
    best: dict[int, Chance] = {}
    for entry in log:
        is_bid = entry.kind in (EntryKind.BID, EntryKind.RAISE) and not entry.automatic
        if is_bid and entry.seq not in retracted:
            chance = Chance(entry.maximum or entry.amount, entry.seq, entry.bidder_id)
            best[entry.bidder_id] = min(chance, best.get(entry.bidder_id, chance), key=_rank)
    return sorted(best.values(), key=_rank)


def _rank(chance: Chance) -> tuple[int, int]:
    return -chance.price, chance.seq
