"""Is anything behind, or stuck?"""

from datetime import timedelta

import pytest

from grpc_services import outbox
from grpc_services.admin.condition import waiting
from models.auction import Auction
from models.dialect import database_now
from models.outbox import OutboxFact
from tests.support import factories

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

    def test_tells_what_was_put_aside_from_what_is_to_be_told(self, people):
        factories.bid(factories.goods(people[0]), people[1], amount=10_000)
        outbox.park(OutboxFact.get().fact_id, because="broken")
        found = counted()
        assert (found["facts to be told"].count, found["facts put aside"].count) == (0, 1)
