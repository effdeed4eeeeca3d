"""Who sees goods that wait for the operator, and where?"""

import unicodedata
from datetime import timedelta

import pytest

from grpc_services.auction.ending_soon import tell_of_ends
from grpc_services.auction.views import auction_view
from grpc_services.catalogue import lots, prices
from grpc_services.catalogue.describing import rebuild_search
from grpc_services.catalogue.finding import Filter
from grpc_services.catalogue.finding import lots as found
from grpc_services.catalogue.goods import GoodsNotFound, goods_of
from grpc_services.catalogue.likes import like_goods
from grpc_services.catalogue.reviewing import has_forbidden_word
from grpc_services.community.reports import file_report
from grpc_services.search import index
from grpc_services.stores import fronts
from models.admin import AdminScope
from models.auction import Auction
from models.catalogue import ForbiddenWord
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def operator(database):
    member = factories.member("olga")
    AdminScope.create(member=member, scope="CATALOGUE", granted_at=database_now())
    return member.member_id


@pytest.fixture
def held(people):
    ForbiddenWord.create(word="정품급")
    return factories.goods(people[0], name="나이키 정품급")


def in_search():
    rows, _ = found(wanted=Filter(), sort="RECENT", limit=20, cursor="")
    return [lot.goods_id for lot in rows]


def of_store(goods, viewer_id):
    rows, _ = fronts.goods_of(
        store_id=goods.store_id, viewer_id=viewer_id, state=None, limit=20, cursor=""
    )
    return [lot.goods_id for lot in rows]


class TestAForbiddenWord:
    @pytest.mark.parametrize(
        "text",
        [
            "최고의 정품급입니다",
            "정 품 급",
            unicodedata.normalize("NFD", "정품급"),
            "정\u200b품급",
            "REPLICA",
            "Ｒｅｐｌｉｃａ shoes",
        ],
    )
    def test_is_found_however_it_is_typed(self, text):
        for word in ("정품급", "replica"):
            ForbiddenWord.create(word=word)

        assert has_forbidden_word("나이키", text)

    def test_is_none_that_is_not_there(self):
        assert not has_forbidden_word("정품급")
        ForbiddenWord.create(word="정품급")
        assert not has_forbidden_word("정품", "급")


class TestGoodsThatWait:
    def test_are_those_with_a_forbidden_word_in_name_or_description(self, people):
        ForbiddenWord.create(word="정품급")

        goods = [
            factories.goods(people[0], **said)
            for said in ({"name": "정품급"}, {"info": "정품급"}, {"name": "정품"})
        ]

        waits = [Auction.get_by_id(one.goods_id).is_waiting for one in goods]
        assert waits == [True, True, False]

    def test_are_seen_by_their_seller_and_the_operator_alone(self, people, held, operator):
        seller, ann = people[0].member_id, people[1].member_id
        for viewer_id in (seller, operator):
            assert lots.details(goods_id=held.goods_id, viewer_id=viewer_id).lot.is_waiting
            assert auction_view(goods_id=held.goods_id, viewer_id=viewer_id).auction.is_waiting
            assert of_store(held, viewer_id) == [held.goods_id]
            assert len(lots.lots_of(goods_ids=[held.goods_id], viewer_id=viewer_id)) == 1

        for viewer_id in (ann, 0):
            with pytest.raises(GoodsNotFound):
                lots.details(goods_id=held.goods_id, viewer_id=viewer_id)
            with pytest.raises(GoodsNotFound):
                auction_view(goods_id=held.goods_id, viewer_id=viewer_id)
            with pytest.raises(GoodsNotFound):
                goods_of(goods_id=held.goods_id, viewer_id=viewer_id)
            with pytest.raises(GoodsNotFound):
                prices.price_history(
                    goods_id=held.goods_id, viewer_id=viewer_id, days=1, now=database_now()
                )
            assert of_store(held, viewer_id) == []
            assert lots.lots_of(goods_ids=[held.goods_id], viewer_id=viewer_id) == []

    def test_are_counted_for_their_seller_alone(self, people, held):
        counts = [
            fronts.front(store_id=held.store_id, viewer_id=viewer.member_id).goods_by_state["OPEN"]
            for viewer in people[:2]
        ]

        assert counts == [1, 0]
        assert index.open_by_brand([held.brand_id])[held.brand_id] == 0

    def test_are_not_found_also_when_the_search_is_built_anew(self, held):
        assert in_search() == []
        rebuild_search(after_goods_id=0)
        assert in_search() == []

    def test_are_neither_liked_nor_reported(self, people, held):
        ann, now = people[1].member_id, database_now()
        with pytest.raises(GoodsNotFound):
            like_goods(member_id=ann, goods_id=held.goods_id, now=now)
        with pytest.raises(GoodsNotFound):
            file_report(
                member_id=ann,
                target="GOODS",
                target_id=held.goods_id,
                reason="FAKE",
                detail="",
                now=now,
            )

    def test_are_not_announced(self, people, held):
        now = database_now()
        like_goods(member_id=people[0].member_id, goods_id=held.goods_id, now=now)

        tell_of_ends(within=timedelta(days=20), now=now)

        assert "AuctionEndingSoon" not in factories.facts()
        assert "GoodsRegistered" not in factories.facts()
