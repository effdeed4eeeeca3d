"""When is the provider asked what became of a payment? Once at a time, and ever less often."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from grpc_services.facts import atomic, tells
from grpc_services.money.facts import LookDue
from models.dialect import locked, save_rows
from models.money import Payment
from models.trade import Order

#: Between two questions of which nobody said that there is anything new.
_LONGEST_PAUSE = timedelta(hours=1)
#: Between two answers, whoever says how often that there is anything new.
_CALM = timedelta(seconds=3)
#: A question that has not been answered for so long is none any more.
_LEASE = timedelta(minutes=2)
#: For so long after an order's time somebody may still have paid.
_LOOKING_ON = timedelta(days=1)
#: Without an answer for so long after its time, an order ends without one.
_PATIENCE = timedelta(hours=1)
#: In one answer; what is left is due still.
_MOST = 50
_MAY_CHANGE = ("READY", "FAILED", "REFUNDING")


def hear(*, payment: Payment, now: datetime) -> None:
    """
    This function will have the provider asked about a locked payment soon, on anybody's word.

    Who says it a hundred times has it asked twice: now, and once the words have died down.
    """
    soon = max(now, payment.seen_at + _CALM) if payment.seen_at else now
    if _is_heard(payment) and payment.look_at and payment.look_at <= soon:
        return
    _look_at(payments=[payment], at=soon)


def _is_heard(payment: Payment) -> bool:
    """Whether nobody has been asked since somebody had something to say."""
    return payment.looks == 0


@tells(LookDue)
def _look_at(*, payments: Sequence[Payment], at: datetime) -> None:
    for payment in payments:
        payment.look_at, payment.looks = at, 0
    save_rows(payments)


@atomic
def claim_looks(*, first_pause: timedelta, now: datetime) -> list[Payment]:
    """
    This function will find payments to ask about now.

    None of them is named again before there was an answer, or there can be none any more.
    """
    is_free = Payment.asked_at.is_null() | (Payment.asked_at <= now - _LEASE)
    due = Payment.select().where(Payment.look_at <= now, is_free).order_by(Payment.look_at)
    claimed = list(locked(due.limit(_MOST), skip_locked=True))
    for payment in claimed:
        payment.asked_at = now
        payment.look_at = now + _pause(first_pause, payment.looks)
        payment.looks += 1
    save_rows(claimed)
    return claimed


def _pause(first: timedelta, looks: int) -> timedelta:
    return min(first * 2 ** min(looks, 20), _LONGEST_PAUSE)


def note_answers(payments: Sequence[Payment], now: datetime) -> None:
    """This function will note that the provider has said how locked payments stand."""
    for payment in payments:
        payment.asked_at, payment.seen_at = None, now
        if not _is_heard(payment) and not _may_change(payment, now):
            payment.look_at = None
    save_rows(payments)


def _may_change(payment: Payment, now: datetime) -> bool:
    return payment.state in _MAY_CHANGE and now < payment.order.due_at + _LOOKING_ON


def ask_before_the_end(*, orders: Sequence[Order], now: datetime) -> set[int]:
    """
    This function will have the provider asked whether orders were paid after all, in time.

    It gives the numbers of those whose answer is worth waiting for.
    """
    due_at = {one.order_id: one.due_at for one in orders if now < one.due_at + _PATIENCE}
    open_payments = locked(
        Payment.select().where(
            Payment.order.in_(list(due_at)), Payment.state.in_(("READY", "FAILED"))
        )
    )
    waiting = [
        payment
        for payment in open_payments
        if payment.seen_at is None or payment.seen_at < due_at[payment.order_id]
    ]
    if late := [one for one in waiting if one.look_at is None or one.look_at > now]:
        _look_at(payments=late, at=now)
    return {payment.order_id for payment in waiting}
