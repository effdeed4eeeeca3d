"""Which order is it about, and how far has it come? Found by what somebody has at hand who asks."""

from dataclasses import dataclass
from typing import Any

from grpc_services.pages import page, position
from grpc_services.trade.orders import OrderNotFound
from models.cases import Case
from models.members import Member
from models.money import Payment
from models.trade import Order, OrderEvent

_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class File:
    """An order, how it came so far, and by what to look for more of it."""

    order: Order
    history: list[OrderEvent]
    merchant_uids: list[str]
    #: The latest, if there was any.
    case_id: int | None


def any_orders(*, query: str, limit: int, cursor: str) -> tuple[list[Order], str | None]:
    """
    This function will list orders of anybody, the newest first.

    By their number or that of the goods, our number of a payment, or the login id of either side.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Order.select().order_by(Order.order_id.desc())
    if query:
        rows = rows.where(_is_meant(query.strip()))
    start = position(cursor)
    if start:
        rows = rows.where(Order.order_id < start[0])
    return page(rows, limit, lambda row: (row.order_id,))


def _is_meant(query: str) -> Any:
    if query.isascii() and query.isdigit():
        number = min(int(query), _LARGEST)
        return (Order.order_id == number) | (Order.goods == number)
    paid = Payment.get_or_none(Payment.merchant_uid == query)
    if paid is not None:
        return Order.order_id == paid.order_id
    member = Member.get_or_none(Member.login_id == query.lower())
    number = member.member_id if member else 0
    return (Order.buyer_id == number) | (Order.seller_id == number)


def file_of(*, order_id: int) -> File:
    """:raises OrderNotFound: if there is no such order"""
    order = any_order(order_id)
    events = OrderEvent.select().where(OrderEvent.order == order).order_by(OrderEvent.event_id)
    payments = Payment.select().where(Payment.order == order).order_by(Payment.payment_id)
    case = Case.select().where(Case.order == order).order_by(Case.case_id.desc()).first()
    return File(order, list(events), [row.merchant_uid for row in payments], case and case.case_id)


def any_order(order_id: int) -> Order:
    """:raises OrderNotFound: if there is no such order"""
    order = Order.get_or_none(Order.order_id == order_id)
    if order is None:
        raise OrderNotFound
    return order
