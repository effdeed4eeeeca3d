"""What would have been, by other rules?"""

from datetime import timedelta

import pytest

from grpc_services.audit.replay import stored
from grpc_services.audit.what_if import changed_rules, other_rules, stored_goods, told
from grpc_services.catalogue.goods import GoodsNotFound
from models.auction import Auction, BidEntry
from models.dialect import database_now
from tests.support import factories
from tests.support.factories import RULES, SIGNER

pytestmark = pytest.mark.usefixtures("database")


class TestWhatIf:
    def test_there_were_no_soft_close(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller, ends_at=database_now() + timedelta(seconds=30))
        factories.bid(lot, ann, amount=10_000)
        _date_back(lot, seconds=31)
        factories.bid(lot, bob, amount=20_000)
        what_if = other_rules(RULES, ["soft_close=0"])

        before = stored(lot.goods_id)
        after, entries, refused, steps = what_if.asked_again(before)

        assert before.row.auction.current_price == 20_000
        assert (after.current_price, after.leader_id) == (10_000, ann.member_id)
        assert (after.ends_at, entries) == (before.row.auction.listed_ends_at, 1)
        assert refused == {"AUCTION_NOT_OPEN": 1}
        assert [step.price for step in steps] == [10_000]

    def test_the_increments_were_others(self, busy_lot):
        what_if = other_rules(RULES, ["increments=[[null,10000]]"])

        after, _, refused, _ = what_if.asked_again(stored(busy_lot.goods_id))

        assert after.current_price == 70_000
        assert refused == {"BID_TOO_LOW": 1}

    def test_there_were_a_reserve(self, busy_lot):
        what_if = other_rules(RULES, ["reserve_price=100000", "buy_now_price=null"])

        after, _, _, _ = what_if.asked_again(stored(busy_lot.goods_id))

        assert str(after.state) == "FAILED"

    def test_is_told_beside_what_was(self, people, busy_lot):
        text = told(stored(busy_lot.goods_id), other_rules(RULES, ["start_price=20000"]), SIGNER)

        ann = SIGNER.pseudonym(goods_id=busy_lot.goods_id, member_id=people[1].member_id)
        assert f"was    OPEN: 62,000 won by {ann}" in text
        assert f"would  WON: 62,000 won by {ann}" in text
        assert "refused would have been 1 × BID_TOO_LOW" in text

    def test_of_what_is_not_said_the_house_has_its_own_rules(self, busy_lot):
        none = changed_rules(RULES, soft_close=None, extensions=None, increment=None, prices={})
        all_of_it = changed_rules(
            RULES,
            soft_close=timedelta(0),
            extensions=3,
            increment=10_000,
            prices={"reserve_price": 0, "start_price": 5_000},
        )

        assert none == other_rules(RULES, [])
        assert all_of_it == other_rules(
            RULES,
            [
                "soft_close=0",
                "extensions=3",
                "increments=[[null,10000]]",
                "reserve_price=null",
                "start_price=5000",
            ],
        )

    def test_is_of_goods_that_are_there(self):
        with pytest.raises(GoodsNotFound):
            stored_goods(7)

    @pytest.mark.parametrize(
        "change",
        ["soft_close", "soft_close=soon", "increments=[[5,1]]", "weather=1", "extensions=x"],
    )
    def test_needs_a_rule_and_its_value(self, change):
        with pytest.raises(ValueError, match=change.split("=")[0]):
            other_rules(RULES, [change])


def _date_back(lot, *, seconds):
    """As if all that has happened so far had happened earlier."""
    past = timedelta(seconds=seconds)
    auction = Auction.get_by_id(lot.goods_id)
    moments = {
        name: getattr(auction, name) - past for name in ("starts_at", "ends_at", "listed_ends_at")
    }
    Auction.update(moments).where(Auction.goods == lot.goods_id).execute()
    for entry in BidEntry.select().where(BidEntry.goods_id == lot.goods_id):
        BidEntry.update(placed_at=entry.placed_at - past).where(
            BidEntry.hash == entry.hash
        ).execute()
