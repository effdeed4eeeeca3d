"""When does an order end that nobody has paid? Once the provider says so as well."""

from datetime import datetime, timedelta

from grpc_services.auction.house import House
from grpc_services.facts import atomic
from grpc_services.money import looking
from grpc_services.trade import reservations
from grpc_services.trade.orders import lock_order

#: Until it is tried again, while the provider is being asked.
_SOON = timedelta(seconds=2)


@atomic
def cancel_lapsed(*, order_id: int, house: House) -> datetime | None:
    """
    This function will cancel an order whose reservation has lapsed; any other stays as it is.

    It returns when to come back, if the reservation has not lapsed, or may have been paid in time.

    :raises OrderNotFound: if there is no such order
    """
    order = lock_order(order_id)
    now = house.clock()
    if not reservations.is_reservation(order_id=order_id):
        return None
    if now < order.due_at:
        return order.due_at
    if looking.ask_before_the_end(order=order, now=now):
        return now + _SOON

    reservations.lapse(order=order, house=house, now=now)
    return None
