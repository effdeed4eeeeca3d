"""How does an auction begin and end? At its moment by the database's clock, exactly once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services import outbox
from grpc_services.auction.facts import (
    AuctionFailed,
    AuctionOpened,
    AuctionSold,
    AuctionWon,
    Snapshot,
)
from grpc_services.auction.hot_rows import (
    HotRow,
    leaders_of,
    lock_auctions,
    save_auctions,
    save_states,
    seen,
    snapshot,
)
from grpc_services.auction.pure import listing, state
from grpc_services.auction.pure.listing import AuctionNotWon
from grpc_services.auction.pure.state import AuctionState, EntryKind, Rules
from grpc_services.facts import Fact, atomic, tells
from models.auction import BidEntry, UnpaidWin
from models.base import UtcField
from models.dialect import database_now, fetch, insert_rows

#: A minute's look ahead never brings more; what is left comes with the next look.
_DUE_MOST = 20_000
_utc = UtcField()


@dataclass(frozen=True)
class Win:
    """Goods that somebody has won and not paid for yet."""

    goods_id: int
    #: Of the entry of the log that it follows from.
    seq: int
    seller_id: int
    winner_id: int
    price: int


#: In ten thousands at a time, every second: too hot for the query builder, as all that closes.
_STARTING = f"FROM auction WHERE state IN (?) AND starts_at < (?) LIMIT {_DUE_MOST}"
_ENDING = f"FROM auction WHERE state IN (?) AND ends_at < (?) ORDER BY ends_at LIMIT {_DUE_MOST}"


def due_auctions(*, until: datetime) -> list[tuple[int, datetime]]:
    """This function will list what is to be opened or closed before `until`, and when."""
    moment = _utc.db_value(until)
    starting = fetch("goods_id, starts_at", _STARTING, [AuctionState.SCHEDULED], [moment])
    ending = fetch("goods_id, ends_at", _ENDING, [AuctionState.OPEN], [moment])
    return [(goods_id, _utc.python_value(at) or until) for goods_id, at in (*starting, *ending)]


@atomic
def advance_auctions(*, goods_ids: Collection[int], rules: Rules) -> list[tuple[int, datetime]]:
    """
    This function will open what has started and close what has ended, each exactly once.

    It returns those that are still to come, and when: a late bid may have moved the end.
    """
    rows = lock_auctions(goods_ids)
    # Only after the locks were given is the time that decides; a bid may have held them.
    now = database_now()

    after = {goods_id: _advanced(row, now) for goods_id, row in rows.items()}
    changed = [row for goods_id, row in after.items() if row is not rows[goods_id]]
    save_states(changed)
    keep_wins(changed)
    outbox.append(_facts(changed, rules), now=now)
    return [
        (goods_id, row.auction.starts_at if now < row.auction.starts_at else row.auction.ends_at)
        for goods_id, row in after.items()
        if row.auction.state in (AuctionState.SCHEDULED, AuctionState.OPEN)
    ]


def _advanced(row: HotRow, now: datetime) -> HotRow:
    auction = row.auction
    if auction.state not in (AuctionState.SCHEDULED, AuctionState.OPEN):
        return row
    if now >= auction.ends_at:
        return HotRow(listing.close(auction, now=now), row.last_hash)
    if auction.state is AuctionState.SCHEDULED and now >= auction.starts_at:
        return HotRow(listing.start(auction, now=now), row.last_hash)
    return row


def keep_wins(rows: Collection[HotRow]) -> None:
    """This function will note who has won and has to pay."""
    won = [row.auction for row in rows if row.auction.state is AuctionState.WON]
    wins = [(auction.goods_id, auction.leader_id) for auction in won]
    insert_rows("unpaid_win", ("goods_id", "member_id"), wins, once=True)


def _facts(rows: Collection[HotRow], rules: Rules) -> list[tuple[str, Fact]]:
    if not rows:
        return []
    members = leaders_of(rows)
    bidders = _bidders_of([row.auction.goods_id for row in rows if row.auction.seq])
    facts = [
        outcome(row.auction, snapshot(row.auction, rules, members), bidders[row.auction.goods_id])
        for row in rows
    ]
    return [(type(fact).__name__, fact) for fact in facts]


def outcome(auction: state.Auction, shown: Snapshot, bidders: set[int]) -> Fact:
    """This function will tell what has become of an auction that was opened or closed."""
    if auction.state is AuctionState.OPEN:
        return AuctionOpened(seller_id=auction.seller_id, auction=shown)
    if auction.state is AuctionState.WON:
        return AuctionWon(
            goods_id=auction.goods_id,
            seller_id=auction.seller_id,
            auction=shown,
            winner_id=auction.leader_id or 0,
            price=auction.current_price or 0,
            losers=sorted(bidders - {auction.leader_id or 0}),
        )
    return AuctionFailed(seller_id=auction.seller_id, auction=shown, losers=sorted(bidders))


#: Whoever bid before the goods were relisted has heard how that ended.
_BIDDERS = (
    "FROM bids b JOIN auction a ON a.goods_id = b.goods_id AND b.placed_at >= a.starts_at"
    " WHERE b.kind IN (?) AND b.goods_id IN (?) GROUP BY b.goods_id, b.bidder_id"
)


def _bidders_of(goods_ids: Collection[int]) -> dict[int, set[int]]:
    bidders: dict[int, set[int]] = defaultdict(set)
    found = fetch("b.goods_id, b.bidder_id", _BIDDERS, [EntryKind.BID, EntryKind.RAISE], goods_ids)
    for goods_id, bidder_id in found:
        bidders[goods_id].add(bidder_id)
    return bidders


def bidders_of(goods_id: int) -> set[int]:
    """This function will name everybody who has bid on goods."""
    return _bidders_of([goods_id])[goods_id]


def lock_win(*, goods_id: int) -> Win:
    """
    This function will lock won goods for this transaction.

    :raises AuctionNotWon: if nobody has won the goods, or they are paid for
    """
    row = lock_auctions([goods_id]).get(goods_id)
    if row is None or row.auction.state is not AuctionState.WON:
        raise AuctionNotWon
    auction = row.auction
    return Win(
        goods_id,
        _winning_seq(goods_id),
        auction.seller_id,
        auction.leader_id or 0,
        auction.current_price or 0,
    )


def _winning_seq(goods_id: int) -> int:
    # A reservation that came to nothing has an order of its own, under its own `seq`.
    query = BidEntry.select(BidEntry.seq).where(
        BidEntry.goods_id == goods_id, BidEntry.kind != EntryKind.RESERVATION
    )
    return int(query.order_by(BidEntry.seq.desc()).limit(1).scalar() or 0)


def moment_at(*, goods_id: int) -> datetime:
    """This function will lock goods, and tell the time that decides on them: bids had to wait."""
    lock_auctions([goods_id])
    return database_now()


def is_won(*, goods_id: int, seq: int, member_id: int) -> bool:
    """This function will say whether a member's win, by an entry of the log, waits to be paid."""
    try:
        win = lock_win(goods_id=goods_id)
    except AuctionNotWon:
        return False
    return (win.winner_id, win.seq) == (member_id, seq)


@tells(AuctionSold)
def mark_sold(*, goods_id: int, rules: Rules) -> AuctionSold:
    """
    This function will note that the winner has paid.

    :raises AuctionNotWon: if nobody has won the goods, or they are paid for already
    """
    row = lock_auctions([goods_id]).get(goods_id)

    if row is None:
        raise AuctionNotWon

    sold = HotRow(listing.sell(row.auction), row.last_hash)
    save_auctions([sold])
    UnpaidWin.delete().where(UnpaidWin.goods_id == goods_id).execute()
    return AuctionSold(seller_id=sold.auction.seller_id, auction=seen(sold, rules))


def due_within(*, seconds: float, now: datetime) -> list[tuple[int, datetime]]:
    """This function will list what is to be opened or closed within `seconds`."""
    return due_auctions(until=now + timedelta(seconds=seconds))
