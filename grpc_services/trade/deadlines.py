"""By when must what happen to an order, and what happens by itself when it does not?"""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services.korea import end_of_business_days
from models.trade import Order

_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)
_REMIND_TO_PAY_EVERY = _DAY
_REMIND_TO_SHIP_BEFORE = _DAY
_REMIND_TO_CONFIRM_BEFORE = 2 * _DAY
#: A parcel that no carrier has scanned by then was not sent.
_SCANNED_WITHIN = 3 * _DAY


class Act(enum.StrEnum):
    """What is done with an order when a time has come."""

    REMIND_TO_PAY = "REMIND_TO_PAY"
    END_UNPAID = "END_UNPAID"
    REMIND_TO_SHIP = "REMIND_TO_SHIP"
    CALL_OFF = "CALL_OFF"
    TAKE_BACK = "TAKE_BACK"
    TELL_STALLED = "TELL_STALLED"
    OPEN_CASE = "OPEN_CASE"
    REMIND_TO_CONFIRM = "REMIND_TO_CONFIRM"
    CONFIRM = "CONFIRM"
    SETTLE = "SETTLE"


#: What is done, or said, however late.
_ENDS = (
    Act.END_UNPAID,
    Act.CALL_OFF,
    Act.TAKE_BACK,
    Act.TELL_STALLED,
    Act.OPEN_CASE,
    Act.CONFIRM,
    Act.SETTLE,
)


@dataclass(frozen=True)
class Terms:
    """How long buyers and sellers have; an order keeps those under which it was made."""

    pay: timedelta
    #: Business days in Korea, from the payment on.
    ship_days: int
    confirm_days: int
    #: Since both sides were told that the parcel stands still.
    lost_days: int


def enter(order: Order, *, at: datetime) -> None:
    """This function will set the deadlines of the state that an order has come into."""
    if order.state == "PAID":
        order.ship_due_at = end_of_business_days(at, order.ship_days)
    if order.state == "SHIPPED":
        order.scanned_at, order.scan_due_at = None, at + _SCANNED_WITHIN
    if order.state == "DELIVERED":
        order.confirm_due_at = at + order.confirm_days * _DAY
    plan_next(order, after=at)


def go_on(order: Order, *, at: datetime) -> None:
    """
    This function will have an order go on after a dispute, with the deadlines that it had.

    Only a parcel that stood still may do so once more: who decided that knew of it.
    """
    if order.lost_at is not None:
        stand_still(order, at=at)
    plan_next(order, after=at)


def stand_still(order: Order, *, at: datetime) -> None:
    """This function will have a parcel count as lost in the end, unless it moves before."""
    order.scan_due_at, order.lost_at = None, at + order.lost_days * _DAY
    plan_next(order, after=at)


def move_on(order: Order, *, at: datetime, due_at: datetime) -> None:
    """This function will note that a parcel was scanned; it is to be again by `due_at`."""
    order.scanned_at = order.scanned_at or at
    order.scan_due_at, order.lost_at = due_at, None
    plan_next(order, after=at)


def extend(order: Order, *, at: datetime) -> None:
    """This function will give the seller the business days more that were asked for."""
    # A deadline is the first moment of a day: its last day is the one before.
    last = order.ship_due_at - _MOMENT
    order.ship_due_at = end_of_business_days(last, order.extension_days or 0)
    plan_next(order, after=at)


def plan_next(order: Order, *, after: datetime) -> None:
    """
    This function will say what happens next by itself, and when; perhaps nothing.

    Reminders that were missed are left out, and what ends the waiting never is.
    """
    planned = [(after, Act.SETTLE)] if order.state == "CONFIRMED" else _planned(order)
    coming = [(at, act) for at, act in planned if at > after or act in _ENDS]
    order.act_at, order.act = min(coming, default=(None, None))


def _planned(order: Order) -> list[tuple[datetime, Act]]:
    if order.state == "AWAITING_PAYMENT":
        return [*_reminders_to_pay(order), (order.due_at, Act.END_UNPAID)]
    if order.state == "PAID":
        return [
            (order.ship_due_at - _REMIND_TO_SHIP_BEFORE, Act.REMIND_TO_SHIP),
            (order.ship_due_at, Act.CALL_OFF),
        ]
    if order.state == "SHIPPED" and order.lost_at is not None:
        return [(order.lost_at, Act.OPEN_CASE)]
    if order.state == "SHIPPED":
        act = Act.TAKE_BACK if order.scanned_at is None else Act.TELL_STALLED
        return [(order.scan_due_at, act)]
    if order.state == "DELIVERED":
        return [
            (order.confirm_due_at - _REMIND_TO_CONFIRM_BEFORE, Act.REMIND_TO_CONFIRM),
            (order.confirm_due_at, Act.CONFIRM),
        ]
    return []


def _reminders_to_pay(order: Order) -> list[tuple[datetime, Act]]:
    times = []
    at = order.created_at + _REMIND_TO_PAY_EVERY
    while at < order.due_at:
        times.append((at, Act.REMIND_TO_PAY))
        at += _REMIND_TO_PAY_EVERY
    return times
