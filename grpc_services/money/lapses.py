"""When does an order end that nobody has paid? Once the provider says so as well."""

from datetime import datetime, timedelta

from grpc_services.auction import second_chances
from grpc_services.auction.house import House
from grpc_services.facts import tells
from grpc_services.money import looking
from grpc_services.trade import reservations
from grpc_services.trade.facts import OrderUnpaid
from grpc_services.trade.orders import move
from grpc_services.trade.strikes import give_strike
from models.trade import Order

#: Until it is tried again, while the provider is being asked.
SOON = timedelta(seconds=2)


def end_unpaid(*, order: Order, house: House, now: datetime) -> bool:
    """
    This function will end a locked order that nobody has paid in time, and free its goods.

    It says whether it did: not while the provider is being asked.
    """
    if looking.ask_before_the_end(order=order, now=now):
        return False
    if reservations.is_reservation(order_id=order.order_id):
        reservations.lapse(order=order, house=house, now=now)
    else:
        _give_up(order=order, house=house, now=now)
    return True


@tells(OrderUnpaid)
def _give_up(*, order: Order, house: House, now: datetime) -> Order:
    second_chances.pass_on(goods_id=order.goods_id, house=house)
    give_strike(member_id=order.buyer_id, order=order, reason="NOT_PAID", now=now)
    return move(order, "UNPAID", at=now)
