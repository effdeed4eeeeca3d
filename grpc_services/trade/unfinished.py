"""Which wins wait for a job that may have been lost?"""

from peewee import JOIN

from models.auction import UnpaidWin
from models.trade import Order

#: In one answer; the rest comes with the next.
_MOST = 500


def wins_without_order() -> list[int]:
    """This function will name goods that are won and have no order; it may come all the same."""
    its_order = (Order.goods == UnpaidWin.goods_id) & (Order.buyer_id == UnpaidWin.member_id)
    # The winner may have let a reservation of the same goods lapse before.
    its_order &= Order.state == "AWAITING_PAYMENT"
    query = UnpaidWin.select(UnpaidWin.goods_id).join(Order, JOIN.LEFT_OUTER, on=its_order)
    return [row.goods_id for row in query.where(Order.order_id.is_null()).limit(_MOST)]
