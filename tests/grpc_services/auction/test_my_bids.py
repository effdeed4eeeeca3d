"""Does a member find where they have bid, and how they stand there?"""

from datetime import timedelta

import pytest

from grpc_services.auction.answers import SEQS
from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.my_bids import my_bids
from grpc_services.auction.pure.retracting import Reason
from grpc_services.auction.relisting import Relisting, relist_goods
from grpc_services.auction.retracting import retract_bid
from grpc_services.auction.wins import mark_sold
from grpc_services.pages import InvalidCursor
from models.auction import Auction
from models.base import database as tables
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


def _mine(who, state=None, limit=20, cursor=""):
    return my_bids(member_id=who.member_id, state=state, limit=limit, cursor=cursor)


def _told(who, state=None):
    return [(bid.state, bid.amount, bid.maximum) for bid in _mine(who, state)[0]]


def _end(lot):
    Auction.update(ends_at=database_now()).where(Auction.goods == lot).execute()
    advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)


class TestMyBids:
    def test_say_who_leads_and_who_was_outbid(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller)
        factories.bid(lot, bob, maximum=50_000)
        factories.bid(lot, ann, amount=20_000)

        assert _told(bob) == _told(bob, "LEADING") == [("LEADING", 21_000, 50_000)]
        assert _told(ann) == _told(ann, "OUTBID") == [("OUTBID", 20_000, 20_000)]
        assert _told(seller) == _told(bob, "OUTBID") == _told(ann, "LEADING") == []

    @pytest.mark.parametrize("migrated", ["mariadb"], indirect=True)
    @pytest.mark.parametrize("state", [None, "LEADING", "OUTBID"])
    def test_are_found_as_fast_among_many_as_among_few(self, people, state):
        seller, ann, bob = people
        reads = []
        for count in (2, 8):
            for _ in range(count):
                lots = [factories.goods(seller) for _ in range(2)]
                for price in range(20_000, 20_000 + 5_000 * count, 5_000):
                    factories.bid(lots[0], ann, amount=price)
                    factories.bid(lots[1], ann, amount=price)
                    factories.bid(lots[0], bob, amount=price + 2_000)
            reads.append(_reads_of_a_page(ann, state))

        assert reads[0] == reads[1]

    def test_say_who_won_and_who_lost(self, people):
        seller, ann, bob = people
        lots = [factories.goods(seller, reserve_price=reserve) for reserve in (None, None, 99_000)]
        for lot in lots:
            factories.bid(lot, ann, amount=10_000)
            factories.bid(lot, bob, amount=20_000)
        for lot in lots:
            _end(lot)
        mark_sold(goods_ids=[lots[0].goods_id], house=factories.HOUSE)

        assert [state for state, *_ in _told(bob)] == ["LOST", "WON", "WON"]
        assert len(_told(bob, "WON")) == 2
        assert len(_told(bob, "LOST")) == 1
        assert len(_told(ann, "LOST")) == 3
        assert _told(bob, "LEADING") == _told(bob, "OUTBID") == []

    def test_are_one_item_a_lot_the_latest_bid_first(self, people):
        seller, ann, _ = people
        lots = [factories.goods(seller) for _ in range(5)]
        for step, lot in enumerate([*lots, lots[1]]):
            factories.bid(lot, ann, maximum=20_000 + step)

        seen, cursor = [], ""
        while cursor is not None:
            items, cursor = _mine(ann, limit=2, cursor=cursor)
            seen += [bid.lot.goods_id for bid in items]

        assert seen == [lots[n].goods_id for n in (1, 4, 3, 2, 0)]

    def test_are_not_those_that_were_taken_back(self, people):
        seller, ann, _ = people
        lot = factories.goods(seller)
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, ann, amount=90_000)

        _retract(lot, ann, 2)
        assert _told(ann) == [("LEADING", 10_000, 10_000)]
        _retract(lot, ann, 1)
        assert _told(ann) == []

    def test_are_not_those_from_before_the_goods_were_relisted(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller, reserve_price=50_000)
        factories.bid(lot, ann, amount=10_000)
        _end(lot)
        assert _told(ann) == [("LOST", 10_000, 10_000)]

        relist_goods(
            goods_id=lot.goods_id,
            member_id=seller.member_id,
            relisting=Relisting(None, database_now() + timedelta(hours=1)),
            lengths=factories.LENGTHS,
            house=factories.HOUSE,
        )
        factories.bid(lot, bob, amount=10_000)

        assert (_told(ann), _told(bob)) == ([], [("LEADING", 10_000, 10_000)])

    def test_take_no_cursor_of_others(self, people):
        with pytest.raises(InvalidCursor):
            _mine(people[1], cursor="MQ==")


def _reads_of_a_page(who, state):
    """Of rows and keys, by all statements."""
    tables.execute_sql("FLUSH STATUS")
    assert len(_mine(who, state, limit=1)[0]) == 1
    told = tables.execute_sql("SHOW SESSION STATUS LIKE 'Handler_read%%'").fetchall()
    return sum(int(reads) for _, reads in told)


def _retract(lot, who, seq):
    retract_bid(
        goods_id=lot.goods_id,
        bid_id=lot.goods_id * SEQS + seq,
        member_id=who.member_id,
        reason=Reason.MISTYPED,
        house=factories.HOUSE,
    )
