"""Which carrier may a number be of? It is asked once for each, and as often as its line allows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from grpc_services.delivery import asking
from grpc_services.delivery.asking import Pace
from grpc_services.delivery.carriers import CARRIERS, require_number
from grpc_services.delivery.facts import GuessWanted
from grpc_services.facts import atomic, tells
from grpc_services.refusals import NotReady, TooMany
from models.delivery import CarrierGuess
from models.dialect import insert_once, locked

#: New numbers that one member asks about in a day; who sells more knows their carrier.
_A_DAY = 30
_DAY = timedelta(days=1)
#: A question that has not been answered for so long is none any more.
_LEASE = timedelta(minutes=1)


class CarriersPending(NotReady):
    """It is being asked whose number it may be; ask again."""


class TooManyNumbers(TooMany):
    """A member asked about too many numbers today."""


@atomic
def ask_whose(*, member_id: int, invoice: str, pace: Pace, now: datetime) -> None:
    """
    This function will have it be asked whose number it may be, unless that is known.

    Nothing is asked while the line is closed, or used up.

    :raises InvoiceInvalid: if it cannot be the number of a parcel
    :raises TooManyNumbers: if the member has asked about too many today
    """
    require_number(invoice)
    known = CarrierGuess.get_or_none(CarrierGuess.invoice == invoice)
    if known is None:
        _refuse_too_many(member_id, now)
    is_lost = known is not None and known.carriers is None and known.asked_at < now - _LEASE
    if (known is None or is_lost) and asking.count_number(pace=pace, now=now):
        _want(member_id=member_id, invoice=invoice, now=now)


def _refuse_too_many(member_id: int, now: datetime) -> None:
    theirs = (CarrierGuess.member_id == member_id, CarrierGuess.asked_at > now - _DAY)
    if CarrierGuess.select().where(*theirs).count() >= _A_DAY:
        raise TooManyNumbers(retry_after=int(_DAY.total_seconds()))


@tells(GuessWanted)
def _want(*, member_id: int, invoice: str, now: datetime) -> str:
    row = {"invoice": invoice, "member_id": member_id, "asked_at": now}
    insert_once(CarrierGuess, [row])
    CarrierGuess.update(asked_at=now).where(CarrierGuess.invoice == invoice).execute()
    return invoice


def whose(*, invoice: str) -> list[str]:
    """
    This function will name the carriers that a number may be of, the likeliest first.

    :raises CarriersPending: if that is being asked
    """
    known = CarrierGuess.get_or_none(CarrierGuess.invoice == invoice)
    if known is None:
        return []
    if known.carriers is None:
        raise CarriersPending
    return str(known.carriers).split()


@atomic
def record_guess(*, invoice: str, carriers: Sequence[str]) -> None:
    """This function will keep of which carriers a number may be; of those that we can track."""
    known = locked(CarrierGuess.select().where(CarrierGuess.invoice == invoice)).first()
    if known is not None:
        known.carriers = " ".join(code for code in carriers if code in CARRIERS)
        known.save(only=[CarrierGuess.carriers])
