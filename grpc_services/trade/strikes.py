"""Who has let somebody down, and what follows from that?"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from peewee import fn

from grpc_services.facts import atomic, tells_each
from grpc_services.pages import newest
from grpc_services.refusals import NotFound
from grpc_services.trade.facts import StrikeGiven
from models.base import tuples
from models.dialect import add_rows, locked, take_turn
from models.members import Member
from models.trade import Order, Strike

#: So many as a buyer, in so long, bar from bidding for a while.
_MOST, _WITHIN, _BARRED = 3, timedelta(days=90), timedelta(days=30)


Side = Literal["BUYER", "SELLER"]


class StrikeNotFound(NotFound):
    """There is no such strike."""


@tells_each(StrikeGiven)
def give_strikes(
    *, orders: Sequence[Order], side: Side, reason: str, now: datetime
) -> list[Strike]:
    """This function will note that one side of some orders let the other side down."""
    member_ids = [one.buyer_id if side == "BUYER" else one.seller_id for one in orders]
    # Two at once would each count the other out.
    take_turn(Member, member_ids)
    strikes = [
        Strike(member_id=member_id, order=order, side=side, reason=reason, created_at=now)
        for member_id, order in zip(member_ids, orders, strict=True)
    ]
    add_rows(strikes)
    _bar_from_bidding(member_ids, now)
    return strikes


def _bar_from_bidding(member_ids: Collection[int], now: datetime) -> None:
    struck = _counting(member_ids, now).select(Strike.member_id).group_by(Strike.member_id)
    barred = [number for (number,) in tuples(struck.having(fn.COUNT(Strike.strike_id) >= _MOST))]
    if barred:
        Member.update(no_bids_until=now + _BARRED).where(Member.member_id.in_(barred)).execute()


def _counting(member_ids: Collection[int], now: datetime) -> Any:
    return Strike.select().where(
        Strike.member_id.in_(list(member_ids)),
        Strike.side == "BUYER",
        Strike.created_at > now - _WITHIN,
        Strike.lifted_at.is_null(),
    )


@atomic
def lift_strike(*, strike_id: int, now: datetime) -> Strike:
    """
    This function will count a strike no more; a second time changes nothing.

    :raises StrikeNotFound: if there is none
    """
    strike = locked(Strike.select().where(Strike.strike_id == strike_id)).first()
    if strike is None:
        raise StrikeNotFound
    if strike.lifted_at is None:
        strike.lifted_at = now
        strike.save(only=[Strike.lifted_at])
        if _counting([strike.member_id], now).count() < _MOST:
            mine = Member.member_id == strike.member_id
            Member.update(no_bids_until=None).where(mine).execute()
    return strike


def strikes_of(*, member_id: int, limit: int, cursor: str) -> tuple[list[Strike], str | None]:
    """:raises InvalidCursor: if the cursor is not ours"""
    query = Strike.select().where(Strike.member_id == member_id)
    rows, following = newest(query, Strike.member_id, Strike.strike_id, limit=limit, cursor=cursor)
    orders = Order.select().where(Order.order_id.in_([row.order_id for row in rows]))
    found = {order.order_id: order for order in orders}
    for row in rows:
        row.order = found[row.order_id]
    return rows, following
