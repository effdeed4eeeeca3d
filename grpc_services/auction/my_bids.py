"""Where has a member bid, and how do they stand there?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from grpc_services.catalogue.goods import Lot, lots_of
from grpc_services.pages import microseconds, moment_at, page, position
from models.auction import Auction, BidEntry
from models.base import UtcField

_utc = UtcField()


@dataclass(frozen=True)
class MyBid:
    """How a member stands with one lot; prices in won."""

    lot: Lot
    state: str
    amount: int
    maximum: int
    at: datetime


def my_bids(
    *, member_id: int, state: str | None, limit: int, cursor: str
) -> tuple[list[MyBid], str | None]:
    """
    This function will list the goods on which bids of a member stand, the latest bid first.

    :raises InvalidCursor: if the cursor is not ours
    """
    standing = _standing(member_id)
    bid_at = fn.MAX(standing.c.placed_at)
    query = (
        Auction.select(Auction.goods, fn.MAX(standing.c.amount), fn.MAX(standing.c.maximum), bid_at)
        .join(standing, on=(standing.c.goods_id == Auction.goods))
        .where(standing.c.placed_at >= Auction.starts_at)
        .group_by(Auction.goods)
        .order_by(bid_at.desc(), Auction.goods.desc())
    )
    if state is not None:
        query = query.where(_STATES[state](member_id))
    start = position(cursor, parts=2)
    if start:
        moment = _utc.db_value(moment_at(start[0]))
        query = query.having((bid_at < moment) | ((bid_at == moment) & (Auction.goods < start[1])))
    rows, following = page(query.tuples(), limit, _place)
    lots = lots_of(goods_ids=[row[0] for row in rows])
    return [_my_bid(lots[row[0]], member_id, *row[1:]) for row in rows], following


def _standing(member_id: int) -> Any:
    """
    The bids that a member asked for and did not take back.

    Entries are put together by the bid that they are about, in one pass. Looking for a retraction
    of each bid would take as many looks as there are pairs.
    """
    was_asked_for = BidEntry.idempotency_key.is_null(False)
    return (
        BidEntry.select(
            BidEntry.goods_id,
            fn.MAX(BidEntry.amount).alias("amount"),
            fn.MAX(fn.COALESCE(BidEntry.maximum, BidEntry.amount)).alias("maximum"),
            fn.MAX(BidEntry.placed_at).alias("placed_at"),
        )
        .where(BidEntry.bidder_id == member_id, was_asked_for | BidEntry.retracts.is_null(False))
        .group_by(BidEntry.goods_id, fn.COALESCE(BidEntry.retracts, BidEntry.seq))
        .having(fn.COUNT(BidEntry.retracts) == 0)
        .alias("standing")
    )


_RUNNING, _WON = ("SCHEDULED", "OPEN"), ("WON", "SOLD")
_STATES = {
    "LEADING": lambda me: Auction.state.in_(_RUNNING) & (Auction.leader_id == me),
    "OUTBID": lambda me: Auction.state.in_(_RUNNING) & (Auction.leader_id != me),
    "WON": lambda me: Auction.state.in_(_WON) & (Auction.leader_id == me),
    "LOST": lambda me: (
        Auction.state.not_in(_RUNNING) & (Auction.state.not_in(_WON) | (Auction.leader_id != me))
    ),
}


def _place(row: Any) -> tuple[int, int]:
    return microseconds(_moment(row[3])), row[0]


def _moment(value: Any) -> datetime:
    moment: Any = _utc.python_value(value)
    return moment


def _my_bid(lot: Lot, member_id: int, amount: int, maximum: int, at: Any) -> MyBid:
    auction = lot.auction
    leads = auction.leader_id == member_id
    return MyBid(
        lot=lot,
        state=_state(auction, leads),
        amount=(leads and auction.current_price) or amount,
        maximum=maximum,
        at=_moment(at),
    )


def _state(auction: Auction, leads: bool) -> str:
    if auction.state in _RUNNING:
        return "LEADING" if leads else "OUTBID"
    return "WON" if leads and auction.state in _WON else "LOST"
