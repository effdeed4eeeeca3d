"""Which days were compared with the provider's list, and how did they come out?"""

import functools
import operator
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from grpc_services.auction.house import House
from grpc_services.facts import atomic, tells
from grpc_services.korea import day_of, start_of
from grpc_services.money import comparing, missed
from grpc_services.money.comparing import Difference, Told
from grpc_services.money.facts import ReconciliationDiffers
from grpc_services.money.readings import WON
from grpc_services.money.watchers import finance_admins
from grpc_services.refusals import NotFound
from models.dialect import insert_once, locked
from models.money import Payment, ProviderPayment, Reconciliation
from models.trade import Order

_DAY = timedelta(days=1)
#: After midnight, when the provider's own list of the day is complete.
_NIGHT = timedelta(hours=3)
#: So many days that nobody compared are made up for.
_BACK = 30
#: Longer than a page takes; who has not been heard of by then has died.
_LEASE = timedelta(minutes=5)
#: Of the differences that are kept; all are counted.
_KEPT = 100
#: Payments in one answer.
_MOST = 100
#: Days after its payment at which a settled order is looked at: what went back is found before
#: twice as many have passed, and no night has to ask about all that was ever settled.
_AGES = tuple(2**power for power in range(10))
#: Nothing is booked of it, so that nothing is given back of it by us.
_IS_FOREIGN = (ProviderPayment.currency != WON) & (ProviderPayment.status == "PAID")


class ReconciliationNotFound(NotFound):
    """There is no such comparison under way."""


@atomic
def claim_night(*, now: datetime) -> Reconciliation | None:
    """
    This function will begin the comparison that is due, or one whose worker has died, anew.

    Nobody else is given it meanwhile. None if nothing is due.
    """
    missed.tell(now=now)
    day = _due_day(now)
    if day is None:
        return None
    insert_once(Reconciliation, [_row(day, now, run_key=f"night:{day}")])
    run = locked(Reconciliation.select().where(Reconciliation.run_key == f"night:{day}")).get()
    if run.done_at or _is_under_way(run, now):
        return None
    return _begin(run, now)


def begin_by_hand(*, day: date, now: datetime) -> Reconciliation:
    """This function will begin the comparison of a day, whether it was compared before or not."""
    run: Reconciliation = Reconciliation.create(**_row(day, now, run_key=None), asked_at=now)
    return run


def _row(day: date, now: datetime, *, run_key: str | None) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "run_key": run_key,
        "is_whole": now >= start_of(day + _DAY) + _NIGHT,
        "created_at": now,
        "begun_at": now,
        "differences": "[]",
    }


def _begin(run: Reconciliation, now: datetime) -> Reconciliation:
    run.begun_at = run.asked_at = now
    run.payments = run.paid = run.cancelled = run.held = run.mended = run.difference_count = 0
    run.differences = "[]"
    run.save()
    return run


def _due_day(now: datetime) -> date | None:
    """
    The longest ago of those that nobody has compared since they were over.

    One that cannot be compared for too long is tried after all others.
    """
    last = day_of(now - _NIGHT) - _DAY
    rows = Reconciliation.select().where(
        Reconciliation.day.between(str(last - _BACK * _DAY), str(last))
    )
    runs = [(date.fromisoformat(row.day), row) for row in rows]
    nights = [(day, row) for day, row in runs if row.run_key and not row.done_at]
    if any(_is_under_way(row, now) for _, row in nights):
        return None
    done = {day for day, row in runs if row.done_at and row.is_whole}
    hard = {day for day, row in nights if row.created_at <= now - missed.TOO_LONG}
    first = min([_first_day(last), *[day for day, _ in runs]])
    days = (first + number * _DAY for number in range((last - first).days + 1))
    return min(set(days) - done, key=lambda day: (day in hard, day), default=None)


def _first_day(last: date) -> date:
    """Before the first payment there was nothing to compare."""
    oldest = Payment.select(Payment.created_at).order_by(Payment.payment_id).first()
    begun = day_of(oldest.created_at) if oldest else last
    return max(min(begun, last), last - _BACK * _DAY)


def _is_under_way(run: Reconciliation, now: datetime) -> bool:
    return run.asked_at is not None and run.asked_at > now - _LEASE


def note_listed(*, reconciliation_id: int, told: Sequence[Told], house: House) -> None:
    """
    This function will compare a part of the provider's list of the day.

    :raises ReconciliationNotFound: if none such is under way
    """
    told = comparing.its_own(told)
    found = comparing.compare(told=told, house=house)
    won = [one.reading for one in told if one.reading.currency == WON]
    _count(
        reconciliation_id,
        found.differences,
        house.clock(),
        payments=len(told),
        paid=sum(one.paid for one in won),
        cancelled=sum(one.cancelled for one in won),
        mended=found.mended,
    )


def note_held(
    *, reconciliation_id: int, told: Sequence[Told], missing: Sequence[str], house: House
) -> None:
    """
    This function will compare payments that were asked about, and those that are not known there.

    :raises ReconciliationNotFound: if none such is under way
    """
    told = comparing.its_own(told)
    found = comparing.compare(told=told, house=house)
    differences = [*found.differences, *comparing.missing(provider_uids=missing)]
    held = len(told) + len(missing)
    _count(reconciliation_id, differences, house.clock(), held=held, mended=found.mended)


@atomic
def _count(
    reconciliation_id: int, differences: Sequence[Difference], now: datetime, **more: int
) -> None:
    run = _lock(reconciliation_id)
    run.asked_at = now
    for name, count in more.items():
        setattr(run, name, getattr(run, name) + count)
    run.difference_count += len(differences)
    kept = [*differences_of(run), *differences][:_KEPT]
    run.differences = msgspec.json.encode([asdict(one) for one in kept]).decode()
    run.save()


def differences_of(run: Reconciliation) -> list[Difference]:
    """This function will tell the first of what differs."""
    return msgspec.json.decode(run.differences, type=list[Difference])


def unseen(*, reconciliation_id: int, after: int) -> tuple[list[str], int]:
    """
    This function will name payments of which the provider holds money and was not asked yet.

    What is given back of them in part stands in no list of the day. They are of orders that are
    not settled, and of those that are, some at each age; money in another currency is looked at
    until it is sent back. With the last comes the place to go on `after`, 0 at the end.

    :raises ReconciliationNotFound: if none such is under way
    """
    run = _under_way(Reconciliation.select(), reconciliation_id)
    rows = (
        ProviderPayment.select(ProviderPayment.reading_id, ProviderPayment.provider_uid)
        .join(Payment)
        .join(Order)
        .where(
            ProviderPayment.reading_id > after,
            (ProviderPayment.paid > ProviderPayment.cancelled) | _IS_FOREIGN,
            ProviderPayment.seen_at < run.begun_at,
            _IS_FOREIGN | (Order.state != "SETTLED") | _is_of_an_age(date.fromisoformat(run.day)),
        )
    )
    found = list(rows.order_by(ProviderPayment.reading_id).limit(_MOST))
    return [row.provider_uid for row in found], found[-1].reading_id if found else 0


def _is_of_an_age(day: date) -> Any:
    """Whether a payment was made just so many days before."""
    days = [day - age * _DAY for age in _AGES]
    made = [ProviderPayment.paid_at.between(start_of(one), start_of(one + _DAY)) for one in days]
    return functools.reduce(operator.or_, made)


@atomic
def finish(*, reconciliation_id: int, now: datetime) -> Reconciliation:
    """
    This function will note that all of a day was compared; of differences somebody is told.

    :raises ReconciliationNotFound: if none such is under way
    """
    run = _lock(reconciliation_id)
    run.done_at = now
    run.save(only=[Reconciliation.done_at])
    if run.difference_count:
        _tell_differences(run=run)
    return run


@tells(ReconciliationDiffers)
def _tell_differences(*, run: Reconciliation) -> tuple[Reconciliation, list[int]]:
    return run, finance_admins()


def _lock(reconciliation_id: int) -> Reconciliation:
    return _under_way(locked(Reconciliation.select()), reconciliation_id)


def _under_way(rows: Any, reconciliation_id: int) -> Reconciliation:
    run = rows.where(
        Reconciliation.reconciliation_id == reconciliation_id, Reconciliation.done_at.is_null()
    ).first()
    if run is None:
        raise ReconciliationNotFound
    return run
