"""What becomes of buying at once? An order that waits for its payment, for a short time only."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from grpc_services.auction import reserving, wins
from grpc_services.auction.house import House
from grpc_services.auction.pure.state import EntryKind
from grpc_services.facts import tells
from grpc_services.members import addresses
from grpc_services.trade.deadlines import Terms
from grpc_services.trade.facts import OrderLapsed, OrderReserved
from grpc_services.trade.orders import make, move
from models.auction import BidEntry
from models.base import tuples
from models.dialect import take_turn
from models.members import Member
from models.trade import Order


@tells(OrderReserved)
def reserve_goods(
    *, member_id: int, goods_id: int, address_id: int, terms: Terms, house: House, now: datetime
) -> Order:
    """
    This function will keep goods for a member at the buy-now price, and make the order to pay.

    :raises AddressNotFound: if the member has no such address
    :raises GoodsNotFound: if there are no such goods
    :raises AuctionNotOpen: if the auction is not open, or the goods are reserved
    :raises OwnGoods, MemberSuspended, Blocked: as for a bid
    :raises UnpaidWin: if the member has not paid for another win or reservation
    :raises BuyNowUnavailable: if there is no buy-now price
    :raises ReservedBefore: if the buyer has let a reservation lapse
    """
    lock_buyer(member_id=member_id)
    address = addresses.address(member_id=member_id, address_id=address_id)

    reserved = reserving.reserve(
        goods_id=goods_id,
        member_id=member_id,
        is_owing=awaits_payment(member_id=member_id, now=now),
        house=house,
    )

    win = wins.Win(goods_id, reserved.auction.seq, reserved.seller_id, member_id, reserved.price)
    return make(win, address=address, due_at=reserved.until, terms=terms, now=now)


def lock_buyer(*, member_id: int) -> None:
    """This function will have two purchases of one member wait for each other."""
    take_turn(Member, [member_id])


def awaits_payment(*, member_id: int, now: datetime) -> bool:
    """Whether goods are kept for a member who has not paid for them yet."""
    query = _reservations().where(Order.buyer_id == member_id, Order.due_at > now)
    return bool(query.exists())


def _reservations() -> Any:
    """Orders that are not paid and, unlike those of wins, hold the goods only until `due_at`."""
    its_entry = (BidEntry.goods_id == Order.goods) & (BidEntry.seq == Order.seq)
    query = Order.select(Order.order_id).join(BidEntry, on=its_entry)
    return query.where(Order.state == "AWAITING_PAYMENT", BidEntry.kind == EntryKind.RESERVATION)


def is_reservation(*, order_id: int) -> bool:
    """Whether an order keeps goods for a buyer who has not paid yet."""
    return order_id in reserved_by(order_ids=[order_id])


def reserved_by(*, order_ids: Collection[int]) -> set[int]:
    """This function will tell which orders keep goods for a buyer who has not paid yet."""
    rows = _reservations().where(Order.order_id.in_(list(order_ids)))
    return {order_id for (order_id,) in tuples(rows)}


@tells(OrderLapsed)
def lapse(*, order: Order, house: House, now: datetime) -> Order:
    """This function will cancel a locked order, and have its goods be bid on again."""
    reserving.reopen(goods_id=order.goods_id, reserved_until=order.due_at, house=house)
    return move(order, "CANCELLED", at=now)
