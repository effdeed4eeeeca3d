"""What is an order, and how does it go on?"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from grpc_services.auction import wins
from grpc_services.catalogue.prices import Sale, note_sales
from grpc_services.facts import atomic, tells, tells_each
from grpc_services.members import addresses
from grpc_services.refusals import Conflict, NotFound
from grpc_services.trade import deadlines, fees
from grpc_services.trade.deadlines import Terms
from grpc_services.trade.facts import (
    OrderConfirmed,
    OrderDelivered,
    OrderOpened,
    OrderShipped,
)
from models.base import UtcField
from models.catalogue import Goods
from models.dialect import insert_rows, locked, save_rows
from models.members import Address, Store
from models.trade import Order

_utc = UtcField()

#: What an order copies of an address.
_ADDRESS = ("name", "phone", "postcode", "address", "address_detail")


#: What may follow what; nothing follows the others.
NEXT: dict[str, frozenset[str]] = {
    "AWAITING_PAYMENT": frozenset({"PAID", "CANCELLED", "UNPAID"}),
    "PAID": frozenset({"SHIPPED", "CANCELLED", "DISPUTED"}),
    "SHIPPED": frozenset({"DELIVERED", "CONFIRMED", "DISPUTED", "PAID"}),
    "DELIVERED": frozenset({"CONFIRMED", "DISPUTED"}),
    "CONFIRMED": frozenset({"SETTLED", "DISPUTED"}),
    "DISPUTED": frozenset({"REFUNDED", "CONFIRMED", "SHIPPED", "DELIVERED"}),
}
#: The states in which the parcel is out of its seller's hands.
SENT = ("SHIPPED", "DELIVERED", "CONFIRMED", "SETTLED", "DISPUTED")
#: The states after which nothing more happens.
ENDED = ("SETTLED", "CANCELLED", "REFUNDED", "UNPAID")


class OrderNotFound(NotFound):
    """You have no such order."""


class AlreadyShipped(Conflict):
    """The parcel is on its way."""


class OrderClosed(Conflict):
    """The order was cancelled, refunded or never paid."""


class OrderNotPaid(Conflict):
    """The order is not paid, or is past shipping."""


class OrderNotConfirmed(Conflict):
    """Its buyer has not said that all is well."""


class OrderNotShipped(Conflict):
    """The order can be confirmed once its parcel is on its way."""


@atomic
def order_for_win(*, goods_id: int, terms: Terms, now: datetime) -> Order:
    """
    This function will make the order of a won auction, or find the one that was made.

    :raises AuctionNotWon: if nobody has won the goods, or they are paid for already
    """
    win = wins.lock_win(goods_id=goods_id)
    order = Order.get_or_none(Order.goods == goods_id, Order.seq == win.seq)
    return order or open_order(win=win, terms=terms, now=now)


@tells(OrderOpened)
def open_order(*, win: wins.Win, terms: Terms, now: datetime) -> Order:
    """This function will make the order of a win, to be sent to its winner's own address."""
    address = addresses.default_address(member_id=win.winner_id)
    return make(win, address=address, due_at=now + terms.pay, terms=terms, now=now)


def make(
    win: wins.Win, *, address: Address | None, due_at: datetime, terms: Terms, now: datetime
) -> Order:
    """This function will make the order of a win, or of a reservation, at its price."""
    goods = Goods.get_by_id(win.goods_id)
    order = Order(
        goods=goods,
        seq=win.seq,
        goods_name=goods.name,
        buyer_id=win.winner_id,
        seller_id=win.seller_id,
        state="AWAITING_PAYMENT",
        price=win.price,
        shipping_price=goods.shipping_price,
        due_at=due_at,
        ship_days=terms.ship_days,
        confirm_days=terms.confirm_days,
        lost_days=terms.lost_days,
        seller_kind=Store.get(Store.member == win.seller_id).kind,
        created_at=now,
        **{column: getattr(address, column) for column in _ADDRESS if address},
    )
    deadlines.plan_next(order, after=now)
    order.save(force_insert=True)
    fees.freeze(order, goods, now=now)
    note([order], at=now)
    return order


def has_open_orders(*, member_id: int) -> bool:
    """Whether an order that the member has bought or sold has not come to its end."""
    is_theirs = (Order.buyer_id == member_id) | (Order.seller_id == member_id)
    return bool(Order.select().where(is_theirs, Order.state.not_in(ENDED)).exists())


@atomic
def set_address(*, member_id: int, order_id: int, address_id: int) -> Order:
    """
    This function will say where the parcel shall go, until it is on its way.

    :raises OrderNotFound: if the member has not bought it
    :raises AddressNotFound: if the member has no such address
    :raises AlreadyShipped: if it is on its way
    :raises OrderClosed: if nothing will be sent any more
    """
    order = lock_order(order_id, buyer_id=member_id)
    address = addresses.address(member_id=member_id, address_id=address_id)

    if order.state in ("SHIPPED", "DELIVERED", "CONFIRMED", "SETTLED"):
        raise AlreadyShipped
    if order.state not in ("AWAITING_PAYMENT", "PAID"):
        raise OrderClosed

    return _copy_address(order, address)


def _copy_address(order: Order, address: Address) -> Order:
    for column in _ADDRESS:
        setattr(order, column, getattr(address, column))
    order.save()
    return order


@atomic
def pack(*, member_id: int, order_id: int, now: datetime) -> Order:
    """
    This function will note that it is packed; its buyer cannot cancel it any more.

    :raises OrderNotFound: if the member has not sold it
    :raises AlreadyShipped: if it is on its way
    :raises OrderNotPaid: if nothing is to be sent
    """
    order = lock_order(order_id, seller_id=member_id)

    if order.state in SENT:
        raise AlreadyShipped
    if order.state != "PAID":
        raise OrderNotPaid

    order.packed_at = order.packed_at or now
    order.save(only=[Order.packed_at])
    return order


@tells(OrderShipped)
def ship(*, order: Order, now: datetime) -> Order:
    """:raises OrderNotPaid: if the order is in any state but PAID"""
    if order.state != "PAID":
        raise OrderNotPaid

    return move(order, "SHIPPED", at=now)


@tells(OrderDelivered)
def deliver(*, order: Order, now: datetime) -> Order:
    """This function will note that the parcel of a shipped order has arrived."""
    return move(order, "DELIVERED", at=now)


@atomic
def confirm(*, member_id: int, order_id: int, now: datetime) -> Order:
    """
    This function will take the buyer's word that all is well; a second time changes nothing.

    :raises OrderNotFound: if the member has not bought it
    :raises OrderNotShipped: if it is not on its way
    """
    order = lock_order(order_id, buyer_id=member_id)

    if order.state in ("CONFIRMED", "SETTLED"):
        return order
    if order.state not in ("SHIPPED", "DELIVERED"):
        raise OrderNotShipped
    return confirm_orders(orders=[order], now=now)[0]


@tells_each(OrderConfirmed)
def confirm_orders(*, orders: Sequence[Order], now: datetime) -> Sequence[Order]:
    """This function will have locked orders be as their buyers wanted them."""
    note_sales(sales=[Sale(one.order_id, one.goods_id, one.price) for one in orders], now=now)
    return move_all(orders, "CONFIRMED", at=now)


def order_of(*, member_id: int, order_id: int) -> Order:
    """:raises OrderNotFound: if the member has neither bought nor sold it"""
    order = Order.get_or_none(
        Order.order_id == order_id,
        (Order.buyer_id == member_id) | (Order.seller_id == member_id),
    )
    if order is None:
        raise OrderNotFound
    return order


def lock_order(
    order_id: int, *, buyer_id: int | None = None, seller_id: int | None = None
) -> Order:
    """:raises OrderNotFound: if there is no such order, or it is somebody else's"""
    query = Order.select().where(Order.order_id == order_id)
    if buyer_id is not None:
        query = query.where(Order.buyer_id == buyer_id)
    if seller_id is not None:
        query = query.where(Order.seller_id == seller_id)
    order = locked(query).first()
    if order is None:
        raise OrderNotFound
    return order


def lock_orders(order_ids: Collection[int]) -> dict[int, Order]:
    """This function will lock orders; numbers that are unknown are left out."""
    # One order for everybody, or two would wait for each other.
    query = Order.select().where(Order.order_id.in_(list(order_ids))).order_by(Order.order_id)
    return {order.order_id: order for order in locked(query)}


def move(order: Order, state: str, *, at: datetime) -> Order:
    """
    This function will bring a locked order into another state, and note when.

    After a dispute it may come into one that it was in before; the deadlines it had then go on.

    :raises ValueError: if that state may not follow
    """
    return move_all([order], state, at=at)[0]


def move_all(orders: Sequence[Order], state: str, *, at: datetime) -> Sequence[Order]:
    """:raises ValueError: if that state may not follow the one of an order"""
    for order in orders:
        if state not in NEXT.get(order.state, ()):
            raise ValueError(f"order {order.order_id}: {state} after {order.state}")
        begin = deadlines.go_on if order.state == "DISPUTED" else deadlines.enter
        order.state = state
        order.disputes += state == "DISPUTED"
        begin(order, at=at)
    save_rows(orders)
    note(orders, at=at)
    return orders


def note(orders: Iterable[Order], *, at: datetime) -> None:
    rows = [(one.order_id, one.state, one.disputes, _utc.db_value(at)) for one in orders]
    insert_rows("order_event", ("order_id", "state", "disputes", "at"), rows)
