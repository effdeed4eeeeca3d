"""What does the seller get? What is held of price and shipping, less the order's fees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from peewee import fn

from grpc_services.facts import tells_each
from grpc_services.korea import start_of
from grpc_services.money import ledger, movements
from grpc_services.money.facts import OrderSettled
from grpc_services.money.ledger import Account
from grpc_services.pages import newest
from grpc_services.trade.fees import fees_by_order
from grpc_services.trade.orders import move_all
from grpc_services.trade.pure.fees import Fee, kept_of
from models.base import tuples
from models.dialect import add_rows
from models.money import Settlement
from models.trade import Order


class Period(NamedTuple):
    """From which day to which, in Korea, both in it; None is without limit."""

    first: date | None = None
    last: date | None = None


ALWAYS = Period()


@dataclass(frozen=True)
class Totals:
    """How many settlements there are, and what they come to, in won."""

    count: int
    price: int
    shipping_price: int
    refunded: int
    commission: int
    amount: int


_, *_SUMMED = (one.name for one in fields(Totals))


@dataclass(frozen=True)
class SettlementView:
    """What was credited, and what was kept of it, one by one."""

    settlement: Settlement
    fees: list[Fee]


@tells_each(OrderSettled)
def settle(*, orders: Sequence[Order], now: datetime) -> Sequence[Order]:
    """This function will credit the sellers of locked orders that were confirmed."""
    numbers = [order.order_id for order in orders]
    held = ledger.balances(account=Account.ESCROW, owner_ids=numbers)
    fees = fees_by_order(numbers)
    rows = [_settlement(order, held[order.order_id], fees[order.order_id], now) for order in orders]
    add_rows(rows)
    ledger.record_all([movements.settled(row.order, row) for row in rows], now=now)
    return move_all(orders, "SETTLED", at=now)


def _settlement(order: Order, held: int, frozen: Sequence[Fee], now: datetime) -> Settlement:
    # Who keeps a part of it pays that part of each fee.
    fees = kept_of(frozen, held=held, total=order.total)
    commission = sum(fee.amount for fee in fees)
    return Settlement(
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


def settlements_of(
    *, member_id: int, period: Period = ALWAYS, limit: int, cursor: str
) -> tuple[list[SettlementView], str | None]:
    """:raises InvalidCursor: if the cursor is not ours"""
    query = Settlement.select().where(Settlement.seller_id == member_id, *settled_in(period))
    rows, following = newest(
        query, Settlement.seller_id, Settlement.settlement_id, limit=limit, cursor=cursor
    )
    return _views(rows), following


def totals_of(*, member_id: int, period: Period) -> Totals:
    """This function will sum up what a seller was credited in a period, and what was kept."""
    sums = [fn.COALESCE(fn.SUM(getattr(Settlement, name)), 0) for name in _SUMMED]
    query = Settlement.select(fn.COUNT(Settlement.settlement_id), *sums)
    (found,) = tuples(query.where(Settlement.seller_id == member_id, *settled_in(period)))
    return Totals(*map(int, found))


def settled_in(period: Period) -> Iterator[Any]:
    """This function will tell the settlements of a period from all others."""
    if period.first:
        yield Settlement.settled_at >= start_of(period.first)
    if period.last:
        yield Settlement.settled_at < start_of(period.last + timedelta(days=1))


def _views(rows: Sequence[Settlement]) -> list[SettlementView]:
    frozen = fees_by_order(row.order_id for row in rows)
    return [SettlementView(row, kept_fees(row, frozen[row.order_id])) for row in rows]


def kept_fees(row: Settlement, frozen: Sequence[Fee]) -> list[Fee]:
    """This function will tell which parts of an order's fees its settlement kept."""
    total = row.price + row.shipping_price
    return kept_of(frozen, held=total - row.refunded, total=total)
