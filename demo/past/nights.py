"""How did the books compare with the provider's? Night by night, as they passed."""

from datetime import date, datetime, timedelta
from functools import partial

from demo.past.timeline import Timeline
from grpc_services.auction.house import House
from grpc_services.korea import day_of, start_of
from grpc_services.money import reconciling
from grpc_services.money.comparing import Told
from grpc_services.money.readings import Reading
from models.money import Payment, ProviderPayment

_DAY = timedelta(days=1)
#: After midnight, in Korea.
_AT = timedelta(hours=3, minutes=1)


def plan_nights(timeline: Timeline, *, house: House, until: datetime) -> None:
    """This function will have each day compared, in the night after it."""
    days = (day_of(until) - day_of(timeline.now)).days
    for number in range(1, days + 1):
        at = start_of(day_of(timeline.now) + number * _DAY) + _AT
        timeline.plan(at, partial(_compare, house=house))


def _compare(*, house: House, now: datetime) -> None:
    while run := reconciling.claim_night(now=now):
        told = [_told(row) for row in _paid_on(date.fromisoformat(run.day))]
        number = run.reconciliation_id
        reconciling.note_listed(reconciliation_id=number, told=told, house=house)
        reconciling.finish(reconciliation_id=number, now=now)


def _paid_on(day: date) -> list[ProviderPayment]:
    rows = ProviderPayment.select(ProviderPayment, Payment).join(Payment)
    return list(rows.where(ProviderPayment.paid_at.between(start_of(day), start_of(day + _DAY))))


def _told(row: ProviderPayment) -> Told:
    reading = Reading(row.provider_uid, row.status, row.paid, row.cancelled, row.paid_at)
    return Told(row.payment.merchant_uid, reading)
