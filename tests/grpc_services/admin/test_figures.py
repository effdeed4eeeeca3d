"""How does the market do today, and what waits for somebody?"""

from datetime import timedelta

import pytest

from grpc_services.admin.figures import figures
from models.auction import BidEntry
from models.dialect import database_now
from models.members import Member
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


class TestFigures:
    def test_count_what_was_asked_for_today(self, people):
        lot = factories.goods(people[0], ends_at=database_now() + timedelta(days=3))
        for member, maximum in ((people[1], 20_000), (people[2], 15_000)):
            factories.bid(lot, member, maximum=maximum)

        found = figures(now=database_now())

        # The proxy's answer was asked for by nobody.
        assert (found.open_auctions, found.bids) == (1, 2)
        assert (found.sales, found.sales_amount, found.in_escrow) == (0, 0, 0)

    def test_hold_what_was_paid_and_not_settled_yet(self, people):
        seller, *buyers = people
        orders = [sales.won(seller, buyer) for buyer in buyers]
        for order in orders:
            sales.pay(order)

        found = figures(now=database_now())

        total = sum(order.total for order in orders)
        assert (found.sales, found.sales_amount, found.in_escrow) == (2, total, total)

    def test_do_not_count_what_was_yesterday(self, people):
        lot = factories.goods(people[0], ends_at=database_now() + timedelta(days=3))
        factories.bid(lot, people[1], amount=10_000)
        BidEntry.update(placed_at=database_now() - timedelta(days=2)).execute()
        assert figures(now=database_now()).bids == 0

    def test_count_who_is_suspended_but_not_who_has_left(self, people):
        Member.update(is_suspended=True).where(Member.member_id == people[1]).execute()
        gone = {"is_suspended": True, "withdrawn_at": database_now()}
        Member.update(gone).where(Member.member_id == people[2]).execute()
        assert figures(now=database_now()).suspended_members == 1
