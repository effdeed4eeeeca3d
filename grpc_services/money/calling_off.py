"""What if paid goods are not sent? The money goes back, and whose fault it was is noted."""

from datetime import datetime
from typing import Literal

from grpc_services.auction import wins
from grpc_services.auction.house import House
from grpc_services.facts import atomic, tells
from grpc_services.money.ledger import Account
from grpc_services.money.refunds import owe_back
from grpc_services.refusals import Conflict
from grpc_services.trade.facts import OrderCalledOff
from grpc_services.trade.orders import (
    SENT,
    AlreadyShipped,
    OrderClosed,
    lock_order,
    move,
    order_of,
)
from grpc_services.trade.strikes import give_strike
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
    return call_off(order=order, because=because, house=house, now=now)[0]


@tells(OrderCalledOff)
def call_off(
    *, order: Order, because: Because, house: House, now: datetime
) -> tuple[Order, Because]:
    """This function will have all that was paid for a locked order go back to its buyer."""
    payment = Payment.get(Payment.order == order, Payment.state == "PAID")
    payment.order = order
    wins.unsell(goods_id=order.goods_id, house=house)
    move(order, "CANCELLED", at=now)
    owe_back(
        payment=payment,
        imp_uid=str(payment.imp_uid),
        amount=order.total,
        reason=f"CALLED_OFF_BY_{because}",
        source=Account.ESCROW,
        now=now,
    )
    if because != "BUYER":
        reason = "NOT_SHIPPED" if because == "TIME" else "CANCELLED"
        give_strike(member_id=order.seller_id, order=order, reason=reason, now=now)
    return order, because
