"""Are goods listed by words and filters, in an order, and counted?"""

from datetime import timedelta

import pytest

from grpc_services.catalogue import finding
from grpc_services.catalogue.describing import fill_search, rebuild_search
from grpc_services.catalogue.likes import like_goods, unlike_goods
from grpc_services.catalogue.shelves import CategoryNotFound
from grpc_services.pages import InvalidCursor
from grpc_services.search.settling import settle
from grpc_services.stores.vacations import set_vacation
from models.catalogue import Category
from models.dialect import database_now
from models.search import SearchChange, SearchGoods, SearchStanding
from tests.support import factories


@pytest.fixture
def seller(database):
    return factories.member("seller")


def _ids(limit=20, cursor="", sort="RECENT", **wanted):
    found, following = finding.lots(
        wanted=finding.Filter(**wanted), sort=sort, limit=limit, cursor=cursor
    )
    return [lot.goods_id for lot in found], following


class TestAList:
    def test_begins_with_the_newest_and_goes_on_by_cursor(self, seller):
        made = [factories.goods(seller).goods_id for _ in range(5)]

        first, cursor = _ids(limit=3)
        rest, end = _ids(limit=3, cursor=cursor)

        assert first + rest == made[::-1]
        assert end is None

    def test_may_begin_with_what_ends_soonest(self, seller):
        ends = [database_now() + timedelta(hours=hours) for hours in (3, 1, 2)]
        made = [factories.goods(seller, ends_at=end).goods_id for end in ends]

        first, cursor = _ids(limit=1, sort="ENDING")
        rest, _ = _ids(limit=2, sort="ENDING", cursor=cursor)

        assert first + rest == [made[1], made[2], made[0]]

    def test_knows_price_shelf_and_state(self, seller):
        cheap, dear = factories.goods(seller), factories.goods(seller, start_price=90_000)

        assert _ids(max_price=20_000)[0] == [cheap.goods_id]
        assert _ids(min_price=20_000)[0] == [dear.goods_id]
        assert _ids(category_id=cheap.category_id)[0] == [dear.goods_id, cheap.goods_id]
        assert _ids(state="SOLD")[0] == []

    def test_begins_with_what_is_liked_most(self, seller):
        liked, other = factories.goods(seller), factories.goods(seller)
        like_goods(member_id=seller.member_id, goods_id=liked.goods_id, now=database_now())

        assert _ids(sort="POPULAR")[0] == [liked.goods_id, other.goods_id]

        unlike_goods(member_id=seller.member_id, goods_id=liked.goods_id)
        assert _ids(sort="POPULAR")[0] == [other.goods_id, liked.goods_id]

    def test_shows_nothing_of_a_store_that_rests(self, seller):
        lot = factories.goods(seller)
        until = database_now() + timedelta(days=1)

        set_vacation(member_id=seller.member_id, until=until, now=database_now())
        factories.goods(seller)
        assert _ids()[0] == []

        set_vacation(member_id=seller.member_id, until=None, now=database_now())
        assert _ids()[0][-1] == lot.goods_id

    def test_of_a_category_shows_what_is_in_those_below(self, seller):
        parent = Category.create(name="패션", name_en="Fashion", position=2)
        child = Category.create(name="구두", name_en="Pumps", position=1, parent=parent)
        lot = factories.goods(seller, category_id=child.category_id)

        assert _ids(category_id=parent.category_id)[0] == [lot.goods_id]
        with pytest.raises(CategoryNotFound):
            _ids(category_id=10_000)

    def test_finds_words_of_name_brand_and_category(self, seller):
        lot = factories.goods(seller, name="에어 맥스")

        for query in ("에어맥스", "나이키", "nik", "신발", "shoes 맥스"):
            assert _ids(query=query)[0] == [lot.goods_id], query
        assert _ids(query="아디다스")[0] == []

    @pytest.mark.parametrize("cursor", ["nonsense", "bm9uZQ==", "MS4y", "é"])
    def test_refuses_a_cursor_that_is_not_ours(self, cursor, seller):
        with pytest.raises(InvalidCursor):
            _ids(cursor=cursor)


class TestCounts:
    def test_are_of_the_whole_list(self, seller):
        lots = [factories.goods(seller, start_price=price) for price in (5_000, 15_000, 25_000)]

        counts = finding.counts(wanted=finding.Filter(query="에어", min_price=10_000))

        assert counts.total == 2
        assert [(row.category_id, n) for row, n in counts.categories] == [(lots[0].category_id, 2)]
        assert [(row.name, n) for row, n in counts.brands] == [("나이키", 2)]
        assert (counts.qualities, counts.genders) == ({"USED": 2}, {"UNISEX": 2})
        assert counts.prices == [(10_000, 29_999, 2)]


class TestFilling:
    def test_puts_in_only_what_is_missing(self, seller):
        made = [factories.goods(seller).goods_id for _ in range(4)]
        settle()
        for table in (SearchGoods, SearchStanding):
            table.delete().where(table.goods_id.in_(made[1:3])).execute()

        count, last = fill_search(after_goods_id=0)

        assert (count, last) == (2, made[-1])
        assert {row.goods_id for row in SearchChange.select()} == set(made[1:3])
        assert fill_search(after_goods_id=last) == (0, None)
        assert _ids(query="에어")[0] == made[::-1]

    def test_changes_nothing_where_nothing_is_missing(self, seller):
        lot = factories.goods(seller)
        settle()

        assert fill_search(after_goods_id=0) == (0, lot.goods_id)
        assert SearchChange.select().count() == 0


class TestRebuilding:
    def test_puts_in_what_was_there_before_search_was(self, seller):
        made = [factories.goods(seller).goods_id for _ in range(3)]
        for table in (SearchGoods, SearchStanding, SearchChange):
            table.delete().execute()
        assert _ids(query="에어")[0] == []

        done = rebuild_search(after_goods_id=0)

        assert (done.count, done.last_goods_id, done.left) == (3, made[-1], 0)
        assert rebuild_search(after_goods_id=made[-1]).last_goods_id is None
        assert _ids(query="에어")[0] == made[::-1]
