"""When does a store rest? Until then it takes no first bids, and is not found."""

from datetime import timedelta

import pytest

from grpc_services.auction.pure.state import AuctionNotOpen
from grpc_services.auction.relisting import Relisting, relist_goods
from grpc_services.stores import vacations
from models.auction import Auction
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def seller():
    return factories.member("seller")


@pytest.fixture
def ann():
    return factories.member("ann")


def rest(seller, *, days=7, now=None):
    now = now or database_now()
    until = now + timedelta(days=days)
    vacations.set_vacation(member_id=seller.member_id, until=until, now=now)


class TestAVacation:
    def test_keeps_first_bids_away(self, seller, ann):
        goods = factories.goods(seller)
        rest(seller)
        refusal = factories.bid(goods, ann, amount=10_000)
        assert isinstance(refusal, AuctionNotOpen)
        assert refusal.details["opensAt"] > refusal.details["endsAt"]

    def test_leaves_auctions_with_bids_running(self, seller, ann):
        goods = factories.goods(seller)
        factories.bid(goods, ann, amount=10_000)
        rest(seller)
        assert factories.bid(goods, factories.member("bob"), amount=20_000).leading

    def test_holds_for_goods_that_are_registered_meanwhile(self, seller, ann):
        rest(seller)
        assert isinstance(
            factories.bid(factories.goods(seller), ann, amount=10_000), AuctionNotOpen
        )

    def test_holds_for_goods_that_are_listed_again_meanwhile(self, seller, ann):
        goods = factories.goods(seller)
        Auction.update(state="FAILED").where(Auction.goods == goods).execute()
        rest(seller)
        relist_goods(
            goods_id=goods.goods_id,
            member_id=seller.member_id,
            relisting=Relisting(starts_at=None, ends_at=database_now() + timedelta(hours=1)),
            lengths=factories.LENGTHS,
            house=factories.HOUSE,
        )
        assert isinstance(factories.bid(goods, ann, amount=10_000), AuctionNotOpen)

    def test_is_over_when_the_moment_has_come(self, seller, ann):
        goods = factories.goods(seller)
        rest(seller, now=database_now() - timedelta(days=8))
        assert factories.bid(goods, ann, amount=10_000).leading

    def test_may_be_ended_at_once(self, seller, ann):
        goods = factories.goods(seller)
        rest(seller)
        vacations.set_vacation(member_id=seller.member_id, until=None, now=database_now())
        assert factories.bid(goods, ann, amount=10_000).leading

    def test_leaves_the_goods_of_others_alone(self, seller, ann):
        goods = factories.goods(factories.member("other"))
        rest(seller)
        assert factories.bid(goods, ann, amount=10_000).leading

    def test_is_neither_over_already_nor_for_ever(self, seller):
        with pytest.raises(vacations.VacationOver):
            rest(seller, days=0)
        with pytest.raises(vacations.VacationTooLong):
            rest(seller, days=181)
