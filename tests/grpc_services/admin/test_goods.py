"""How does the operator find goods, in whatever state, and take them off?"""

import pytest

from grpc_services.admin.goods import any_goods, approve, take_down, waiting_goods
from grpc_services.admin.trail import By
from grpc_services.auction.pure.state import AuctionNotOpen
from grpc_services.catalogue.goods import GoodsNotFound
from models.admin import AuditLine
from models.auction import Auction
from models.catalogue import ForbiddenWord
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

BY = By(7, "가짜입니다.", "192.0.2.1")


@pytest.fixture
def lot(people):
    return factories.goods(people[0])


def find(query, state=None):
    found, _ = any_goods(query=query, state=state, viewer_id=0, limit=20, cursor="")
    return [one.goods_id for one in found]


def take(goods_id):
    take_down(goods_id=goods_id, by=BY, house=factories.HOUSE, now=database_now())


class TestAnyGoods:
    def test_are_found_by_words_and_state_or_by_their_number(self, lot):
        assert find("에어") == find(str(lot.goods_id)) == [lot.goods_id]
        take(lot.goods_id)
        assert find("에어") == []
        assert find("에어", "CANCELLED") == find(str(lot.goods_id)) == [lot.goods_id]

    def test_are_not_found_by_a_number_that_none_has(self, lot):
        assert find("9" * 18) == find("9" * 40) == []


class TestTakingDown:
    def test_is_written_down_with_the_bids_there_were(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        take(lot.goods_id)
        line = AuditLine.get()
        assert (line.act, line.target_id) == ("TAKE_DOWN", lot.goods_id)
        assert line.before == '{"bids":1,"price":10000}'

    def test_is_refused_when_there_is_nothing_to_cancel(self, lot):
        Auction.update(state="WON").where(Auction.goods == lot).execute()
        with pytest.raises(AuctionNotOpen):
            take(lot.goods_id)
        with pytest.raises(GoodsNotFound):
            take(10**9)
        assert not AuditLine.select().exists()


class TestGoodsThatWait:
    @pytest.fixture
    def held(self, people):
        ForbiddenWord.create(word="정품급")
        return [factories.goods(people[0], name="정품급") for _ in range(3)]

    def listed(self, people, limit=10, cursor=""):
        viewer_id = people[0].member_id
        found, following = waiting_goods(viewer_id=viewer_id, limit=limit, cursor=cursor)
        return [lot.goods_id for lot in found], following

    def test_are_listed_by_page_the_newest_first(self, people, lot, held):
        ids = [one.goods_id for one in held][::-1]

        first, following = self.listed(people, limit=2)

        assert (first, self.listed(people, cursor=following)) == (ids[:2], (ids[2:], None))

    def test_are_listed_no_more_once_they_were_decided(self, people, held):
        first, second, third = (one.goods_id for one in held)

        approve(goods_id=first, by=BY, now=database_now())
        take(second)

        assert self.listed(people) == ([third], None)
        assert {line.act for line in AuditLine.select()} == {"APPROVE", "TAKE_DOWN"}
