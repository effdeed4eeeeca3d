"""When does an order end that nobody has paid? Once the provider says so as well."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from grpc_services.auction import second_chances
from grpc_services.auction.hot_rows import lock_auctions
from grpc_services.auction.house import House
from grpc_services.facts import tells_each
from grpc_services.money import looking
from grpc_services.trade import reservations
from grpc_services.trade.facts import OrderUnpaid
from grpc_services.trade.orders import move_all
from grpc_services.trade.strikes import give_strikes
from models.trade import Order

#: Until it is tried again, while the provider is being asked.
SOON = timedelta(seconds=2)


def end_unpaid(*, orders: Sequence[Order], house: House, now: datetime) -> list[Order]:
    """
    This function will end locked orders that nobody has paid in time, and free their goods.

    It gives back those that the provider is being asked about, which do not end yet.
    """
    asked = looking.ask_before_the_end(orders=orders, now=now)
    over = [order for order in orders if order.order_id not in asked]
    lock_auctions([order.goods_id for order in over])
    reserved = reservations.reserved_by(order_ids=[order.order_id for order in over])
    for order in over:
        if order.order_id in reserved:
            reservations.lapse(order=order, house=house, now=now)
    if won := [order for order in over if order.order_id not in reserved]:
        _give_up(orders=won, house=house, now=now)
    return [order for order in orders if order.order_id in asked]


@tells_each(OrderUnpaid)
def _give_up(*, orders: Sequence[Order], house: House, now: datetime) -> Sequence[Order]:
    for order in orders:
        second_chances.pass_on(goods_id=order.goods_id, house=house)
    give_strikes(orders=orders, side="BUYER", reason="NOT_PAID", now=now)
    return move_all(orders, "UNPAID", at=now)
