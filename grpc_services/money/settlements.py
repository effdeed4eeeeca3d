"""What does the seller get? What is held of price and shipping, less the order's fees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grpc_services.facts import tells
from grpc_services.money import ledger, movements
from grpc_services.money.facts import OrderSettled
from grpc_services.money.ledger import Account
from grpc_services.pages import newest
from grpc_services.trade.fees import fees_by_order
from grpc_services.trade.orders import move
from grpc_services.trade.pure.fees import Fee, kept_of
from models.money import Settlement
from models.trade import Order


@dataclass(frozen=True)
class SettlementView:
    """What was credited, and what was kept of it, one by one."""

    settlement: Settlement
    fees: list[Fee]


@tells(OrderSettled)
def settle(*, order: Order, now: datetime) -> Order:
    """This function will credit the seller of a locked order that was confirmed."""
    held = ledger.balance(account=Account.ESCROW, owner_id=order.order_id)
    # Who keeps a part of it pays that part of each fee.
    fees = kept_of(fees_by_order([order.order_id])[order.order_id], held=held, total=order.total)
    commission = sum(fee.amount for fee in fees)
    settlement = Settlement.create(
        order=order,
        seller_id=order.seller_id,
        price=order.price,
        shipping_price=order.shipping_price,
        refunded=order.total - held,
        commission=commission,
        vat=sum(fee.vat for fee in fees),
        amount=held - commission,
        settled_at=now,
    )
    ledger.record(movements.settled(order, settlement), now=now)
    return move(order, "SETTLED", at=now)


def settlements_of(
    *, member_id: int, limit: int, cursor: str
) -> tuple[list[SettlementView], str | None]:
    """:raises InvalidCursor: if the cursor is not ours"""
    query = Settlement.select().where(Settlement.seller_id == member_id)
    rows, following = newest(
        query, Settlement.seller_id, Settlement.settlement_id, limit=limit, cursor=cursor
    )
    return _views(rows), following


def _views(rows: Sequence[Settlement]) -> list[SettlementView]:
    frozen = fees_by_order(row.order_id for row in rows)
    return [SettlementView(row, kept_fees(row, frozen[row.order_id])) for row in rows]


def kept_fees(row: Settlement, frozen: Sequence[Fee]) -> list[Fee]:
    """This function will tell which parts of an order's fees its settlement kept."""
    total = row.price + row.shipping_price
    return kept_of(frozen, held=total - row.refunded, total=total)
