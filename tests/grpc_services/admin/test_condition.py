"""Is anything behind, or stuck?"""

from datetime import timedelta

import pytest

from grpc_services import outbox
from grpc_services.admin.condition import waiting
from models.auction import Auction
from models.dialect import database_now
from models.outbox import OutboxFact
from models.trade import Order
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


def counted(now=None):
    return {one.what: one for one in waiting(now=now or database_now())}


class TestWhatWaits:
    def test_is_nothing_at_first(self):
        assert {one.count for one in counted().values()} == {0}

    def test_is_counted_with_the_age_of_the_oldest(self, people):
        lot = factories.goods(people[0])
        factories.bid(lot, people[1], amount=10_000)
        Auction.update(ends_at=database_now() - timedelta(seconds=90)).execute()

        found = counted()

        assert found["facts to be told"].count == 1
        assert found["auctions to be closed"].count == 1
        assert 90 <= found["auctions to be closed"].oldest_seconds < 150

    def test_is_what_should_have_happened_by_itself(self, people):
        sales.won(people[0], people[1])
        Order.update(act_at=database_now() - timedelta(minutes=10)).execute()
        found = counted()["deadlines of orders"]
        assert found.count == 1
        assert found.oldest_seconds >= 600

    def test_tells_what_was_put_aside_from_what_is_to_be_told(self, people):
        factories.bid(factories.goods(people[0]), people[1], amount=10_000)
        outbox.park(OutboxFact.get().fact_id, because="broken")
        found = counted()
        assert (found["facts to be told"].count, found["facts put aside"].count) == (0, 1)
