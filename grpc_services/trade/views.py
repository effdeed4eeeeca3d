"""How does an order look to its buyer and its seller?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from grpc_services.pages import newest
from grpc_services.trade.fees import fees_by_order
from grpc_services.trade.orders import ENDED, order_of
from grpc_services.trade.pure.fees import Fee
from models.cases import Case
from models.catalogue import GoodsImage
from models.delivery import Parcel
from models.dialect import database_now
from models.members import Store
from models.money import Payment, Refund
from models.trade import Order, OrderEvent

#: After the end of an order.
_KNOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class OrderView:
    """An order with what stands around it; `is_buyer` says which side is looking."""

    order: Order
    is_buyer: bool
    thumb_key: str | None
    payment: Payment | None
    #: What goes back of that payment; there may be several by a case.
    refunds: list[Refund]
    parcel: Parcel | None
    #: The latest, if there was any.
    case: Case | None
    counterpart: Store
    #: The seller's own affair.
    fees: list[Fee]
    history: list[OrderEvent]
    #: Sellers know where to send it from the payment on, and for some time after the end.
    shows_address: bool


def order_view(*, member_id: int, order_id: int) -> OrderView:
    """:raises OrderNotFound: if the member has neither bought nor sold it"""
    return _views([order_of(member_id=member_id, order_id=order_id)], member_id)[0]


def orders_of(
    *, member_id: int, role: str, limit: int, cursor: str, state: str | None = None
) -> tuple[list[OrderView], str | None]:
    """
    This function will list what a member has bought or sold, newest first; in one state or all.

    :raises InvalidCursor: if the cursor is not ours
    """
    side = Order.buyer_id if role == "BUYER" else Order.seller_id
    query = Order.select().where(side == member_id)
    if state is not None:
        query = query.where(Order.state == state)
    rows, following = newest(query, side, Order.order_id, limit=limit, cursor=cursor)
    return _views(rows, member_id), following


def _views(orders: Sequence[Order], member_id: int) -> list[OrderView]:
    ids = [order.order_id for order in orders]
    images = thumbs_of([order.goods_id for order in orders])
    parcels = {parcel.order_id: parcel for parcel in Parcel.select().where(Parcel.order.in_(ids))}
    sides = {side for order in orders for side in (order.buyer_id, order.seller_id)}
    stores = {row.member_id: row for row in Store.select().where(Store.member.in_(list(sides)))}
    payments, history, cases = _payments(ids), _history(ids), _cases(ids)
    refunds = _refunds([payment.payment_id for payment in payments.values()])
    fees = fees_by_order(order.order_id for order in orders if order.seller_id == member_id)
    return [
        OrderView(
            order=order,
            is_buyer=order.buyer_id == member_id,
            thumb_key=images.get(order.goods_id),
            payment=payments.get(order.order_id),
            refunds=refunds[order.order_id],
            parcel=parcels.get(order.order_id),
            case=cases.get(order.order_id),
            counterpart=stores[order.seller_id if order.buyer_id == member_id else order.buyer_id],
            fees=fees.get(order.order_id, []),
            history=history[order.order_id],
            shows_address=order.buyer_id == member_id or _is_sent(history[order.order_id]),
        )
        for order in orders
    ]


def thumbs_of(goods_ids: Sequence[int]) -> dict[int, str]:
    """This function will find the first picture of each goods."""
    firsts = GoodsImage.select().where(GoodsImage.goods.in_(goods_ids), GoodsImage.position == 0)
    return {image.goods_id: image.thumb_key for image in firsts}


def _payments(order_ids: list[int]) -> dict[int, Payment]:
    """Of each order the payment that counts: the one that was paid, or else the newest."""
    rows = Payment.select().where(Payment.order.in_(order_ids)).order_by(Payment.payment_id)
    found: dict[int, Payment] = {}
    for payment in rows:
        if payment.order_id not in found or found[payment.order_id].state != "PAID":
            found[payment.order_id] = payment
    return found


def _refunds(payment_ids: list[int]) -> dict[int, list[Refund]]:
    found: dict[int, list[Refund]] = defaultdict(list)
    rows = Refund.select(Refund, Payment).join(Payment)
    for refund in rows.where(Payment.payment_id.in_(payment_ids), Refund.dropped_at.is_null()):
        found[refund.payment.order_id].append(refund)
    return found


def _cases(order_ids: list[int]) -> dict[int, Case]:
    rows = Case.select().where(Case.order.in_(order_ids)).order_by(Case.case_id)
    return {case.order_id: case for case in rows}


def _history(order_ids: list[int]) -> dict[int, list[OrderEvent]]:
    history: dict[int, list[OrderEvent]] = defaultdict(list)
    rows = OrderEvent.select().where(OrderEvent.order.in_(order_ids))
    for event in rows.order_by(OrderEvent.event_id):
        history[event.order_id].append(event)
    return history


def _is_sent(history: Sequence[OrderEvent]) -> bool:
    """Whether the seller has, or not long ago had, to know the address."""
    was_paid = any(event.state == "PAID" for event in history)
    last = history[-1]
    return was_paid and (last.state not in ENDED or database_now() < last.at + _KNOWN_FOR)
