"""Where has a member bid, and how do they stand there?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from grpc_services.catalogue.goods import Lot, lots_of
from grpc_services.messages import microseconds, moment_at, page, position
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
    bid_at = fn.MAX(BidEntry.placed_at)
    query = _standing(member_id).order_by(bid_at.desc(), BidEntry.goods_id.desc())
    if state is not None:
        query = query.where(_STATES[state](member_id))
    start = position(cursor, parts=2)
    if start:
        moment = _utc.db_value(moment_at(start[0]))
        query = query.having(
            (bid_at < moment) | ((bid_at == moment) & (BidEntry.goods_id < start[1]))
        )
    rows, following = page(query.tuples(), limit, _place)
    lots = lots_of(goods_ids=[row[0] for row in rows])
    return [_my_bid(lots[row[0]], member_id, *row[1:]) for row in rows], following


def _standing(member_id: int) -> Any:
    """The bids asked for since the goods were listed last and not taken back, goods by goods."""
    taken_back = BidEntry.alias("taken_back")
    retractions = (
        taken_back.select(taken_back.goods_id, taken_back.retracts)
        .where(taken_back.bidder_id == member_id, taken_back.retracts.is_null(False))
        .alias("retractions")
    )
    is_retracted = (retractions.c.goods_id == BidEntry.goods_id) & (
        retractions.c.retracts == BidEntry.seq
    )
    return (
        BidEntry.select(
            BidEntry.goods_id,
            fn.MAX(BidEntry.amount),
            fn.MAX(fn.COALESCE(BidEntry.maximum, BidEntry.amount)),
            fn.MAX(BidEntry.placed_at),
        )
        .join(Auction, on=(Auction.goods == BidEntry.goods_id))
        .join(retractions, JOIN.LEFT_OUTER, on=is_retracted)
        # Only what was asked for has a key: automatic entries are passed over by the index.
        .where(
            BidEntry.bidder_id == member_id,
            BidEntry.idempotency_key.is_null(False),
            BidEntry.placed_at >= Auction.starts_at,
            retractions.c.retracts.is_null(),
        )
        .group_by(BidEntry.goods_id)
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
