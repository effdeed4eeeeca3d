"""What is seen of goods, in lists and in full?"""

from datetime import UTC

import pytest

from grpc_services.auction.amending import Amendment, amend_goods
from grpc_services.catalogue import lots
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.catalogue.ratings import rate
from models.auction import Auction
from models.catalogue import Category
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

#: What SQL, JSON and UTF-8 each have to carry in their own way.
TEXT = "'나이키' \"270\" \\ \x7f\t😀\r\n끝\u2028"


class TestDetails:
    def test_show_the_goods_as_their_seller_described_them(self, people):
        goods = factories.goods(people[0], name="에어 '1'", info=TEXT, soft_close=False)

        found = lots.details(goods_id=goods.goods_id, viewer_id=0)

        assert (found.lot.name, found.info, found.soft_close) == ("에어 '1'", TEXT, False)
        assert (found.lot.created_at, found.lot.store_id) == (goods.created_at, goods.store_id)

    def test_show_how_the_auction_stands(self, people):
        goods = factories.goods(people[0], buy_now_price=50_000)
        factories.bid(goods, people[1], amount=12_000)

        lot = lots.details(goods_id=goods.goods_id, viewer_id=0).lot

        row = Auction.get_by_id(goods.goods_id)
        assert (lot.state, lot.current_price, lot.bid_count) == ("OPEN", row.current_price, 1)
        assert (lot.buy_now_price, lot.leader_id) == (50_000, people[1].member_id)
        assert (lot.starts_at, lot.ends_at) == (row.starts_at, row.ends_at)
        assert lot.ends_at.tzinfo is UTC

    def test_show_the_store_with_its_rating(self, people):
        goods = factories.goods(people[0])
        rate(store_id=goods.store_id, stars=4, choices=[])

        found = lots.details(goods_id=goods.goods_id, viewer_id=0)

        assert (found.store_name, found.rating.average) == (goods.store.name, 4.0)

    def test_name_the_shelves_from_the_root_down(self, people):
        goods = factories.goods(people[0])
        shoes = goods.category
        boots = Category.create(parent=shoes, position=1, name="부츠", name_en="Boots")
        high = factories.goods(people[0], category_id=boots.category_id)

        paths = [lots.details(goods_id=one.goods_id, viewer_id=0).path for one in (goods, high)]

        assert [[label.name for label in path] for path in paths] == [
            [shoes.name],
            [shoes.name, "부츠"],
        ]

    def test_show_all_pictures_in_their_order(self, people):
        posted = [factories.picture(people[0]) for _ in range(3)][::-1]
        goods = factories.goods(people[0], upload_ids=[one.upload_id for one in posted])

        found = lots.details(goods_id=goods.goods_id, viewer_id=0)

        assert [one.thumb_key for one in found.pictures] == [one.thumb_key for one in posted]
        assert found.lot.thumb_key == posted[0].thumb_key

    def test_show_what_was_added_also_before_the_first_bid(self, people):
        goods = factories.goods(people[0])
        for text in (TEXT, "상자도 있습니다."):
            amend_goods(
                goods_id=goods.goods_id,
                member_id=people[0].member_id,
                amendment=Amendment(added=text),
                lengths=factories.LENGTHS,
            )

        added = lots.details(goods_id=goods.goods_id, viewer_id=0).additions

        assert [one.text for one in added] == [TEXT, "상자도 있습니다."]

    def test_are_there_of_what_is_there(self):
        with pytest.raises(GoodsNotFound):
            lots.details(goods_id=10**12, viewer_id=0)


class TestLots:
    def test_are_those_that_are_known_in_the_order_that_is_asked_for(self, people):
        first, other = (factories.goods(people[0]).goods_id for _ in range(2))

        found = lots.lots_of(goods_ids=[other, 10**12, first], viewer_id=0)

        assert [lot.goods_id for lot in found] == [other, first]
        assert lots.lots_of(goods_ids=[], viewer_id=0) == []
