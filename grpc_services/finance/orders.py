"""Which order is it about? Found by what somebody has at hand who asks."""

from typing import Any

from grpc_services.pages import page, position
from models.members import Member
from models.money import Payment
from models.trade import Order

_LARGEST = 2**63 - 1


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
