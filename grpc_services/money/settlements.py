"""What does the seller get? What is held of price and shipping, less our commission."""

from datetime import datetime

from grpc_services.facts import atomic, tells
from grpc_services.money import ledger, movements
from grpc_services.money.facts import OrderSettled
from grpc_services.money.ledger import Account
from grpc_services.pages import newest
from grpc_services.refusals import Conflict
from grpc_services.trade.orders import lock_order, move
from models.money import Settlement
from models.trade import Order


class OrderNotConfirmed(Conflict):
    """Only an order that its buyer has confirmed is settled."""


def commission(*, price: int, percent: int) -> int:
    """This function will compute our share of a price, rounded down to whole won."""
    return price * percent // 100


@atomic
def settle_order(*, order_id: int, commission_percent: int, now: datetime) -> None:
    """
    This function will credit the seller of a confirmed order; a second time changes nothing.

    :raises OrderNotFound: if there is no such order
    :raises OrderNotConfirmed: if the buyer has not confirmed it
    """
    order = lock_order(order_id)

    if order.state == "SETTLED":
        return
    if order.state != "CONFIRMED":
        raise OrderNotConfirmed

    _settle(order=order, commission_percent=commission_percent, now=now)


@tells(OrderSettled)
def _settle(*, order: Order, commission_percent: int, now: datetime) -> Order:
    held = ledger.balance(account=Account.ESCROW, owner_id=order.order_id)
    # Who keeps a part of it pays that part of our commission.
    share = commission(price=order.price, percent=commission_percent) * held // order.total
    settlement = Settlement.create(
        order=order,
        seller_id=order.seller_id,
        price=order.price,
        shipping_price=order.shipping_price,
        refunded=order.total - held,
        commission=share,
        amount=held - share,
        settled_at=now,
    )
    ledger.record(movements.settled(order, settlement), now=now)
    return move(order, "SETTLED", at=now)


def settlements_of(
    *, member_id: int, limit: int, cursor: str
) -> tuple[list[Settlement], str | None]:
    """:raises InvalidCursor: if the cursor is not ours"""
    query = Settlement.select().where(Settlement.seller_id == member_id)
    return newest(query, Settlement.seller_id, Settlement.settlement_id, limit=limit, cursor=cursor)
