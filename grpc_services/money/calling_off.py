"""What if paid goods are not sent? The money goes back, and whose fault it was is noted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from grpc_services.auction import wins
from grpc_services.auction.house import House
from grpc_services.facts import atomic, tells_each
from grpc_services.money.ledger import Account
from grpc_services.money.refunds import Debt, owe_all_back
from grpc_services.refusals import Conflict
from grpc_services.trade.facts import OrderCalledOff
from grpc_services.trade.orders import (
    SENT,
    AlreadyShipped,
    OrderClosed,
    lock_order,
    move_all,
    order_of,
)
from grpc_services.trade.strikes import give_strikes
from models.community import OrderMessage
from models.money import Payment
from models.trade import Order

Because = Literal["BUYER", "SELLER", "TIME"]


class OrderPacked(Conflict):
    """The seller has packed it already; once it has arrived a case can be opened."""


@atomic
def cancel_order(
    *, member_id: int, order_id: int, reason: str, house: House, now: datetime
) -> Order:
    """
    This function will call a paid order off, for its buyer or its seller; all of it goes back.

    The other side is told the reason, as a message on the order.

    :raises OrderNotFound: if the member has neither bought nor sold it
    :raises AlreadyShipped: if the parcel is on its way
    :raises OrderClosed: if nothing is held for it: it was not paid, or has ended
    :raises OrderPacked: if its buyer would cancel what is packed
    """
    order_of(member_id=member_id, order_id=order_id)
    order = lock_order(order_id)
    is_buyer = member_id == order.buyer_id

    if order.state in SENT:
        raise AlreadyShipped
    if order.state != "PAID":
        raise OrderClosed
    if is_buyer and order.packed_at is not None:
        raise OrderPacked

    OrderMessage.create(order=order, sender_id=member_id, text=reason, created_at=now)
    because: Because = "BUYER" if is_buyer else "SELLER"
    call_off(orders=[order], because=because, house=house, now=now)
    return order


@tells_each(OrderCalledOff)
def call_off(
    *, orders: Sequence[Order], because: Because, house: House, now: datetime
) -> list[tuple[Order, Because]]:
    """This function will have all that was paid for locked orders go back to their buyers."""
    numbers = [order.order_id for order in orders]
    paid = Payment.select().where(Payment.order.in_(numbers), Payment.state == "PAID")
    payments = {payment.order_id: payment for payment in paid}
    wins.unsell(goods_ids=[order.goods_id for order in orders], house=house)
    move_all(orders, "CANCELLED", at=now)
    debts = []
    for order in orders:
        payment = payments[order.order_id]
        payment.order = order
        debts.append(Debt(payment, str(payment.imp_uid), order.total, Account.ESCROW))
    owe_all_back(debts=debts, reason=f"CALLED_OFF_BY_{because}", now=now)
    if because != "BUYER":
        reason = "NOT_SHIPPED" if because == "TIME" else "CANCELLED"
        give_strikes(orders=orders, side="SELLER", reason=reason, now=now)
    return [(order, because) for order in orders]
