"""What have goods like these gone for?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from grpc_services.catalogue import prices
from grpc_services.catalogue.goods import GoodsNotFound
from models.catalogue import Brand, SoldPrice
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

#: Nine in the morning in Korea.
NOW = datetime(2026, 5, 10, tzinfo=UTC)


@pytest.fixture
def goods():
    return factories.goods(factories.member("seller"))


def sold(goods, price, *, hours_ago):
    sale = prices.Sale(SoldPrice.select().count() + 1, goods.goods_id, price)
    prices.note_sales(sales=[sale], now=NOW - timedelta(hours=hours_ago))


def history(goods, days=30):
    return prices.price_history(goods_id=goods.goods_id, viewer_id=0, days=days, now=NOW)


class TestAPriceHistory:
    def test_is_told_by_day_in_korea(self, goods):
        for price, hours_ago in ((30_000, 8), (10_000, 20), (20_000, 10), (15_000, 9)):
            sold(goods, price, hours_ago=hours_ago)

        days = [(day.day, day.prices) for day in history(goods).days]

        yesterday, today = date(2026, 5, 9), date(2026, 5, 10)
        assert days == [(yesterday, [10_000, 20_000]), (today, [15_000, 30_000])]

    def test_has_a_median_and_the_last_price(self, goods):
        for hours_ago, price in enumerate((20_000, 10_001, 15_000, 12_000)):
            sold(goods, price, hours_ago=hours_ago)
        found = history(goods)
        assert (found.median, found.last) == (13_500, 20_000)

    def test_has_neither_without_a_sale(self, goods):
        found = history(goods)
        assert (found.days, found.median, found.last) == ([], None, None)

    def test_begins_with_the_first_day_that_is_asked_for(self, goods):
        for price, hours_ago in ((1_000, 10), (2_000, 9)):
            sold(goods, price, hours_ago=hours_ago)
        assert [day.prices for day in history(goods, days=1).days] == [[2_000]]

    def test_is_of_one_brand_and_category(self, goods):
        other = Brand.create(name="아디다스", name_en="Adidas")
        seller = factories.member("other")
        sold(factories.goods(seller, brand_id=other.brand_id), 5_000, hours_ago=1)
        assert history(goods).days == []

    def test_counts_a_sale_once(self, goods):
        for _ in range(2):
            prices.note_sales(sales=[prices.Sale(7, goods.goods_id, 1_000)], now=NOW)
        assert [day.prices for day in history(goods).days] == [[1_000]]

    def test_is_not_there_without_goods(self):
        with pytest.raises(GoodsNotFound):
            prices.price_history(goods_id=10**9, viewer_id=0, days=1, now=NOW)
