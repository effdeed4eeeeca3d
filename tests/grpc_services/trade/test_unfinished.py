"""Is whatever was left half done found?"""

import pytest

from grpc_services.auction.closing import advance_auctions
from grpc_services.trade import orders
from grpc_services.trade.unfinished import wins_without_order
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
        assert wins_without_order() == [lot.goods_id]

        orders.order_for_win(goods_id=lot.goods_id, terms=sales.TERMS, now=database_now())

        assert wins_without_order() == []
