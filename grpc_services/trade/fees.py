"""What does an order cost its seller? By the rules of the moment in which it was made."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from grpc_services.trade.pure.fees import Fee, Rule, Scope, Sold, fees_of
from models.catalogue import Category, Goods
from models.trade import FeeRule, Order, OrderFee

#: By scope, the column that says of what.
SUBJECTS = {
    Scope.SELLER_KIND: "seller_kind",
    Scope.CATEGORY: "category_id",
    Scope.SELLER: "seller_id",
}


def freeze(order: Order, goods: Goods, *, now: datetime) -> None:
    """This function will keep with a new order what its seller is to pay for it."""
    categories = Category.select().where(Category.category_id == goods.category_id)
    sold = Sold(
        price=order.price,
        seller_id=order.seller_id,
        seller_kind=order.seller_kind,
        category_ids=[
            number
            for category in categories
            for number in (category.category_id, category.parent_id)
            if number
        ],
    )
    fees = fees_of(sold, map(_rule, _rules_for(sold, now)))
    rows = [{"order": order, **vars(fee)} for fee in fees]
    if rows:
        OrderFee.insert_many(rows).execute()


def fees_by_order(order_ids: Iterable[int]) -> Mapping[int, list[Fee]]:
    """This function will find what was frozen with each order, by name."""
    ids = list(order_ids)
    found: dict[int, list[Fee]] = {order_id: [] for order_id in ids}
    rows = OrderFee.select().where(OrderFee.order.in_(ids)).order_by(OrderFee.name)
    for row in rows:
        found[row.order_id].append(Fee(row.name, row.amount, row.vat))
    return found


def general_rules(*, now: datetime) -> list[FeeRule]:
    """This function will list what everybody pays of whom nothing else is said, by name."""
    rows = _in_force(now).where(FeeRule.scope == str(Scope.ALL))
    newest = {row.name: row for row in rows.order_by(FeeRule.valid_from, FeeRule.rule_id)}
    return [row for _, row in sorted(newest.items())]


def _in_force(now: datetime) -> Any:
    is_over = FeeRule.valid_until <= now
    return FeeRule.select().where(
        FeeRule.valid_from <= now, FeeRule.valid_until.is_null() | ~is_over
    )


def _rules_for(sold: Sold, now: datetime) -> Any:
    return _in_force(now).where(
        (FeeRule.scope == str(Scope.ALL))
        | (FeeRule.seller_kind == sold.seller_kind)
        | FeeRule.category.in_(sold.category_ids)
        | (FeeRule.seller_id == sold.seller_id)
    )


def _rule(row: FeeRule) -> Rule:
    scope = Scope(row.scope)
    column = SUBJECTS.get(scope)
    return Rule(
        rule_id=row.rule_id,
        name=row.name,
        scope=scope,
        subject=getattr(row, column) if column else None,
        percent=row.percent,
        fixed=row.fixed,
        min=row.min,
        max=row.max,
        vat=row.vat,
        valid_from=row.valid_from,
    )
