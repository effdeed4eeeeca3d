"""Does a page of the log hold what follows, and cost no more in a long log than in a short one?"""

import pytest

from grpc_services.auction.logbook import log_page
from models.base import database as tables
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

COUNT = 60


@pytest.fixture
def lot():
    seller, ann, bob = (factories.member(name) for name in ("seller", "ann", "bob"))
    lot = factories.goods(seller)
    for number in range(COUNT):
        factories.bid(lot, (ann, bob)[number % 2], amount=(number + 1) * 1_000_000)
    return lot


def page(lot, limit=0, cursor=""):
    return log_page(goods_id=lot.goods_id, limit=limit, cursor=cursor)


class TestPages:
    @pytest.mark.parametrize("limit", [7, COUNT - 1, COUNT, COUNT + 1])
    def test_hold_every_entry_once_in_order(self, lot, limit):
        told, cursor = [], ""
        while cursor is not None:
            found = page(lot, limit, cursor)
            told += [entry.seq for entry in found.entries]
            assert (found.head_seq, len(found.entries) <= limit) == (COUNT, True)
            cursor = found.following
        assert told == list(range(1, COUNT + 1))

    def test_of_a_log_that_is_empty_tell_where_it_begins(self):
        found = page(factories.goods(factories.member("seller")))
        assert (found.entries, found.head_seq, found.following) == ([], 0, None)

    @pytest.mark.parametrize("migrated", ["mariadb"], indirect=True)
    def test_do_not_read_what_comes_after_them(self, lot):
        tables.execute_sql("FLUSH STATUS")
        assert len(page(lot, 5).entries) == 5
        told = tables.execute_sql("SHOW SESSION STATUS LIKE 'Handler_read%%'").fetchall()
        assert sum(int(reads) for _, reads in told) < COUNT
