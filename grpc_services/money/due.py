"""What is due by now? Orders and offers, the longest overdue first."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog

from grpc_services.auction.house import House
from grpc_services.facts import atomic
from grpc_services.money import calling_off, lapses, settlements
from grpc_services.together import do_together
from grpc_services.trade import orders, reminders, shipping
from grpc_services.trade.deadlines import Act, plan_next
from grpc_services.trade.second_chances import act_on_offer
from models.auction import SecondChance
from models.base import tuples
from models.dialect import database_now, save_rows
from models.trade import Order

log = structlog.get_logger()

#: In one call; what is left is due still.
MOST = 50
#: What so many may have: thousands that are due in one moment leave most of it to who bids.
BATCH_SECONDS = 0.2
#: Something is wrong with this one; the others go on.
_PUT_OFF = timedelta(minutes=10)


def act_on_due_orders(*, house: House) -> int:
    """
    This function will do what is due, and say how many there were, of a kind.

    If anything goes wrong, each is done by itself: what does so then is logged, and tried later.
    """
    return max(_work_off(kind, house) for kind in _KINDS)


def _work_off(kind: "_Kind", house: House) -> int:
    table, act, is_ours = kind
    due = table.select(table._meta.primary_key).where(table.act_at <= database_now(), is_ours)
    ids = sorted(number for (number,) in tuples(due.order_by(table.act_at).limit(MOST)))
    do_together(
        ids,
        lambda numbers: act(numbers, house),
        otherwise=lambda number, error: _give_up_for_now(table, number, error),
    )
    return len(ids)


def _give_up_for_now(table: Any, number: int, error: Exception) -> None:
    key = table._meta.primary_key.name
    log.error("what is due is put off", **{key: number}, error=str(error)[:200], exc_info=error)
    _put_off(table, number)


@atomic
def act_on(*, order_ids: Sequence[int], house: House) -> None:
    """This function will do what is due with orders, if anything is."""
    locked = orders.lock_orders(order_ids)
    now = house.clock()
    due: dict[Act, list[Order]] = defaultdict(list)
    for order in locked.values():
        if order.act in _ACTS and order.act_at is not None and now >= order.act_at:
            due[Act(order.act)].append(order)
    for act, some in due.items():
        _ACTS[act](some, house, now)
        save_rows(some)


@atomic
def _put_off(table: Any, number: int) -> None:
    later = database_now() + _PUT_OFF
    table.update(act_at=later).where(table._meta.primary_key == number).execute()


def _end_unpaid(due: Sequence[Order], house: House, now: datetime) -> None:
    for order in lapses.end_unpaid(orders=due, house=house, now=now):
        order.act_at = now + lapses.SOON


def _call_off(due: Sequence[Order], house: House, now: datetime) -> None:
    calling_off.call_off(orders=due, because="TIME", house=house, now=now)


def _confirm(due: Sequence[Order], house: House, now: datetime) -> None:
    orders.confirm_orders(orders=due, now=now)


def _settle(due: Sequence[Order], house: House, now: datetime) -> None:
    settlements.settle(orders=due, now=now)


_Act = Callable[[Sequence[Order], House, datetime], None]


def _one_by_one(act: Callable[..., object]) -> _Act:
    def act_on_each(due: Sequence[Order], house: House, now: datetime) -> None:
        for order in due:
            act(order=order, now=now)

    return act_on_each


def _reminding(remind: Callable[..., object]) -> _Act:
    def act(due: Sequence[Order], house: House, now: datetime) -> None:
        for order in due:
            remind(order=order, now=now)
            # A reminder that comes late, after the service was away, is not followed by those
            # missed.
            plan_next(order, after=now)

    return act


_ACTS: dict[Act, _Act] = {
    Act.REMIND_TO_PAY: _reminding(reminders.remind_to_pay),
    Act.END_UNPAID: _end_unpaid,
    Act.REMIND_TO_SHIP: _reminding(reminders.remind_to_ship),
    Act.CALL_OFF: _call_off,
    Act.TAKE_BACK: _one_by_one(shipping.take_back),
    Act.TELL_STALLED: _one_by_one(shipping.tell_stalled),
    Act.REMIND_TO_CONFIRM: _reminding(reminders.remind_to_confirm),
    Act.CONFIRM: _confirm,
    Act.SETTLE: _settle,
}


class _Kind(NamedTuple):
    """A table whose rows have an `act_at`, and what is done with some of them when it has come."""

    table: Any
    act: Callable[[Sequence[int], House], None]
    #: What others do is left to them.
    is_ours: Any = True


def _act_on_offers(numbers: Sequence[int], house: House) -> None:
    for number in numbers:
        act_on_offer(offer_id=number, house=house)


_KINDS = (
    _Kind(
        Order,
        lambda numbers, house: act_on(order_ids=numbers, house=house),
        Order.act.in_(list(_ACTS)),
    ),
    _Kind(SecondChance, _act_on_offers),
)
