"""What is due by now? Orders whose time has come are worked off, the longest overdue first."""

from collections.abc import Callable
from datetime import datetime, timedelta

import peewee
import structlog

from grpc_services.auction.house import House
from grpc_services.facts import atomic
from grpc_services.money import calling_off, lapses
from grpc_services.trade import orders, reminders
from grpc_services.trade.deadlines import Act, plan_next
from models.dialect import database_now
from models.trade import Order

log = structlog.get_logger()

#: In one call; what is left is due still.
MOST = 50
#: Something is wrong with this order; the others go on.
_PUT_OFF = timedelta(minutes=10)


def act_on_due_orders(*, house: House) -> int:
    """
    This function will do what is due, each order by itself, and say how many were looked at.

    What goes wrong with one is logged, and tried again later.
    """
    due = Order.select(Order.order_id).where(Order.act_at <= database_now())
    order_ids = [row.order_id for row in due.order_by(Order.act_at).limit(MOST)]
    for order_id in order_ids:
        try:
            act_on(order_id=order_id, house=house)
        except (peewee.OperationalError, peewee.InterfaceError):
            raise
        except Exception as error:
            log.exception("an order is put off", order_id=order_id, error=str(error)[:200])
            _put_off(order_id=order_id)
    return len(order_ids)


@atomic
def act_on(*, order_id: int, house: House) -> None:
    """
    This function will do what is due with an order, if anything is.

    :raises OrderNotFound: if there is no such order
    """
    order = orders.lock_order(order_id)
    now = house.clock()
    if order.act is None or order.act_at is None or now < order.act_at:
        return
    state = order.state
    _ACTS[Act(order.act)](order, house, now)
    if order.state == state:
        order.save(only=[Order.act, Order.act_at])


@atomic
def _put_off(*, order_id: int) -> None:
    later = database_now() + _PUT_OFF
    Order.update(act_at=later).where(Order.order_id == order_id).execute()


def _end_unpaid(order: Order, house: House, now: datetime) -> None:
    if not lapses.end_unpaid(order=order, house=house, now=now):
        order.act_at = now + lapses.SOON


def _call_off(order: Order, house: House, now: datetime) -> None:
    calling_off.call_off(order=order, because="TIME", house=house, now=now)


def _confirm(order: Order, house: House, now: datetime) -> None:
    orders.confirm_order(order=order, now=now)


def _reminding(remind: Callable[..., object]) -> Callable[[Order, House, datetime], None]:
    def act(order: Order, house: House, now: datetime) -> None:
        remind(order=order, now=now)
        # A reminder that comes late, after the service was away, is not followed by those missed.
        plan_next(order, after=now)

    return act


_ACTS: dict[Act, Callable[[Order, House, datetime], None]] = {
    Act.REMIND_TO_PAY: _reminding(reminders.remind_to_pay),
    Act.END_UNPAID: _end_unpaid,
    Act.REMIND_TO_SHIP: _reminding(reminders.remind_to_ship),
    Act.CALL_OFF: _call_off,
    Act.REMIND_TO_CONFIRM: _reminding(reminders.remind_to_confirm),
    Act.CONFIRM: _confirm,
}
