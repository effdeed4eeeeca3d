"""What is asked of a buyer, and who says that it was paid?"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from grpc_services.facts import atomic
from grpc_services.money import looking, methods, operations
from grpc_services.money.methods import Choice
from grpc_services.money.operations import Operation
from grpc_services.refusals import Conflict, NotFound, NotReady
from grpc_services.trade.orders import lock_order, lock_orders
from models.base import tuples
from models.dialect import locked
from models.money import Payment
from models.trade import Order

BY_CARD = Choice()


class PaymentNotFound(NotFound):
    """You have no such payment."""


class OrderNotPayable(Conflict):
    """The order is paid, or nothing is to be paid for it any more."""


class AddressMissing(Conflict):
    """The order has no address to send it to."""


class ProviderPending(NotReady):
    """The amount is still being registered with the payment provider; ask again."""


@atomic
def begin_payment(
    *,
    member_id: int,
    order_id: int,
    choice: Choice = BY_CARD,
    provider: str = "PORTONE",
    now: datetime,
) -> Payment:
    """
    This function will begin a payment of what is due, or go on with the one under way.

    What is under way stays with the provider that it was begun with.

    :raises OrderNotFound: if the member has not bought it
    :raises OrderNotPayable: if nothing is to be paid, or not any more
    :raises AddressMissing: if nobody has said where to send it
    :raises VirtualAccountTooSlow, RefundAccountMissing, AccountNotFound: see `methods`
    """
    order = lock_order(order_id, buyer_id=member_id)

    if order.state != "AWAITING_PAYMENT" or now >= order.due_at:
        raise OrderNotPayable
    if order.postcode is None:
        raise AddressMissing
    account = methods.refund_account(order=order, choice=choice)

    under_way = Payment.get_or_none(
        Payment.order == order, Payment.state.in_(["PREPARING", "READY"])
    )
    payment = under_way or _prepare(order=order, provider=provider, now=now)
    if payment.state == "PREPARING":
        operations.hurry(kind=Operation.REGISTER, subject=payment.merchant_uid, now=now)
    return methods.choose(payment, choice.method, account)


def _prepare(*, order: Order, provider: str, now: datetime) -> Payment:
    payment = Payment.create(
        order=order,
        merchant_uid=f"pikcur-{order.order_id}-{secrets.token_hex(8)}",
        amount=order.total,
        provider=provider,
        state="PREPARING",
        created_at=now,
    )
    operations.want(
        kind=Operation.REGISTER,
        wanted={
            payment.merchant_uid: {
                "merchantUid": payment.merchant_uid,
                "amount": payment.amount,
                "provider": provider,
            }
        },
        now=now,
    )
    return payment


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


def mark_registered(*, merchant_uid: str, first_pause: timedelta, now: datetime) -> None:
    """This function will note that the provider takes this amount and no other."""
    Payment.update(state="READY", look_at=now + first_pause).where(
        Payment.merchant_uid == merchant_uid, Payment.state == "PREPARING"
    ).execute()


@atomic
def report_payment(*, merchant_uid: str, member_id: int, now: datetime) -> None:
    """
    This function will have the provider asked about a payment, on anybody's word.

    However often it is called, few questions come of it.

    :raises PaymentNotFound: if there is no such payment, or it is not the member's
    """
    payment = locked(Payment.select(*_HEARD).where(Payment.merchant_uid == merchant_uid)).first()
    if payment is None or (member_id and member_id != payment.order.buyer_id):
        raise PaymentNotFound
    looking.hear(payment=payment, now=now)


#: All that it takes to hear of a payment.
_HEARD = (Payment.payment_id, Payment.order, Payment.look_at, Payment.looks, Payment.seen_at)


def lock_payment(merchant_uid: str) -> Payment:
    """
    This function will lock an order and its payment for this transaction.

    :raises PaymentNotFound: if there is no such payment
    """
    return lock_payments([merchant_uid])[merchant_uid]


def lock_payments(merchant_uids: Collection[str]) -> dict[str, Payment]:
    """:raises PaymentNotFound: if one of them is no payment of ours"""
    rows = Payment.select().where(Payment.merchant_uid.in_(set(merchant_uids)))
    # Orders before their payments, as everywhere.
    orders = lock_orders({order_id for (order_id,) in tuples(rows.select(Payment.order))})
    payments = {row.merchant_uid: row for row in locked(rows.order_by(Payment.payment_id))}
    if not payments.keys() >= set(merchant_uids):
        raise PaymentNotFound
    for payment in payments.values():
        payment.order = orders[payment.order_id]
    return payments


def _payment(merchant_uid: str, member_id: int) -> Payment:
    query = Payment.select(Payment, Order).join(Order).where(Payment.merchant_uid == merchant_uid)
    if member_id:
        query = query.where(Order.buyer_id == member_id)
    payment = query.first()
    if payment is None:
        raise PaymentNotFound
    return payment
