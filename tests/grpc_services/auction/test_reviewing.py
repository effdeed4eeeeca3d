"""When do goods wait, may somebody bid on them, and how do they come up?"""

from datetime import timedelta

import pytest

from grpc_services.auction.amending import Amendment, amend_goods
from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.pure.listing import HasBids
from grpc_services.auction.reserving import reserve
from grpc_services.auction.reviewing import NotWaiting, approve_goods
from grpc_services.auction.taking_down import take_down_goods
from grpc_services.catalogue.finding import Filter, lots
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.catalogue.reviewing import HasForbiddenWord
from models.auction import Auction
from models.catalogue import ForbiddenWord, GoodsAddition
from models.dialect import database_now
from models.members import Store
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def word(database):
    ForbiddenWord.create(word="정품급")


@pytest.fixture
def held(people):
    return factories.goods(people[0], name="정품급", buy_now_price=90_000)


def amend(goods, member, **changes):
    amend_goods(
        goods_id=goods.goods_id,
        member_id=member.member_id,
        amendment=Amendment(**changes),
        lengths=factories.LENGTHS,
    )


def waits(goods):
    return Auction.get_by_id(goods.goods_id).is_waiting


def in_search(state="OPEN"):
    rows, _ = lots(wanted=Filter(state=state), sort="RECENT", limit=20, cursor="")
    return [lot.goods_id for lot in rows]


class TestGoodsThatWait:
    def test_take_no_bids_and_are_not_bought(self, people, held):
        assert isinstance(factories.bid(held, people[1], amount=10_000), GoodsNotFound)
        with pytest.raises(GoodsNotFound):
            reserve(
                goods_id=held.goods_id,
                member_id=people[1].member_id,
                is_owing=False,
                house=factories.HOUSE,
            )

    def test_stay_hidden_when_they_start_change_or_end(self, people):
        starts_at = database_now() + timedelta(minutes=1)
        held = factories.goods(people[0], name="정품급", starts_at=starts_at)
        amend(held, people[0], said={"name": "나이키"}, offered={"start_price": 20_000})
        for state, column in (("OPEN", "starts_at"), ("FAILED", "ends_at")):
            Auction.update({column: database_now()}).where(Auction.goods == held).execute()
            advance_auctions(goods_ids={held.goods_id}, house=factories.HOUSE)
            assert Auction.get_by_id(held.goods_id).state == state
            assert in_search(state) == []
        assert waits(held)


class TestAChange:
    @pytest.mark.parametrize(
        "changes", [{"said": {"name": "정품급"}}, {"said": {"info": "정품급"}}, {"added": "정품급"}]
    )
    def test_with_a_forbidden_word_has_the_goods_wait(self, people, changes):
        goods = factories.goods(people[0])
        assert in_search() == [goods.goods_id]
        amend(goods, people[0], **changes)
        assert (waits(goods), in_search()) == (True, [])

    def test_without_one_does_not(self, people):
        goods = factories.goods(people[0])
        amend(goods, people[0], said={"name": "정품"}, added="급")
        assert (waits(goods), in_search()) == (False, [goods.goods_id])

    def test_cannot_stop_an_auction_on_which_somebody_has_bid(self, people):
        goods = factories.goods(people[0])
        factories.bid(goods, people[1], amount=10_000)
        with pytest.raises(HasForbiddenWord):
            amend(goods, people[0], added="정품급")
        with pytest.raises(HasBids):
            amend(goods, people[0], said={"name": "정품급"})
        assert (waits(goods), GoodsAddition.select().count()) == (False, 0)


class TestApprovedGoods:
    def test_are_seen_and_bid_on_and_told_of(self, people, held):
        Store.update(follower_count=1).where(Store.store_id == held.store_id).execute()

        approve_goods(goods_id=held.goods_id)

        assert (waits(held), in_search()) == (False, [held.goods_id])
        assert {"GoodsApproved", "GoodsRegistered"} <= set(factories.facts())
        assert factories.bid(held, people[1], amount=10_000).seq == 1

    def test_have_waited_and_are_there(self, people, held):
        approve_goods(goods_id=held.goods_id)
        with pytest.raises(NotWaiting):
            approve_goods(goods_id=held.goods_id)
        with pytest.raises(GoodsNotFound):
            approve_goods(goods_id=10**12)

    def test_are_none_that_were_taken_down(self, held):
        take_down_goods(goods_id=held.goods_id, reason="가짜", house=factories.HOUSE)
        with pytest.raises(NotWaiting):
            approve_goods(goods_id=held.goods_id)
        assert in_search("CANCELLED") == []
