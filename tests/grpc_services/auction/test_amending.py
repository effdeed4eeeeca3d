"""Can a seller change what is said of goods? All of it, until somebody bids."""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.auction.amending import Amendment, amend_goods
from grpc_services.auction.pure.listing import HasBids
from grpc_services.auction.pure.state import AuctionNotOpen
from grpc_services.auction.relisting import Relisting, relist_goods
from grpc_services.catalogue import goods as catalogue
from grpc_services.catalogue import lots, uploads
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.catalogue.shelves import BrandNotFound
from grpc_services.search import index
from grpc_services.search.documents import Wanted
from models.auction import Auction
from models.catalogue import Goods, GoodsAddition, GoodsImage
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)


@pytest.fixture
def lot(people):
    return factories.goods(people[0], buy_now_price=90_000)


def amend(lot, who, **changes):
    amend_goods(
        goods_id=lot.goods_id,
        member_id=who.member_id,
        amendment=Amendment(**changes),
        lengths=factories.LENGTHS,
    )


def found(words):
    return index.page(Wanted(query=words), sort="RECENT", limit=10, cursor="")[0]


class TestAnAmendment:
    def test_changes_what_it_names_and_leaves_the_rest(self, people, lot):
        said = {"name": "아디다스 삼바", "shipping_price": 0}
        amend(lot, people[0], said=said, offered={"start_price": 5_000, "buy_now_price": None})

        goods, auction = Goods.get_by_id(lot.goods_id), Auction.get_by_id(lot.goods_id)
        assert (goods.name, goods.shipping_price, goods.size) == ("아디다스 삼바", 0, "270")
        assert (auction.start_price, auction.buy_now_price) == (5_000, None)
        assert factories.bid(lot, people[1], amount=5_000).leading

    def test_is_found_at_once(self, people, lot):
        amend(lot, people[0], said={"name": "아디다스 삼바"})
        assert found("삼바") == [lot.goods_id]
        assert found("에어") == []

    def test_moves_times(self, people, lot):
        later = database_now() + HOUR
        amend(lot, people[0], starts_at=later, ends_at=later + HOUR)

        auction = Auction.get_by_id(lot.goods_id)
        assert (auction.state, auction.starts_at) == ("SCHEDULED", later)
        assert auction.ends_at == auction.listed_ends_at == later + HOUR
        assert isinstance(factories.bid(lot, people[1], amount=10_000), AuctionNotOpen)

    def test_puts_other_pictures_in_place_of_those_before(self, people, lot):
        pictures = [factories.picture(people[0]) for _ in range(2)]
        amend(lot, people[0], upload_ids=[picture.upload_id for picture in pictures])

        images = GoodsImage.select().where(GoodsImage.goods == lot).order_by(GoodsImage.position)
        assert [image.full_key for image in images] == [one.full_key for one in pictures]

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"said": {"brand_id": 10**9}}, BrandNotFound),
            ({"offered": {"start_price": 90_000}}, catalogue.BuyNowPriceTooLow),
            ({"offered": {"reserve_price": 1}}, catalogue.ReservePriceTooLow),
            ({"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, catalogue.AuctionTooShort),
            ({"upload_ids": [10**9]}, uploads.UploadNotFound),
        ],
    )
    def test_changes_nothing_when_something_is_wrong(self, people, lot, changes, refusal):
        with pytest.raises(refusal):
            amend(lot, people[0], added="덧붙임", **{"said": {"name": "다른"}} | changes)

        assert Goods.get_by_id(lot.goods_id).name == lot.name
        assert Auction.get_by_id(lot.goods_id).start_price == 10_000
        assert not GoodsAddition.select().exists()

    def test_is_for_the_seller_only(self, people, lot):
        with pytest.raises(GoodsNotFound):
            amend(lot, people[1], said={"name": "내 것"})


class TestOnceSomebodyHasBid:
    def test_only_an_addition_is_taken(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        with pytest.raises(HasBids):
            amend(lot, people[0], said={"name": "다른"}, added="덧붙임")
        amend(lot, people[0], added="상자도 있습니다.")

        additions = lots.additions(goods_id=lot.goods_id)
        assert [row.text for row in additions] == ["상자도 있습니다."]

    def test_it_stays_so_when_the_goods_are_listed_again_until_then(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        Auction.update(state="FAILED").where(Auction.goods == lot).execute()
        relist_goods(
            goods_id=lot.goods_id,
            member_id=people[0].member_id,
            relisting=Relisting(None, database_now() + HOUR),
            lengths=factories.LENGTHS,
            house=factories.HOUSE,
        )
        amend(lot, people[0], said={"name": "다른"})
        assert Goods.get_by_id(lot.goods_id).name == "다른"

    def test_nothing_is_taken_after_the_end(self, people, lot):
        ended = database_now() - timedelta(seconds=1)
        Auction.update(ends_at=ended).where(Auction.goods == lot).execute()
        with pytest.raises(AuctionNotOpen):
            amend(lot, people[0], added="덧붙임")
