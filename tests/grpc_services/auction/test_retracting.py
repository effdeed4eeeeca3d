"""Is a bid taken back for good, and kept in the log all the same?"""

from datetime import timedelta

import pytest

from grpc_services.alarms.rules import RULES
from grpc_services.auction import facts
from grpc_services.auction.answers import SEQS
from grpc_services.auction.pure.retracting import (
    AlreadyRetracted,
    BidNotFound,
    Reason,
    RetractionTooLate,
)
from grpc_services.auction.pure.state import AuctionNotOpen
from grpc_services.auction.retracting import retract_bid
from grpc_services.auction.views import bid_lines
from grpc_services.catalogue.goods import GoodsNotFound
from models.auction import Auction, BidEntry
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def lot(people):
    return factories.goods(people[0])


def _retract(lot, who, seq, *, reason=Reason.MISTYPED, of=None):
    return retract_bid(
        goods_id=lot.goods_id,
        bid_id=(of or lot).goods_id * SEQS + seq,
        member_id=who.member_id,
        reason=reason,
        house=factories.HOUSE,
    )


class TestARetraction:
    def test_leaves_what_would_have_been_without_the_bid(self, people, lot):
        _, ann, bob = people
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, amount=90_000)

        _retract(lot, bob, 2)

        auction = Auction.get_by_id(lot.goods_id)
        assert (auction.current_price, auction.leader_id) == (10_000, ann.member_id)
        assert (auction.seq, auction.bid_count) == (3, 1)
        assert factories.bid(lot, bob, amount=11_000).seq == 4

    def test_is_an_entry_of_the_chain(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)

        _retract(lot, people[1], 1)

        row = BidEntry.get(BidEntry.seq == 2)
        assert (row.kind, row.retracts, row.amount) == ("RETRACTION", 1, 0)
        assert Auction.get_by_id(lot.goods_id).last_hash == row.hash

    def test_is_seen_in_the_history(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        _retract(lot, people[1], 1)

        lines, _ = bid_lines(goods_id=lot.goods_id, limit=10, cursor="")

        assert [(row.kind, row.retracts) for row, _ in lines] == [("RETRACTION", 1), ("BID", None)]

    def test_is_told_to_the_seller_and_to_who_leads_again(self, people, lot):
        seller, ann, bob = people
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, amount=90_000)

        fact = _retract(lot, bob, 2)
        alarms = [alarm for rule in RULES[facts.BidRetracted] for alarm in rule(fact)]

        assert factories.facts()[-1] == "BidRetracted"
        assert [(alarm.member_id, alarm.template) for alarm in alarms] == [
            (seller.member_id, "BID_RETRACTED"),
            (ann.member_id, None),
        ]

    def test_is_not_told_to_who_led_all_the_time(self, people, lot):
        _, ann, bob = people
        factories.bid(lot, bob, maximum=50_000)
        factories.bid(lot, ann, amount=20_000)

        fact = _retract(lot, ann, 2)

        assert (fact.leads_again, fact.auction.current_price) == (None, 10_000)

    def test_happens_once(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        _retract(lot, people[1], 1)

        with pytest.raises(AlreadyRetracted):
            _retract(lot, people[1], 1)
        assert BidEntry.select().count() == 2

    def test_comes_too_late_after_five_minutes_or_an_hour_before_the_end(self, people, lot):
        ann = people[1]
        factories.bid(lot, ann, amount=10_000)
        BidEntry.update(placed_at=database_now() - timedelta(minutes=5)).execute()
        Auction.update(starts_at=database_now() - timedelta(hours=1)).execute()

        for reason in Reason:
            with pytest.raises(RetractionTooLate):
                _retract(lot, ann, 1, reason=reason)
        Auction.update(ends_at=database_now() + timedelta(minutes=61)).execute()
        _retract(lot, ann, 1, reason=Reason.CHANGED_DESCRIPTION)

    def test_is_for_ones_own_bids_on_these_goods(self, people, lot):
        seller, ann, bob = people
        factories.bid(lot, ann, amount=10_000)
        other = factories.goods(seller)
        factories.bid(other, ann, amount=10_000)

        for who, changes in ((bob, {}), (ann, {"of": other})):
            with pytest.raises(BidNotFound):
                _retract(lot, who, 1, **changes)
        assert factories.facts() == ["BidsPlaced"] * 2

    def test_is_refused_after_the_end(self, people, lot):
        ann = people[1]
        factories.bid(lot, ann, amount=10_000)
        Auction.update(ends_at=database_now()).execute()

        with pytest.raises(AuctionNotOpen):
            _retract(lot, ann, 1)

    def test_of_goods_that_are_not_there_is_refused(self, people):
        with pytest.raises(GoodsNotFound):
            retract_bid(
                goods_id=10**12,
                bid_id=1,
                member_id=people[1].member_id,
                reason=Reason.MISTYPED,
                house=factories.HOUSE,
            )
