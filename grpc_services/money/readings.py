"""What does the provider say, and what is new in it? Order and repetition do not matter.

Everything that comes to be known of a payment ends here: what a buyer's browser says, a webhook,
a look now and then and the nightly comparison only decide when the provider is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grpc_services.auction import reserving, wins
from grpc_services.auction.hot_rows import lock_auctions
from grpc_services.auction.house import House
from grpc_services.facts import atomic, tells
from grpc_services.money import ledger, looking, movements
from grpc_services.money.facts import PaymentConfirmed
from grpc_services.money.failing import fail_payment
from grpc_services.money.foreign import note_foreign_money
from grpc_services.money.ledger import Account
from grpc_services.money.payments import lock_payment
from grpc_services.money.refunds import give_back, owe_back
from grpc_services.money.reversals import reverse
from grpc_services.trade.orders import move
from models.money import Payment, ProviderPayment
from models.trade import Order

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


@atomic
def record_readings(*, merchant_uid: str, readings: Sequence[Reading], house: House) -> Payment:
    """
    This function will act on how the provider's payments for one of ours stand.

    :raises PaymentNotFound: if we never asked for such a payment
    """
    payment, now = _record(merchant_uid, readings, house)
    looking.note_answer(payment, now)
    return payment


@atomic
def record_listed(*, merchant_uid: str, readings: Sequence[Reading], house: House) -> Payment:
    """
    This function will act on some of a payment's readings, which answer no question about it.

    :raises PaymentNotFound: if we never asked for such a payment
    """
    return _record(merchant_uid, readings, house)[0]


def _record(
    merchant_uid: str, readings: Sequence[Reading], house: House
) -> tuple[Payment, datetime]:
    payment = lock_payment(merchant_uid)
    # Bids may have held the goods: only after their lock was given is the time that decides.
    lock_auctions([payment.order.goods_id])
    now = house.clock()
    for reading in readings:
        _compare(payment, reading, house, now)
    return payment, now


def _compare(payment: Payment, reading: Reading, house: House, now: datetime) -> None:
    known = _known(payment, reading)
    came_in, went_back = _differences(known, reading)
    is_foreign = known.paid_at is None and reading.paid > 0 and reading.currency != WON
    _keep(known, reading, now, is_booked=bool(came_in or went_back))
    if came_in:
        _book_what_came_in(payment, known, came_in, went_back, now)
        _use(payment, known, came_in - went_back, house, now)
    elif went_back:
        _book_what_went_back(payment, known, went_back, house, now)
    elif reading.status != "READY":
        _end(payment)
    if is_foreign:
        note_foreign_money(payment=payment, reading=known, amount=reading.paid)


def _known(payment: Payment, reading: Reading) -> ProviderPayment:
    found = ProviderPayment.get_or_none(ProviderPayment.provider_uid == reading.provider_uid)
    return found or ProviderPayment(
        provider_uid=reading.provider_uid, payment=payment, paid=0, cancelled=0, changes=0
    )


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
    known.save()


def _that_fits(name: str, said: str) -> str:
    """Money is booked however long the words are that the provider finds for it."""
    most: int = getattr(ProviderPayment, name).max_length
    return said[:most]


def _book_what_came_in(
    payment: Payment, known: ProviderPayment, amount: int, gone: int, now: datetime
) -> None:
    ledger.record(movements.came_in(known, payment.order, amount), now=now)
    if gone:
        parts = [ledger.Line(Account.BUYER_CLEARING, gone, payment.order.buyer_id)]
        ledger.record(movements.went_back(known, parts), now=now)


def _use(payment: Payment, known: ProviderPayment, held: int, house: House, now: datetime) -> None:
    """What came in pays the order if it is just that, and still wanted; else it goes back."""
    if held == 0:
        _end(payment)
        return
    bought_at = _when_bought(payment.order, known, now)
    if held == payment.amount and bought_at is not None:
        confirm_payment(payment=payment, known=known, bought_at=bought_at, house=house, now=now)
        return
    owe_back(
        payment=payment,
        imp_uid=known.provider_uid,
        amount=held,
        reason="ORDER_NOT_PAYABLE" if held == payment.amount else "WRONG_AMOUNT",
        source=Account.BUYER_CLEARING,
        now=now,
    )


def _when_bought(order: Order, known: ProviderPayment, now: datetime) -> datetime | None:
    """None if the money does not buy the goods any more."""
    if order.state != "AWAITING_PAYMENT":
        return None
    paid_at = known.paid_at or now
    if _is_won(order):
        return paid_at
    return reserving.lock_reserved(
        goods_id=order.goods_id,
        member_id=order.buyer_id,
        seq=order.seq,
        paid_at=paid_at,
        now=now,
    )


def _is_won(order: Order) -> bool:
    win = wins.lock_win_of(goods_id=order.goods_id, seq=order.seq, member_id=order.buyer_id)
    return win is not None


@tells(PaymentConfirmed)
def confirm_payment(
    *, payment: Payment, known: ProviderPayment, bought_at: datetime, house: House, now: datetime
) -> Order:
    """This function will put a right and wanted payment into escrow and mark its order as paid."""
    payment.state = "PAID"
    payment.imp_uid = known.provider_uid
    payment.paid_at = known.paid_at or now
    payment.save()

    order = payment.order
    ledger.record(movements.into_escrow(order), now=now)
    if not _is_won(order):
        reserving.win_reserved(
            goods_id=order.goods_id, member_id=order.buyer_id, house=house, now=bought_at
        )
    wins.mark_sold(goods_id=order.goods_id, house=house)
    return move(order, "PAID", at=now)


def _end(payment: Payment) -> None:
    """No money is left of it, and the provider takes none any more under this number of ours."""
    if payment.state in ("PREPARING", "READY"):
        fail_payment(payment=payment)


def _book_what_went_back(
    payment: Payment, known: ProviderPayment, amount: int, house: House, now: datetime
) -> None:
    parts = list(give_back(payment=payment, imp_uid=known.provider_uid, amount=amount, now=now))
    rest = amount - sum(part.amount for part in parts)
    if rest:
        parts.append(reverse(payment=payment, known=known, amount=rest, house=house, now=now))
    ledger.record(movements.went_back(known, parts), now=now)
