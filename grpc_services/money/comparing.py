"""Is what the provider says what we have booked? What is new in it is booked first."""

import enum
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import peewee
import structlog

from grpc_services.auction.house import House
from grpc_services.money.ledger import Account
from grpc_services.money.payments import PaymentNotFound
from grpc_services.money.readings import WON, Reading, record_listed
from models.base import tuples
from models.money import LedgerEntry, LedgerLine, Payment, ProviderPayment

log = structlog.get_logger()

_SAME = ("status", "paid", "cancelled", "currency")


class Kind(enum.StrEnum):
    """In what a payment differs."""

    #: The provider holds money for a payment that we never asked for.
    UNKNOWN = "UNKNOWN"
    #: The provider holds more or less of it than is booked.
    AMOUNT = "AMOUNT"
    #: The provider knows nothing of a payment whose money it holds, as we believe.
    MISSING = "MISSING"
    #: It could not be booked; the log says why.
    BROKEN = "BROKEN"
    #: The provider holds money in another currency, of which nothing is booked.
    FOREIGN = "FOREIGN"


@dataclass(frozen=True)
class Told:
    """What a provider says of one payment, with our own number of it."""

    merchant_uid: str
    reading: Reading
    provider: str = "PORTONE"


@dataclass(frozen=True)
class Difference:
    """What the provider holds of a payment, and what is booked of it, in won unless FOREIGN."""

    kind: str
    provider_uid: str
    merchant_uid: str
    told: int
    booked: int


@dataclass(frozen=True)
class Compared:
    """How many of the payments had something new to tell, and what differs all the same."""

    mended: int
    differences: list[Difference]


def compare(*, told: Sequence[Told], house: House) -> Compared:
    """This function will book what is new in a part of the provider's list, and compare it."""
    known = _known(told)
    news = [one for one in told if not _is_known(one.reading, known)]
    failed = dict(_booked_anew(news, house))
    if news:
        known = _known(told)
    _mark_seen(known, house.clock())
    kept = booked(list(known.values()))
    differences = [_difference(one, known, kept, failed) for one in told]
    return Compared(len(news) - len(failed), [one for one in differences if one])


def its_own(told: Sequence[Told]) -> list[Told]:
    """This function will leave out what one provider says of payments begun with another."""
    uids = [one.merchant_uid for one in told]
    rows = Payment.select(Payment.merchant_uid, Payment.provider)
    begun = dict(tuples(rows.where(Payment.merchant_uid.in_(uids))))
    return [one for one in told if begun.get(one.merchant_uid, one.provider) == one.provider]


def missing(*, provider_uids: Sequence[str]) -> list[Difference]:
    """This function will tell of payments that the provider does not know any more."""
    rows = ProviderPayment.select().where(ProviderPayment.provider_uid.in_(provider_uids))
    return [
        Difference(Kind.MISSING, row.provider_uid, "", 0, row.paid - row.cancelled) for row in rows
    ]


def _known(told: Sequence[Told]) -> dict[str, ProviderPayment]:
    uids = [one.reading.provider_uid for one in told]
    rows = ProviderPayment.select().where(ProviderPayment.provider_uid.in_(uids))
    return {row.provider_uid: row for row in rows}


def _is_known(reading: Reading, known: Mapping[str, ProviderPayment]) -> bool:
    row = known.get(reading.provider_uid)
    return row is not None and all(getattr(row, name) == getattr(reading, name) for name in _SAME)


def _booked_anew(news: Sequence[Told], house: House) -> Iterator[tuple[str, Kind]]:
    """Those that could not be."""
    for one in news:
        try:
            record_listed(merchant_uid=one.merchant_uid, readings=[one.reading], house=house)
        except PaymentNotFound:
            yield one.reading.provider_uid, Kind.UNKNOWN
        except (peewee.OperationalError, peewee.InterfaceError):
            raise
        except Exception as error:
            log.exception("a reading is not booked", uid=one.merchant_uid, error=str(error)[:200])
            yield one.reading.provider_uid, Kind.BROKEN


def _mark_seen(known: Mapping[str, ProviderPayment], now: datetime) -> None:
    seen = [row.reading_id for row in known.values()]
    ProviderPayment.update(seen_at=now).where(ProviderPayment.reading_id.in_(seen)).execute()


def booked(known: Sequence[ProviderPayment]) -> dict[int, int]:
    """This function will tell what is booked as held by the provider, by the reading's number."""
    keys = {
        f"reading:{row.reading_id}:{way}:{change}": row.reading_id
        for row in known
        for way in ("paid", "cancelled")
        for change in range(1, row.changes + 1)
    }
    lines = (
        LedgerLine.select(LedgerEntry.business_key, LedgerLine.amount)
        .join(LedgerEntry)
        .where(LedgerEntry.business_key.in_(list(keys)), LedgerLine.account == Account.PROVIDER)
    )
    sums: dict[int, int] = defaultdict(int)
    for key, amount in tuples(lines):
        sums[keys[key]] += int(amount)
    return sums


def _difference(
    one: Told,
    known: Mapping[str, ProviderPayment],
    kept: Mapping[int, int],
    failed: Mapping[str, Kind],
) -> Difference | None:
    reading, row = one.reading, known.get(one.reading.provider_uid)
    told = reading.paid - reading.cancelled
    in_books = kept.get(row.reading_id, 0) if row else 0
    if told == in_books:
        return None
    usual = Kind.AMOUNT if reading.currency == WON else Kind.FOREIGN
    kind = failed.get(reading.provider_uid, usual)
    return Difference(kind, reading.provider_uid, one.merchant_uid, told, in_books)
