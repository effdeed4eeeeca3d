"""Does a row for each bidder stand as the log and the auction do, whatever happens to the goods?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.member_bids import recount
from grpc_services.auction.pure.state import AuctionState
from grpc_services.auction.relisting import Relisting, relist_goods
from grpc_services.auction.selling import sell_now
from grpc_services.auction.taking_down import take_down_goods
from grpc_services.auction.wins import mark_sold
from grpc_services.audit.differences import differences
from grpc_services.audit.replay import stored
from models.auction import Auction, MemberBid
from models.base import database as tables
from models.dialect import database_now
from tests.grpc_services.auction.test_recent import made
from tests.support import factories
from tests.support.factories import HOUSE, RULES, SIGNER

_PAST = datetime(2026, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database")


def _differences(lot):
    return list(map(str, differences(stored(lot.goods_id), RULES, SIGNER)))


def _close(lot, _seller):
    Auction.update(ends_at=database_now()).where(Auction.goods == lot).execute()
    advance_auctions(goods_ids=[lot.goods_id], house=HOUSE)
    Auction.update(ends_at=Auction.listed_ends_at).where(Auction.goods == lot).execute()


def _pay(lot, seller):
    _close(lot, seller)
    mark_sold(goods_ids=[lot.goods_id], house=HOUSE)


def _sell(lot, seller):
    sell_now(goods_id=lot.goods_id, member_id=seller.member_id, house=HOUSE)


def _take_down(lot, _seller):
    take_down_goods(goods_id=lot.goods_id, reason="", house=HOUSE)


def _standings(lot):
    rows = MemberBid.select().where(MemberBid.goods_id == lot.goods_id)
    return {row.member_id: row.state for row in rows}


class TestBidders:
    @pytest.mark.parametrize("seed", range(6))
    def test_stand_as_the_log_says(self, people, seed):
        lot = factories.goods(people[0], soft_close=False)
        made(lot, people[1:], seed=seed, steps=25)

        assert _standings(lot)
        assert _differences(lot) == []

    @pytest.mark.parametrize(
        ("end", "leader", "reserve"),
        [
            (_close, "WON", None),
            (_close, "LOST", 90_000),
            (_pay, "WON", None),
            (_sell, "WON", 90_000),
            (_take_down, "LOST", None),
        ],
    )
    def test_are_moved_on_when_it_ends(self, people, end, leader, reserve):
        seller, ann, bob = people
        lot = factories.goods(seller, reserve_price=reserve, soft_close=False)
        other = factories.goods(seller)
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, amount=20_000)
        factories.bid(other, ann, amount=10_000)

        end(lot, seller)

        assert _standings(lot) == {ann.member_id: "LOST", bob.member_id: leader}
        assert _standings(other) == {ann.member_id: "LEADING"}
        assert _differences(lot) == _differences(other) == []

    def test_are_moved_on_by_a_bid_that_ends_it(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller, buy_now_price=50_000)
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, amount=50_000)

        assert Auction.get_by_id(lot.goods_id).state == AuctionState.WON
        assert _standings(lot) == {ann.member_id: "LOST", bob.member_id: "WON"}

    def test_are_none_once_the_goods_are_listed_again(self, people):
        seller, ann, _ = people
        lot = factories.goods(seller, reserve_price=50_000)
        factories.bid(lot, ann, amount=10_000)
        _close(lot, seller)

        relist_goods(
            goods_id=lot.goods_id,
            member_id=seller.member_id,
            relisting=Relisting(None, database_now() + timedelta(hours=1)),
            lengths=factories.LENGTHS,
            house=HOUSE,
        )

        assert _standings(lot) == {}
        assert _differences(lot) == []

    @pytest.mark.parametrize("migrated", ["mariadb"], indirect=True)
    def test_are_counted_anew_without_reading_the_bids_of_others(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller)
        factories.bid(lot, ann, amount=10_000)
        for price in range(100_000, 700_000, 5_000):
            factories.bid(lot, bob, amount=price)

        tables.execute_sql("FLUSH STATUS")
        recount(goods_id=lot.goods_id, member_ids=[ann.member_id])

        told = tables.execute_sql("SHOW SESSION STATUS LIKE 'Handler_read%%'").fetchall()
        assert sum(int(reads) for _, reads in told) < 20


class TestAReplay:
    @pytest.mark.parametrize(
        "change",
        [{"state": "LEADING"}, {"amount": 9_000}, {"maximum": 9_000}, {"bid_at": _PAST}],
    )
    def test_finds_a_row_that_was_changed(self, people, change):
        lot = factories.goods(people[0])
        factories.bid(lot, people[1], amount=10_000)
        factories.bid(lot, people[2], amount=20_000)

        MemberBid.update(change).where(MemberBid.member_id == people[1].member_id).execute()

        (found,) = _differences(lot)
        assert f"bidder {people[1].member_id}: standing is" in found

    def test_finds_a_row_that_is_missing_or_too_many(self, people):
        lot = factories.goods(people[0])
        factories.bid(lot, people[1], amount=10_000)

        MemberBid.update(member_id=people[2].member_id).execute()

        assert len(_differences(lot)) == 2
