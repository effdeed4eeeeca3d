"""Who has let somebody down, and what follows from that?"""

from datetime import datetime, timedelta
from typing import Any

from grpc_services.facts import atomic, tells
from grpc_services.pages import newest
from grpc_services.refusals import NotFound
from grpc_services.trade.facts import StrikeGiven
from models.dialect import locked
from models.members import Member
from models.trade import Order, Strike

#: So many as a buyer, in so long, bar from bidding for a while.
_MOST, _WITHIN, _BARRED = 3, timedelta(days=90), timedelta(days=30)


class StrikeNotFound(NotFound):
    """There is no such strike."""


@tells(StrikeGiven)
def give_strike(*, member_id: int, order: Order, reason: str, now: datetime) -> Strike:
    """This function will note that a member let the other side of an order down."""
    # Two at once would each count the other out.
    locked(Member.select(Member.member_id).where(Member.member_id == member_id)).first()
    strike = Strike.create(
        member_id=member_id,
        order=order,
        side="BUYER" if member_id == order.buyer_id else "SELLER",
        reason=reason,
        created_at=now,
    )
    _bar_from_bidding(member_id, now)
    return strike


def _bar_from_bidding(member_id: int, now: datetime) -> None:
    if _counting(member_id, now).count() >= _MOST:
        Member.update(no_bids_until=now + _BARRED).where(Member.member_id == member_id).execute()


def _counting(member_id: int, now: datetime) -> Any:
    return Strike.select().where(
        Strike.member_id == member_id,
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
        if _counting(strike.member_id, now).count() < _MOST:
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
