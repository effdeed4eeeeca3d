"""When is a carrier asked about a parcel? As often as its line allows; what is counted is kept."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services.delivery.facts import InvoiceUnknown, LineClosed, NumbersUsedUp
from grpc_services.facts import atomic, tells
from grpc_services.korea import day_of, start_of
from grpc_services.trade import orders
from models.admin import AdminScope
from models.delivery import CarrierLine, Parcel
from models.dialect import insert_once, locked
from models.trade import Order

#: In one answer; what is left is due still, so that what piled up does not come as a flood.
_MOST = 20
_LINE_ID = 1
_DAY = timedelta(days=1)
#: Out for delivery: from then on it is asked about more often.
_NEARLY_THERE, _MORE_OFTEN = 5, 4
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
#: Where there may be something new to hear that somebody wants to know.
_FOLLOWED = ("SHIPPED", "DELIVERED", "DISPUTED")


class Failure(enum.StrEnum):
    """Why there was no answer."""

    #: The carrier knows no such number, or not yet.
    WRONG_NUMBER = "WRONG_NUMBER"
    #: The same number was asked about too often today.
    TOO_OFTEN = "TOO_OFTEN"
    #: What was paid for is used up.
    QUOTA = "QUOTA"
    #: Our key is not, or no longer, accepted.
    KEY = "KEY"
    #: Nobody answers, or nothing that can be read.
    AWAY = "AWAY"


@dataclass(frozen=True)
class Pace:
    """How often is asked: the pause, questions on a parcel a day, and new numbers a month."""

    pause: timedelta
    asked_a_day: int
    numbers_a_month: int


@atomic
def claim_parcels(*, pace: Pace, now: datetime) -> list[Parcel]:
    """This function will name parcels to ask about now, each once until its next time has come."""
    line = _lock_line(now)
    if _is_closed(line, now):
        return []

    due = Parcel.select().where(Parcel.next_look_at <= now).order_by(Parcel.next_look_at)
    # Whether it is back is found out with one question.
    due = due.limit(1 if line.failures else _MOST)
    parcels = [one for one in locked(due, skip_locked=True) if _claim(one, line, pace, now)]
    line.save()
    return parcels


def is_line_open(*, now: datetime) -> bool:
    """Whether the carriers' line takes questions at all."""
    return not _is_closed(_lock_line(now), now)


def _is_closed(line: CarrierLine, now: datetime) -> bool:
    return line.closed_until is not None and now < line.closed_until


@atomic
def count_number(*, pace: Pace, now: datetime) -> bool:
    """This function will count a number that is asked about, and say whether it may be."""
    line = _lock_line(now)
    if _is_closed(line, now) or _is_used_up(line, pace):
        return False
    line.numbers += 1
    line.save()
    return True


def _lock_line(now: datetime) -> CarrierLine:
    month = f"{day_of(now):%Y-%m}"
    insert_once(CarrierLine, [{"line_id": _LINE_ID, "month": month, "numbers": 0, "failures": 0}])
    line: CarrierLine = locked(CarrierLine.select().where(CarrierLine.line_id == _LINE_ID)).get()
    if line.month != month:
        line.month, line.numbers = month, 0
    return line


def _claim(parcel: Parcel, line: CarrierLine, pace: Pace, now: datetime) -> bool:
    may_ask, parcel.next_look_at = _turn(parcel, line, pace, now)
    if may_ask:
        parcel.asked_on, parcel.asked = _today(now), _asked_today(parcel, now) + 1
        line.numbers += parcel.counted_in is None
        parcel.counted_in = parcel.counted_in or line.month
    parcel.save()
    return may_ask


def _turn(
    parcel: Parcel, line: CarrierLine, pace: Pace, now: datetime
) -> tuple[bool, datetime | None]:
    """Whether it is asked about now, and when next."""
    order = Order.get_by_id(parcel.order_id)
    if order.state not in _FOLLOWED:
        return False, None
    is_too_many = parcel.counted_in is None and _is_used_up(line, pace)
    if is_too_many or _asked_today(parcel, now) >= pace.asked_a_day:
        return False, _tomorrow(now)
    is_near = parcel.level >= _NEARLY_THERE
    return True, now + (pace.pause / _MORE_OFTEN if is_near else pace.pause)


def _is_used_up(line: CarrierLine, pace: Pace) -> bool:
    """Whether no new number may be asked about this month, of which the owners hear once."""
    is_used_up = line.numbers >= pace.numbers_a_month
    if is_used_up and line.told_in != line.month:
        _tell_used_up(line=line)
    return is_used_up


@tells(NumbersUsedUp)
def _tell_used_up(*, line: CarrierLine) -> tuple[str, list[int]]:
    line.told_in = line.month
    line.save()
    return line.month, _owners()


def _owners() -> list[int]:
    rows = AdminScope.select(AdminScope.member).where(AdminScope.scope == "OWNER")
    return sorted(row.member_id for row in rows)


def _asked_today(parcel: Parcel, now: datetime) -> int:
    return parcel.asked if parcel.asked_on == _today(now) else 0


def _today(now: datetime) -> str:
    return day_of(now).isoformat()


def _tomorrow(now: datetime) -> datetime:
    return start_of(day_of(now) + _DAY)


@atomic
def note_answer() -> None:
    """This function will note that somebody answers, so that all may be asked about again."""
    away = CarrierLine.failures > 0
    if CarrierLine.select().where(away).exists():
        CarrierLine.update(failures=0, closed_until=None).where(away).execute()


@atomic
def record_failure(
    *, order_id: int, carrier: str, invoice: str, failure: Failure, now: datetime
) -> None:
    """
    This function will act on a question that was not answered, by what the carrier said of it.

    :raises OrderNotFound: if there is no such order
    """
    order = orders.lock_order(order_id)
    theirs = (Parcel.order == order, Parcel.carrier == carrier, Parcel.invoice == invoice)
    parcel = locked(Parcel.select().where(*theirs)).first()
    if parcel is not None:
        _FAILURES[failure](order, parcel, failure, now)


def _doubt(order: Order, parcel: Parcel, failure: Failure, now: datetime) -> None:
    note_answer()
    parcel.seen_at = now
    if parcel.doubted_at is None and parcel.level == 0:
        _tell_of_doubt(order=order, parcel=parcel, now=now)
    parcel.save()


@tells(InvoiceUnknown)
def _tell_of_doubt(*, order: Order, parcel: Parcel, now: datetime) -> Order:
    parcel.doubted_at = now
    return order


def _wait_for_tomorrow(order: Order, parcel: Parcel, failure: Failure, now: datetime) -> None:
    note_answer()
    parcel.next_look_at = _tomorrow(now)
    parcel.save()


def _close(order: Order, parcel: Parcel, failure: Failure, now: datetime) -> None:
    _ask_again(parcel, now)
    line = _lock_line(now)
    if line.closed_until is None or now >= line.closed_until:
        _close_line(line=line, failure=failure, until=_tomorrow(now))


@tells(LineClosed)
def _close_line(
    *, line: CarrierLine, failure: Failure, until: datetime
) -> tuple[str, datetime, list[int]]:
    line.closed_until = until
    line.save()
    return str(failure), until, _owners()


def _back_off(order: Order, parcel: Parcel, failure: Failure, now: datetime) -> None:
    _ask_again(parcel, now)
    line = _lock_line(now)
    # Of those that were asked together, one counts.
    if line.closed_until is None or now >= line.closed_until:
        pause = _FIRST_PAUSE * 2 ** min(line.failures, 7)
        line.failures += 1
        line.closed_until = now + min(pause, _LONGEST_PAUSE)
        line.save()


def _ask_again(parcel: Parcel, now: datetime) -> None:
    parcel.next_look_at = now
    parcel.save()


_FAILURES: dict[Failure, Callable[[Order, Parcel, Failure, datetime], None]] = {
    Failure.WRONG_NUMBER: _doubt,
    Failure.TOO_OFTEN: _wait_for_tomorrow,
    Failure.QUOTA: _close,
    Failure.KEY: _close,
    Failure.AWAY: _back_off,
}
