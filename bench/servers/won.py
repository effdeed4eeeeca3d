"""What is there once auctions are won? Orders that wait for their money, one a buyer.

The rows are those that bids, closing, opening an order and beginning a payment would make.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from peewee import chunked

from bench.servers.cluster import Cluster
from bench.servers.stock import connected, stock
from models.auction import Auction, BidEntry, UnpaidWin
from models.base import database as tables
from models.dialect import database_now, open_database
from models.money import Payment
from models.trade import Order, OrderEvent

_PRICE = 20_000
_ROWS = 1_000


class Won(NamedTuple):
    """An order that waits for money, and our number of the payment that was begun."""

    order_id: int
    merchant_uid: str


def won(cluster: Cluster, count: int) -> list[Won]:
    """This function will put in as many orders, each of its own buyer and goods."""
    house = stock(cluster, members=count, goods=count)
    with connected(cluster.database_url):
        tables.initialize(open_database(cluster.database_url))
    with tables.connection_context(), tables.atomic():
        now = database_now()
        pairs = list(zip(house.goods_ids, house.member_ids, strict=True))
        _put_wins(pairs, now)
        first = _put_orders(pairs, house.seller_id, now)
        return [_begun(order_id, now) for order_id in range(first, first + count)]


def _put_wins(pairs: Sequence[tuple[int, int]], now: datetime) -> None:
    goods_ids = [goods_id for goods_id, _ in pairs]
    for part in chunked(goods_ids, _ROWS):
        Auction.update(
            state="WON", current_price=_PRICE, maximum=_PRICE, seq=1, bid_count=1, ends_at=now
        ).where(Auction.goods.in_(part)).execute()
    for goods_id, member_id in pairs:
        Auction.update(leader_id=member_id).where(Auction.goods == goods_id).execute()
    bid = {"seq": 1, "kind": "BID", "amount": _PRICE, "automatic": False, "placed_at": now}
    _put(
        BidEntry,
        (bid | {"goods_id": goods, "bidder_id": member, "hash": ""} for goods, member in pairs),
    )
    _put(UnpaidWin, ({"goods_id": goods, "member_id": member} for goods, member in pairs))


def _put_orders(pairs: Sequence[tuple[int, int]], seller_id: int, now: datetime) -> int:
    last = Order.select(Order.order_id).order_by(Order.order_id.desc()).first()
    first = last.order_id + 1 if last else 1
    same: dict[str, Any] = {
        "seq": 1, "goods_name": "goods", "seller_id": seller_id, "state": "AWAITING_PAYMENT",
        "price": _PRICE, "shipping_price": 3_000, "name": "Home", "phone": "010-0000-0000",
        "postcode": "06236", "address": "서울", "address_detail": "1층", "created_at": now,
        "due_at": now + timedelta(days=3), "act": "END_UNPAID", "act_at": now + timedelta(days=3),
    }  # fmt: skip
    _put(
        Order,
        (
            same | {"order_id": order_id, "goods": goods_id, "buyer_id": member_id}
            for order_id, (goods_id, member_id) in enumerate(pairs, first)
        ),
    )
    events = (
        {"order": first + n, "state": "AWAITING_PAYMENT", "at": now} for n, _ in enumerate(pairs)
    )
    _put(OrderEvent, events)
    return first


def _begun(order_id: int, now: datetime) -> Won:
    payment = Payment.create(
        order=order_id,
        merchant_uid=f"pikcur-bench-{order_id}",
        amount=_PRICE + 3_000,
        state="READY",
        created_at=now,
        look_at=now + timedelta(days=1),
    )
    return Won(order_id, payment.merchant_uid)


def _put(table: Any, rows: Iterable[dict[str, Any]]) -> None:
    for part in chunked(rows, _ROWS):
        table.insert_many(part).execute()
