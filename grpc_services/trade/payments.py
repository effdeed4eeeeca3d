"""Was it paid? What is asked of the buyer, and what the provider says came in."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from grpc_services.auction import reserving, wins
from grpc_services.auction.hot_rows import lock_auctions
from grpc_services.auction.house import House
from grpc_services.facts import atomic, tells
from grpc_services.refusals import Conflict, NotFound, NotReady
from grpc_services.trade import ledger
from grpc_services.trade.facts import (
    PaymentConfirmed,
    PaymentFailed,
    PaymentPrepared,
    PaymentReported,
)
from grpc_services.trade.orders import lock_order, move
from grpc_services.trade.refunds import owe_back, refund_of
from models.dialect import locked
from models.trade import Order, Payment


class PaymentNotFound(NotFound):
    """You have no such payment."""


class OrderNotPayable(Conflict):
    """The order is paid, or nothing is to be paid for it any more."""


class ProviderPending(NotReady):
    """The amount is still being registered with the payment provider; ask again."""


@dataclass(frozen=True)
class Receipt:
    """What the provider says of one payment; `amount` is what was really paid, in won."""

    imp_uid: str
    status: str
    amount: int
    paid_at: datetime


@atomic
def begin_payment(*, member_id: int, order_id: int, now: datetime) -> Payment:
    """
    This function will begin a payment of what is due, or find the one under way.

    :raises OrderNotFound: if the member has not bought it
    :raises OrderNotPayable: if nothing is to be paid, or not any more
    """
    order = lock_order(order_id, buyer_id=member_id)

    if order.state != "AWAITING_PAYMENT" or now >= order.due_at:
        raise OrderNotPayable

    under_way = Payment.get_or_none(
        Payment.order == order, Payment.state.in_(["PREPARING", "READY"])
    )
    return under_way or _prepare(order=order, now=now)


@tells(PaymentPrepared)
def _prepare(*, order: Order, now: datetime) -> Payment:
    return Payment.create(
        order=order,
        merchant_uid=f"pikcur-{order.order_id}-{secrets.token_hex(8)}",
        amount=order.total,
        state="PREPARING",
        created_at=now,
    )


def payment_of(*, member_id: int, merchant_uid: str) -> Payment:
    """
    This function will find a payment that the buyer can make.

    :raises PaymentNotFound: if the member has no such payment
    :raises ProviderPending: if the provider does not know the amount yet
    """
    payment = _payment(merchant_uid, member_id)
    if payment.state == "PREPARING":
        raise ProviderPending
    return payment


@atomic
def mark_registered(*, merchant_uid: str) -> None:
    """This function will note that the provider takes this amount and no other."""
    Payment.update(state="READY").where(
        Payment.merchant_uid == merchant_uid, Payment.state == "PREPARING"
    ).execute()


@tells(PaymentReported)
def report_payment(*, merchant_uid: str, imp_uid: str, member_id: int) -> PaymentReported:
    """
    This function will have the provider asked about a payment, on anybody's word.

    :raises PaymentNotFound: if there is no such payment, or it is not the member's
    """
    payment = _payment(merchant_uid, member_id)
    return PaymentReported(merchant_uid=payment.merchant_uid, imp_uid=imp_uid)


def _payment(merchant_uid: str, member_id: int) -> Payment:
    query = Payment.select(Payment, Order).join(Order).where(Payment.merchant_uid == merchant_uid)
    if member_id:
        query = query.where(Order.buyer_id == member_id)
    payment = query.first()
    if payment is None:
        raise PaymentNotFound
    return payment


@atomic
def record_receipt(*, merchant_uid: str, receipt: Receipt, house: House) -> Payment:
    """
    This function will act on what the provider says of a payment; a second time changes nothing.

    :raises PaymentNotFound: if we never asked for such a payment
    """
    payment = _lock_payment(merchant_uid)

    if receipt.status == "FAILED" and payment.state in ("PREPARING", "READY"):
        fail_payment(payment=payment)
    if receipt.status == "PAID" and not _is_known(payment, receipt):
        _receive(payment, receipt, house)
    return payment


def _lock_payment(merchant_uid: str) -> Payment:
    order_id = _payment(merchant_uid, member_id=0).order_id
    # The order before its payments, as everywhere.
    order = lock_order(order_id)
    payment = locked(Payment.select().where(Payment.merchant_uid == merchant_uid)).get()
    payment.order = order
    return payment


def _is_known(payment: Payment, receipt: Receipt) -> bool:
    is_taken = payment.state == "PAID" and payment.imp_uid == receipt.imp_uid
    return is_taken or refund_of(imp_uid=receipt.imp_uid) is not None


def _receive(payment: Payment, receipt: Receipt, house: House) -> None:
    # Bids may have held the goods: only after their lock was given is the time that decides.
    lock_auctions([payment.order.goods_id])
    now = house.clock()
    ledger.record(ledger.received(payment, receipt.imp_uid, receipt.amount), now=now)
    if receipt.amount != payment.amount:
        owe_back(
            payment=payment,
            receipt_amount=receipt.amount,
            imp_uid=receipt.imp_uid,
            reason="WRONG_AMOUNT",
            now=now,
        )
    elif not _is_wanted(payment.order, now):
        owe_back(
            payment=payment,
            receipt_amount=receipt.amount,
            imp_uid=receipt.imp_uid,
            reason="ORDER_NOT_PAYABLE",
            now=now,
        )
    else:
        confirm_payment(payment=payment, receipt=receipt, house=house, now=now)


def _is_wanted(order: Order, now: datetime) -> bool:
    """Whether the money still buys the goods; a bid may have, since a reservation lapsed."""
    if order.state != "AWAITING_PAYMENT":
        return False
    return _is_won(order) or reserving.lock_reserved(
        goods_id=order.goods_id, member_id=order.buyer_id, until=order.due_at, now=now
    )


def _is_won(order: Order) -> bool:
    win = wins.lock_win_of(goods_id=order.goods_id, seq=order.seq, member_id=order.buyer_id)
    return win is not None


@tells(PaymentConfirmed)
def confirm_payment(*, payment: Payment, receipt: Receipt, house: House, now: datetime) -> Order:
    """This function will put a right and wanted payment into escrow and mark its order as paid."""
    payment.state = "PAID"
    payment.imp_uid = receipt.imp_uid
    payment.paid_at = receipt.paid_at
    payment.save()

    order = payment.order
    ledger.record(ledger.into_escrow(order), now=now)
    if not _is_won(order):
        reserving.win_reserved(
            goods_id=order.goods_id,
            member_id=order.buyer_id,
            house=house,
            now=now,
        )
    wins.mark_sold(goods_id=order.goods_id, house=house)
    return move(order, "PAID", at=now)


@tells(PaymentFailed)
def fail_payment(*, payment: Payment) -> Order:
    """This function will note that the provider could not take it; the buyer may try again."""
    payment.state = "FAILED"
    payment.save(only=[Payment.state])
    return payment.order
