"""What if money goes back that nobody of us sent? The provider's console, or the buyer's card."""

from collections.abc import Callable
from datetime import datetime

from grpc_services.auction import wins
from grpc_services.auction.house import House
from grpc_services.facts import tells
from grpc_services.money import ledger, movements
from grpc_services.money.facts import PaymentReversed
from grpc_services.money.ledger import Account, Line
from grpc_services.money.refunds import owe_back
from grpc_services.money.suspense import note_suspense
from grpc_services.money.watchers import finance_admins
from grpc_services.trade.orders import move
from models.money import Payment, ProviderPayment
from models.trade import Order


def reverse(
    *, payment: Payment, known: ProviderPayment, amount: int, house: House, now: datetime
) -> Line:
    """
    This function will act on money that went back, and say out of which account it was.

    Before the parcel is on its way nothing is sent; on its way, what is left is frozen; after the
    settlement the seller owes it.
    """
    order = payment.order
    if payment.state != "PAID" or payment.imp_uid != known.provider_uid:
        return _suspend(known, amount)
    if order.state not in _ACTS:
        _tell_only(payment=payment, known=known, amount=amount, house=house, now=now)
        return _suspend(known, amount)
    act, account = _ACTS[order.state]
    act(payment=payment, known=known, amount=amount, house=house, now=now)
    owner_id = order.seller_id if account is Account.SELLER_RECEIVABLE else order.order_id
    return Line(account, amount, owner_id)


def _suspend(known: ProviderPayment, amount: int) -> Line:
    note_suspense(reading=known, amount=amount)
    return Line(Account.SUSPENSE, amount, known.reading_id)


def _left(order: Order, amount: int) -> int:
    """What is held for it is booked as gone only afterwards."""
    return ledger.balance(account=Account.ESCROW, owner_id=order.order_id) - amount


def _tell(order: Order, amount: int) -> tuple[Order, int, list[int]]:
    return order, amount, finance_admins()


@tells(PaymentReversed)
def _call_off(
    *, payment: Payment, known: ProviderPayment, amount: int, house: House, now: datetime
) -> tuple[Order, int, list[int]]:
    order = payment.order
    left = _left(order, amount)
    wins.unsell(goods_ids=[order.goods_id], house=house)
    move(order, "CANCELLED", at=now)
    if left > 0:
        owe_back(
            payment=payment,
            imp_uid=str(payment.imp_uid),
            amount=left,
            reason="REVERSED",
            source=Account.ESCROW,
            now=now,
        )
    return _tell(order, amount)


@tells(PaymentReversed)
def _freeze(
    *, payment: Payment, known: ProviderPayment, amount: int, house: House, now: datetime
) -> tuple[Order, int, list[int]]:
    order = payment.order
    left = _left(order, amount)
    if left > 0:
        because = f"reading:{known.reading_id}:{known.changes}"
        ledger.record(movements.frozen(order, left, because), now=now)
    move(order, "DISPUTED", at=now)
    return _tell(order, amount)


@tells(PaymentReversed)
def _tell_only(
    *, payment: Payment, known: ProviderPayment, amount: int, house: House, now: datetime
) -> tuple[Order, int, list[int]]:
    return _tell(payment.order, amount)


#: Of each state of an order, what is done, and whose money it was.
_ACTS: dict[str, tuple[Callable[..., object], Account]] = {
    "PAID": (_call_off, Account.ESCROW),
    "SHIPPED": (_freeze, Account.ESCROW),
    "DELIVERED": (_freeze, Account.ESCROW),
    "CONFIRMED": (_freeze, Account.ESCROW),
    "DISPUTED": (_tell_only, Account.FROZEN),
    "SETTLED": (_tell_only, Account.SELLER_RECEIVABLE),
}
