"""How does an auction begin and end? At its moment by the database's clock, exactly once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from grpc_services import outbox
from grpc_services.auction import engine
from grpc_services.auction.engine import Rules, State
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
    snapshot,
)
from grpc_services.errors import Conflict
from grpc_services.facts import Fact, alarm, atomic
from models.auction import Auction, BidEntry, UnpaidWin
from models.base import tuples
from models.dialect import database_now, insert_once

#: A minute's look ahead never brings more; what is left comes with the next look.
_DUE_MOST = 20_000


class AuctionNotWon(Conflict):
    """Nobody has won these goods, or the win was taken back."""


@dataclass(frozen=True)
class Win:
    """Goods that somebody has won and not paid for yet."""

    goods_id: int
    #: Of the auction's log when it was won.
    seq: int
    seller_id: int
    winner_id: int
    price: int


def due_auctions(*, until: datetime) -> list[tuple[int, datetime]]:
    """This function will list what is to be opened or closed before `until`, and when."""
    starting = (
        Auction.select(Auction.goods, Auction.starts_at)
        .where(Auction.state == "SCHEDULED", Auction.starts_at < until)
        .limit(_DUE_MOST)
        .tuples()
    )
    ending = (
        Auction.select(Auction.goods, Auction.ends_at)
        .where(Auction.state == "OPEN", Auction.ends_at < until)
        .order_by(Auction.ends_at)
        .limit(_DUE_MOST)
        .tuples()
    )
    return [*starting, *ending]


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
    save_auctions(changed)
    _keep_wins(changed)
    outbox.append(_facts(changed, rules), now=now)
    return [
        (goods_id, row.auction.starts_at if now < row.auction.starts_at else row.auction.ends_at)
        for goods_id, row in after.items()
        if row.auction.state in (State.SCHEDULED, State.OPEN)
    ]


def _advanced(row: HotRow, now: datetime) -> HotRow:
    auction = row.auction
    if auction.state not in (State.SCHEDULED, State.OPEN):
        return row
    if now >= auction.ends_at:
        return HotRow(engine.close(auction, now=now), row.last_hash)
    if auction.state is State.SCHEDULED and now >= auction.starts_at:
        return HotRow(replace(auction, state=State.OPEN), row.last_hash)
    return row


def _keep_wins(rows: Collection[HotRow]) -> None:
    insert_once(
        UnpaidWin,
        [
            {"goods_id": row.auction.goods_id, "member_id": row.auction.leader_id}
            for row in rows
            if row.auction.state is State.WON
        ],
    )


def _facts(rows: Collection[HotRow], rules: Rules) -> list[tuple[str, Fact]]:
    if not rows:
        return []
    members = leaders_of(rows)
    bidders = _bidders_of([row.auction.goods_id for row in rows])
    facts = [
        outcome(row.auction, snapshot(row.auction, rules, members), bidders[row.auction.goods_id])
        for row in rows
    ]
    return [(type(fact).__name__, fact) for fact in facts]


def outcome(auction: engine.Auction, seen: Snapshot, bidders: set[int]) -> Fact:
    """This function will tell what has become of an auction that was opened or closed."""
    if auction.state is State.OPEN:
        return AuctionOpened(seller_id=auction.seller_id, auction=seen)
    if auction.state is State.WON:
        return AuctionWon(
            goods_id=auction.goods_id,
            seller_id=auction.seller_id,
            auction=seen,
            winner_id=auction.leader_id or 0,
            price=auction.current_price or 0,
            losers=sorted(bidders - {auction.leader_id or 0}),
        )
    return AuctionFailed(seller_id=auction.seller_id, auction=seen, losers=sorted(bidders))


def _bidders_of(goods_ids: Collection[int]) -> dict[int, set[int]]:
    bidders: dict[int, set[int]] = defaultdict(set)
    query = BidEntry.select(BidEntry.goods_id, BidEntry.bidder_id).distinct()
    rows = tuples(query.where(BidEntry.goods_id.in_(list(goods_ids))))
    for goods_id, bidder_id in rows:
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
    if row is None or row.auction.state is not State.WON:
        raise AuctionNotWon
    auction = row.auction
    return Win(
        goods_id,
        auction.seq,
        auction.seller_id,
        auction.leader_id or 0,
        auction.current_price or 0,
    )


@alarm(AuctionSold)
def mark_sold(*, goods_id: int, rules: Rules) -> AuctionSold:
    """
    This function will note that the winner has paid.

    :raises AuctionNotWon: if nobody has won the goods, or they are paid for already
    """
    row = lock_auctions([goods_id]).get(goods_id)
    if row is None or row.auction.state is not State.WON:
        raise AuctionNotWon

    sold = HotRow(replace(row.auction, state=State.SOLD), row.last_hash)
    save_auctions([sold])
    UnpaidWin.delete().where(UnpaidWin.goods_id == goods_id).execute()
    return AuctionSold(
        seller_id=sold.auction.seller_id,
        auction=snapshot(sold.auction, rules, leaders_of([sold])),
    )


def due_within(*, seconds: float, now: datetime) -> list[tuple[int, datetime]]:
    """This function will list what is to be opened or closed within `seconds`."""
    return due_auctions(until=now + timedelta(seconds=seconds))
