"""Does who lets others down too often stop bidding for a while?"""

from datetime import timedelta

import pytest

from grpc_services.auction.pure.state import BiddingBarred
from grpc_services.trade import strikes
from models.dialect import database_now
from models.members import Member
from models.trade import Strike
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


def _strike(people, *, member=2, ago=timedelta(0), reason="NOT_PAID"):
    order = sales.won(people[0], people[2])
    factories.settle_wins()
    (strike,) = strikes.give_strikes(
        orders=[order],
        side="BUYER" if member == 2 else "SELLER",
        reason=reason,
        now=database_now() - ago,
    )
    return Strike.get(Strike.order == strike.order_id, Strike.side == strike.side)


def _bid(people):
    return factories.bid(factories.goods(people[0]), people[2], amount=10_000)


def _is_barred(people):
    return isinstance(_bid(people), BiddingBarred)


class TestStrikes:
    def test_bar_from_bidding_when_there_are_three(self, people):
        told = []
        for _ in range(3):
            told.append(_is_barred(people))
            _strike(people)

        assert [*told, _is_barred(people)] == [False, False, False, True]
        until = Member.get_by_id(people[2].member_id).no_bids_until
        assert timedelta(days=29) < until - database_now() < timedelta(days=31)

    def test_are_forgotten_after_ninety_days(self, people):
        _strike(people, ago=timedelta(days=91))
        for _ in range(2):
            _strike(people)

        assert not _is_barred(people)

    def test_of_a_seller_do_not_keep_them_from_bidding(self, people):
        for _ in range(3):
            _strike(people, member=0, reason="CANCELLED")

        assert Member.get_by_id(people[0].member_id).no_bids_until is None

    def test_that_is_lifted_counts_no_more(self, people):
        last = [_strike(people) for _ in range(3)][-1]

        for _ in range(2):
            strikes.lift_strike(strike_id=last.strike_id, now=database_now())

        assert not _is_barred(people)
        assert Strike.get_by_id(last.strike_id).lifted_at is not None

    def test_that_is_not_there_is_not_found(self):
        with pytest.raises(strikes.StrikeNotFound):
            strikes.lift_strike(strike_id=1, now=database_now())

    def test_are_listed_newest_first(self, people):
        made = [_strike(people).strike_id for _ in range(3)]

        page, following = strikes.strikes_of(member_id=people[2].member_id, limit=2, cursor="")
        rest, _ = strikes.strikes_of(member_id=people[2].member_id, limit=2, cursor=following)

        assert [row.strike_id for row in (*page, *rest)] == made[::-1]
