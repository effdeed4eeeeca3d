"""What do members like? Goods and brands."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from grpc_services.catalogue import likes
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.catalogue.shelves import BrandNotFound
from models.base import database as tables
from models.catalogue import Brand, Goods, GoodsLike
from models.dialect import connect, database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def seller():
    return factories.member("seller")


@pytest.fixture
def ann():
    return factories.member("ann")


def like(member, goods):
    likes.like_goods(member_id=member.member_id, goods_id=goods.goods_id, now=database_now())


def unlike(member, goods):
    likes.unlike_goods(member_id=member.member_id, goods_id=goods.goods_id)


def count_of(goods):
    return Goods.get_by_id(goods.goods_id).like_count


def liked_by(member, *, limit=20, cursor=""):
    return likes.GOODS.things_of(member_id=member.member_id, limit=limit, cursor=cursor)


class TestALike:
    def test_counts_once_however_often_it_is_given(self, seller, ann):
        goods = factories.goods(seller)
        for member in (ann, ann, factories.member("bob"), ann):
            like(member, goods)
        assert count_of(goods) == 2

    def test_may_be_taken_back_and_given_again(self, seller, ann):
        goods = factories.goods(seller)
        for step, left in ((like, 1), (unlike, 0), (unlike, 0), (like, 1)):
            step(ann, goods)
            assert count_of(goods) == GoodsLike.select().count() == left

    def test_of_nothing_is_refused(self, ann):
        with pytest.raises(GoodsNotFound):
            likes.like_goods(member_id=ann.member_id, goods_id=10**9, now=database_now())
        with pytest.raises(BrandNotFound):
            likes.unlike_brand(member_id=ann.member_id, brand_id=10**9)

    def test_counts_once_when_it_comes_from_many_hands_at_once(self, seller, ann):
        goods = factories.goods(seller)

        def run(step):
            connect()
            step(ann, goods)
            tables.close()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(run, [like, unlike] * 20 + [like]))

        assert count_of(goods) == GoodsLike.select().count()

    def test_of_a_brand_is_counted_there(self, seller, ann):
        brand_id = factories.goods(seller).brand_id
        likes.like_brand(member_id=ann.member_id, brand_id=brand_id, now=database_now())
        assert Brand.get_by_id(brand_id).like_count == 1
        likes.unlike_brand(member_id=ann.member_id, brand_id=brand_id)
        assert Brand.get_by_id(brand_id).like_count == 0


class TestLikedGoods:
    def test_are_listed_by_page_the_latest_first(self, seller, ann):
        goods = [factories.goods(seller) for _ in range(3)]
        for lot in (goods[1], goods[2], goods[0]):
            like(ann, lot)

        first, following = liked_by(ann, limit=2)
        rest, end = liked_by(ann, limit=2, cursor=following)

        assert first + rest == [goods[0].goods_id, goods[2].goods_id, goods[1].goods_id]
        assert end is None

    def test_are_not_those_of_others(self, seller, ann):
        goods = factories.goods(seller)
        like(factories.member("bob"), goods)
        assert liked_by(ann) == ([], None)
        assert likes.GOODS.among(member_id=ann.member_id, thing_ids=[goods.goods_id]) == set()
