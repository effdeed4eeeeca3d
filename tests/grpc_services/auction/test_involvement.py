"""Do others still count on a member, because of an auction that is not over?"""

import pytest

from grpc_services.auction.involvement import is_leading, is_selling
from models.auction import Auction
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


def _set(lot, state):
    Auction.update(state=state).where(Auction.goods == lot).execute()


class TestAMember:
    @pytest.mark.parametrize(
        ("state", "is_involved"),
        [
            ("SCHEDULED", True),
            ("OPEN", True),
            ("WON", True),
            ("SOLD", False),
            ("FAILED", False),
            ("CANCELLED", False),
        ],
    )
    def test_is_counted_on_until_it_is_over(self, people, state, is_involved):
        seller, ann, _ = people
        lot = factories.goods(seller)
        factories.bid(lot, ann, amount=10_000)
        _set(lot, state)

        assert is_leading(member_id=ann.member_id) is is_involved
        assert is_selling(member_id=seller.member_id) is is_involved

    def test_who_only_bids_or_buys_does_not_sell_and_who_is_outbid_does_not_lead(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller)
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, amount=20_000)

        assert [is_leading(member_id=one.member_id) for one in people] == [False, False, True]
        assert [is_selling(member_id=one.member_id) for one in people] == [True, False, False]
