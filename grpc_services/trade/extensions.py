"""How does a seller get more time to ship? Once, if the buyer agrees."""

from datetime import datetime

from grpc_services.facts import atomic, tells
from grpc_services.refusals import Conflict
from grpc_services.trade import deadlines
from grpc_services.trade.facts import ExtensionAccepted, ExtensionAsked
from grpc_services.trade.orders import SENT, AlreadyShipped, OrderNotPaid, lock_order
from models.trade import Order


class ExtensionAskedBefore(Conflict):
    """A seller asks for more time once."""


class ExtensionNotAsked(Conflict):
    """The seller has not asked for more time."""


class ExtensionTooLate(Conflict):
    """The time to ship is over."""


@tells(ExtensionAsked)
def ask_for_extension(*, member_id: int, order_id: int, days: int, now: datetime) -> Order:
    """
    This function will have the buyer be asked for so many business days more to ship.

    :raises OrderNotFound: if the member has not sold it
    :raises AlreadyShipped: if it is on its way
    :raises OrderNotPaid: if nothing is to be sent
    :raises ExtensionTooLate: if the time to ship is over
    :raises ExtensionAskedBefore: if the buyer has been asked before
    """
    order = lock_order(order_id, seller_id=member_id)

    _refuse_unless_to_be_shipped(order, now)
    if order.extension_days is not None:
        raise ExtensionAskedBefore

    order.extension_days = days
    order.save(only=[Order.extension_days])
    return order


@atomic
def accept_extension(*, member_id: int, order_id: int, now: datetime) -> Order:
    """
    This function will give the seller the time that they have asked for; again changes nothing.

    :raises OrderNotFound: if the member has not bought it
    :raises AlreadyShipped: if it is on its way
    :raises OrderNotPaid: if nothing is to be sent
    :raises ExtensionTooLate: if the time to ship is over
    :raises ExtensionNotAsked: if the seller has not asked
    """
    order = lock_order(order_id, buyer_id=member_id)

    _refuse_unless_to_be_shipped(order, now)
    if order.extension_days is None:
        raise ExtensionNotAsked

    return order if order.extended_at else _extend(order=order, now=now)


@tells(ExtensionAccepted)
def _extend(*, order: Order, now: datetime) -> Order:
    order.extended_at = now
    deadlines.extend(order, at=now)
    order.save()
    return order


def _refuse_unless_to_be_shipped(order: Order, now: datetime) -> None:
    if order.state in SENT:
        raise AlreadyShipped
    if order.state != "PAID" or order.ship_due_at is None:
        raise OrderNotPaid
    if now >= order.ship_due_at:
        raise ExtensionTooLate
