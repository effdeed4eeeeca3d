"""Who is reminded of what, before it is too late?"""

from datetime import datetime

from grpc_services.facts import tells
from grpc_services.trade.facts import ConfirmationStillDue, PaymentStillDue, ShipmentStillDue
from models.trade import Order

_HOUR = 3600


@tells(PaymentStillDue)
def remind_to_pay(*, order: Order, now: datetime) -> tuple[Order, int]:
    """This function will have a buyer told how long there is left to pay."""
    return order, max(1, round((order.due_at - now).total_seconds() / _HOUR))


@tells(ShipmentStillDue)
def remind_to_ship(*, order: Order, now: datetime) -> Order:
    return order


@tells(ConfirmationStillDue)
def remind_to_confirm(*, order: Order, now: datetime) -> Order:
    return order
