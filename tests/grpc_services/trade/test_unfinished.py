"""Is whatever was left half done found?"""

from datetime import timedelta

import pytest

from grpc_services.auction.closing import advance_auctions
from grpc_services.trade import orders
from grpc_services.trade.unfinished import unfinished_work
from models.auction import Auction
from models.dialect import database_now
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


class TestWhatIsUnfinished:
    def test_is_a_win_without_an_order(self, people):
        lot = factories.goods(people[0])
        factories.bid(lot, people[1], amount=10_000)
        Auction.update(ends_at=database_now()).execute()
        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
        assert sales.unfinished().won_goods_ids == [lot.goods_id]

        orders.order_for_win(goods_id=lot.goods_id, terms=sales.TERMS, now=database_now())

        assert sales.unfinished().won_goods_ids == []

    def test_is_an_order_that_is_confirmed_and_not_settled(self, order):
        sales.deliver(order)
        sales.confirm(order)
        assert sales.unfinished().confirmed_order_ids == [order.order_id]

        sales.settle(order)

        assert sales.unfinished().confirmed_order_ids == []

    def test_may_be_too_young_to_tell(self, order):
        sales.deliver(order)
        sales.confirm(order)

        later = unfinished_work(older_than=timedelta(minutes=5), now=database_now())

        assert later.confirmed_order_ids == []
