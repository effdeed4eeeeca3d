"""What does the provider say, and what is new in it? Order and repetition do not matter.

Everything that comes to be known of a payment ends here: what a buyer's browser says, a webhook,
a look now and then and the nightly comparison only decide when the provider is asked.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from grpc_services.auction.hot_rows import lock_auctions
from grpc_services.auction.house import House
from grpc_services.facts import atomic
from grpc_services.money import ledger, looking, movements
from grpc_services.money.confirming import Paid, end, use
from grpc_services.money.foreign import note_foreign_money
from grpc_services.money.ledger import Account, Line, Movement
from grpc_services.money.payments import lock_payments
from grpc_services.money.refunds import give_back
from grpc_services.money.reversals import reverse
from grpc_services.money.suspense import take_back
from models.dialect import add_rows, fetch, save_rows
from models.money import Payment, ProviderPayment

WON = "KRW"


#: What the provider says besides, of which nothing depends.
_SAID = ("method", "transaction_id", "receipt_url")


@dataclass(frozen=True)
class Reading:
    """How one of the provider's payments stands; amounts in won, unless `currency` says else."""

    provider_uid: str
    status: str
    paid: int
    cancelled: int
    paid_at: datetime | None
    currency: str = WON
    method: str = ""
    transaction_id: str = ""
    receipt_url: str = ""


@dataclass(frozen=True)
class Answer:
    """How all of the provider's payments for one of ours stand."""

    merchant_uid: str
    readings: Sequence[Reading]


@dataclass(frozen=True)
class _News:
    """What came in and went back since the provider said last how one of its payments stands."""

    payment: Payment
    known: ProviderPayment
    reading: Reading
    came_in: int
    went_back: int
    is_foreign: bool

    @property
    def paid(self) -> Paid:
        return Paid(self.payment, self.known, self.came_in - self.went_back)


@atomic
def record_readings(*, merchant_uid: str, readings: Sequence[Reading], house: House) -> Payment:
    """
    This function will act on how the provider's payments for one of ours stand.

    :raises PaymentNotFound: if we never asked for such a payment
    """
    return record_all(answers=[Answer(merchant_uid, readings)], house=house)[0]


@atomic
def record_all(*, answers: Sequence[Answer], house: House) -> list[Payment]:
    """
    This function will act on how the provider's payments for some of ours stand.

    :raises PaymentNotFound: if we never asked for one of them
    """
    payments, now = _record(answers, house)
    looking.note_answers(payments, now)
    return payments


@atomic
def record_listed(*, merchant_uid: str, readings: Sequence[Reading], house: House) -> Payment:
    """
    This function will act on some of a payment's readings, which answer no question about it.

    :raises PaymentNotFound: if we never asked for such a payment
    """
    payments, _ = _record([Answer(merchant_uid, readings)], house)
    return payments[0]


def _record(answers: Sequence[Answer], house: House) -> tuple[list[Payment], datetime]:
    payments = lock_payments([answer.merchant_uid for answer in answers])
    # Bids may have held the goods: only after their lock was given is the time that decides.
    lock_auctions({payment.order.goods_id for payment in payments.values()})
    now = house.clock()
    for told in _rounds(answers, payments):
        _compare(told, house, now)
    return list(payments.values()), now


_Told = tuple[Payment, Reading]


def _rounds(
    answers: Sequence[Answer], payments: Mapping[str, Payment]
) -> Iterator[Sequence[_Told]]:
    """Of each goods one reading at a time: what the next one means depends on what came of it."""
    by_goods: dict[int, list[_Told]] = defaultdict(list)
    for answer in answers:
        payment = payments[answer.merchant_uid]
        by_goods[payment.order.goods_id] += [(payment, reading) for reading in answer.readings]
    for some in zip_longest(*by_goods.values()):
        yield [told for told in some if told]


def _compare(told: Sequence[_Told], house: House, now: datetime) -> None:
    known = _known(told)
    news = [_kept(known[reading.provider_uid], payment, reading, now) for payment, reading in told]
    _save(list(known.values()))

    came_in = [one for one in news if one.came_in]
    ledger.record_all([move for one in came_in for move in _movements(one)], now=now)
    use(paid=[one.paid for one in came_in], house=house, now=now)
    for one in news:
        if one.went_back and not one.came_in:
            _book_what_went_back(one, house, now)
        elif not one.came_in and one.reading.status != "READY":
            end(one.payment)
        if one.is_foreign:
            note_foreign_money(payment=one.payment, reading=one.known, amount=one.reading.paid)


def _known(told: Sequence[_Told]) -> dict[str, ProviderPayment]:
    """What the provider has said of them before."""
    uids = [reading.provider_uid for _, reading in told]
    found = ProviderPayment.select().where(ProviderPayment.provider_uid.in_(uids))
    kept = {row.provider_uid: row for row in found}
    return {
        reading.provider_uid: kept.get(reading.provider_uid)
        or ProviderPayment(
            provider_uid=reading.provider_uid, payment=payment, paid=0, cancelled=0, changes=0
        )
        for payment, reading in told
    }


def _kept(known: ProviderPayment, payment: Payment, reading: Reading, now: datetime) -> _News:
    came_in, went_back = _differences(known, reading)
    is_foreign = known.paid_at is None and reading.paid > 0 and reading.currency != WON
    _keep(known, reading, now, is_booked=bool(came_in or went_back))
    return _News(payment, known, reading, came_in, went_back, is_foreign)


def _differences(known: ProviderPayment, reading: Reading) -> tuple[int, int]:
    """What came in and went back since then; an older answer that comes later says nothing new."""
    if reading.currency != WON:
        return 0, 0
    return max(0, reading.paid - known.paid), max(0, reading.cancelled - known.cancelled)


def _keep(known: ProviderPayment, reading: Reading, now: datetime, *, is_booked: bool) -> None:
    if reading.currency == WON:
        known.paid = max(known.paid, reading.paid)
        known.cancelled = max(known.cancelled, reading.cancelled)
    known.status = reading.status
    known.currency = reading.currency
    for name in _SAID:
        setattr(known, name, _that_fits(name, getattr(reading, name)))
    known.paid_at = reading.paid_at or known.paid_at
    known.seen_at = now
    known.changes += is_booked


def _that_fits(name: str, said: str) -> str:
    """Money is booked however long the words are that the provider finds for it."""
    most: int = getattr(ProviderPayment, name).max_length
    return said[:most]


def _save(rows: Sequence[ProviderPayment]) -> None:
    save_rows([row for row in rows if row.reading_id is not None])
    fresh = [row for row in rows if row.reading_id is None]
    add_rows(fresh)
    ids = dict(fetch(*_IDS, [row.provider_uid for row in fresh])) if fresh else {}
    for row in fresh:
        row.reading_id = ids[row.provider_uid]


_IDS = ("provider_uid, reading_id", "FROM provider_payment WHERE provider_uid IN (?)")


def _movements(news: _News) -> Iterator[Movement]:
    order = news.payment.order
    yield movements.came_in(news.known, order, news.came_in)
    if news.went_back:
        parts = [Line(Account.BUYER_CLEARING, news.went_back, order.buyer_id)]
        yield movements.went_back(news.known, parts)


def _book_what_went_back(news: _News, house: House, now: datetime) -> None:
    payment, known, amount = news.payment, news.known, news.went_back
    parts = list(give_back(payment=payment, imp_uid=known.provider_uid, amount=amount, now=now))
    parts += take_back(reading=known, amount=amount - _sum(parts))
    if rest := amount - _sum(parts):
        parts.append(reverse(payment=payment, known=known, amount=rest, house=house, now=now))
    ledger.record(movements.went_back(known, parts), now=now)


def _sum(parts: Sequence[Line]) -> int:
    return sum(part.amount for part in parts)
