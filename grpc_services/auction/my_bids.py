"""Where has a member bid, and how do they stand there?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from grpc_services.catalogue.lots import Lot, lots_of
from grpc_services.pages import PAGE, cut, earlier, microseconds, position
from models.auction import MemberBid
from models.dialect import by_index

_INDEX = (MemberBid.member_id, MemberBid.state, MemberBid.bid_at, MemberBid.goods_id)
_STATES = ("LEADING", "OUTBID", "WON", "LOST")


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
    size = limit or PAGE
    # Each state has the order of its own in the index; all together would have to be sorted.
    found = _latest(member_id, [state] if state else _STATES, position(cursor, parts=2), size + 1)
    rows, following = cut(found, size, _place)
    lots = lots_of(goods_ids=[row.goods_id for row in rows], viewer_id=member_id)
    by_goods = {row.goods_id: row for row in rows}
    return [_my_bid(lot, by_goods[lot.goods_id]) for lot in lots], following


def _latest(
    member_id: int, states: Iterable[str], start: tuple[int, ...] | None, most: int
) -> list[MemberBid]:
    query = MemberBid.select().where(
        MemberBid.member_id == member_id, earlier(MemberBid.bid_at, MemberBid.goods_id, start)
    )
    query = (
        by_index(query, *_INDEX)
        .order_by(MemberBid.bid_at.desc(), MemberBid.goods_id.desc())
        .limit(most)
    )
    found = [row for state in states for row in query.where(MemberBid.state == state)]
    return sorted(found, key=_place, reverse=True)[:most]


def _place(row: MemberBid) -> tuple[int, int]:
    return microseconds(row.bid_at), row.goods_id


def _my_bid(lot: Lot, row: MemberBid) -> MyBid:
    leads = lot.leader_id == row.member_id
    return MyBid(
        lot=lot,
        state=row.state,
        amount=(leads and lot.current_price) or row.amount,
        maximum=row.maximum,
        at=row.bid_at,
    )
