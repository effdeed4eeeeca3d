"""What have goods like these gone for? By day in Korea, once their buyers had confirmed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median
from typing import NamedTuple

from grpc_services.catalogue.goods import goods_of
from grpc_services.korea import day_of, start_of
from models.base import tuples
from models.catalogue import Goods, SoldPrice
from models.dialect import insert_once

#: The latest sales that are looked at; more would not be read by anybody.
_MOST = 10_000


@dataclass(frozen=True)
class Day:
    """What was paid on one day, in won, in the order of the sales."""

    day: date
    prices: Sequence[int]


@dataclass(frozen=True)
class History:
    days: Sequence[Day]

    @property
    def last(self) -> int | None:
        return self.days[-1].prices[-1] if self.days else None

    @property
    def median(self) -> int | None:
        """Of all sales, in whole won; of an even number the lower of the two means."""
        prices = [price for day in self.days for price in day.prices]
        return int(median(prices)) if prices else None


class Sale(NamedTuple):
    """What the goods of an order went for."""

    order_id: int
    goods_id: int
    price: int


def note_sales(*, sales: Sequence[Sale], now: datetime) -> None:
    """This function will keep what goods went for, as part of the buyers' confirmation."""
    rows = Goods.select().where(Goods.goods_id.in_([sale.goods_id for sale in sales]))
    goods = {row.goods_id: row for row in rows}
    insert_once(
        SoldPrice,
        [
            {
                "order_id": sale.order_id,
                "brand_id": goods[sale.goods_id].brand_id,
                "category_id": goods[sale.goods_id].category_id,
                "price": sale.price,
                "sold_at": now,
            }
            for sale in sales
        ],
    )


def price_history(*, goods_id: int, viewer_id: int, days: int, now: datetime) -> History:
    """
    This function will tell what goods of the same brand and category went for on the last days.

    :raises GoodsNotFound: if there are no such goods
    """
    goods = goods_of(goods_id=goods_id, viewer_id=viewer_id)
    since = start_of(day_of(now) - timedelta(days=days - 1))
    latest = (
        SoldPrice.select(SoldPrice.sold_at, SoldPrice.price)
        .where(
            SoldPrice.category_id == goods.category_id,
            SoldPrice.brand_id == goods.brand_id,
            SoldPrice.sold_at >= since,
        )
        .order_by(SoldPrice.sold_at.desc(), SoldPrice.order_id.desc())
        .limit(_MOST)
    )
    return History(list(_by_day(reversed(list(tuples(latest))))))


def _by_day(sales: Iterable[tuple[datetime, int]]) -> Iterator[Day]:
    for day, sold in groupby(sales, key=lambda sale: day_of(sale[0])):
        yield Day(day, [price for _, price in sold])
