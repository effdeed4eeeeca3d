"""What waits for a job that may have been lost?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN

from models.auction import UnpaidWin
from models.trade import Order, OrderEvent

#: Of each kind, in one answer; the rest comes with the next.
_MOST = 500


@dataclass(frozen=True)
class Unfinished:
    """Whatever follows from these may be done twice."""

    won_goods_ids: list[int]
    confirmed_order_ids: list[int]


def unfinished_work(*, older_than: timedelta, now: datetime) -> Unfinished:
    """This function will list what should have gone on by itself and has not for `older_than`."""
    moment = now - older_than
    return Unfinished(
        won_goods_ids=[row.goods_id for row in _wins_without_order()],
        confirmed_order_ids=[row.order_id for row in _confirmed(moment)],
    )


def _wins_without_order() -> Any:
    its_order = (Order.goods == UnpaidWin.goods_id) & (Order.buyer_id == UnpaidWin.member_id)
    # The winner may have let a reservation of the same goods lapse before.
    its_order &= Order.state == "AWAITING_PAYMENT"
    query = UnpaidWin.select(UnpaidWin.goods_id).join(Order, JOIN.LEFT_OUTER, on=its_order)
    return query.where(Order.order_id.is_null()).limit(_MOST)


def _confirmed(moment: datetime) -> Any:
    is_confirmed = (OrderEvent.state == "CONFIRMED") & (OrderEvent.at <= moment)
    query = Order.select(Order.order_id).join(OrderEvent, on=(OrderEvent.order == Order.order_id))
    return query.where(Order.state == "CONFIRMED", is_confirmed).limit(_MOST)
