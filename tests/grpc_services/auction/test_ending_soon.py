"""Are those told in time, and once, who like goods or have bid on them?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from grpc_services.auction.ending_soon import tell_of_ends
from grpc_services.auction.relisting import Relisting, relist_goods
from models.auction import Auction
from models.base import database as tables
from models.dialect import connect, database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

HALF_AN_HOUR = timedelta(minutes=30)
HOUR = timedelta(hours=1)


def tell(now=None):
    return tell_of_ends(within=HALF_AN_HOUR, now=now or database_now())


def told():
    return factories.facts().count("AuctionEndingSoon")


@pytest.fixture
def lot(people):
    return factories.goods(people[0], ends_at=database_now() + HOUR)


class TestAnEndThatIsNear:
    def test_is_told_of_once(self, lot):
        tell()
        assert told() == 0
        for _ in range(2):
            assert not tell(database_now() + HALF_AN_HOUR)
        assert told() == 1

    def test_is_told_of_once_by_several_at_once(self, lot):
        soon = database_now() + HALF_AN_HOUR

        def run(_):
            connect()
            tell(soon)
            tables.close()

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(run, range(6)))
        tell(soon)
        assert told() == 1

    def test_is_not_told_of_when_it_has_come(self, lot):
        tell(database_now() + HOUR)
        assert told() == 0

    def test_is_not_told_of_when_there_never_was_so_much_time(self, people):
        factories.goods(people[0], ends_at=database_now() + timedelta(minutes=10))
        tell()
        assert told() == 0

    def test_is_told_of_again_when_the_goods_are_listed_again(self, people, lot):
        tell(database_now() + HALF_AN_HOUR)
        Auction.update(state="FAILED").where(Auction.goods == lot).execute()
        relist_goods(
            goods_id=lot.goods_id,
            member_id=people[0].member_id,
            relisting=Relisting(None, database_now() + HOUR),
            lengths=factories.LENGTHS,
            house=factories.HOUSE,
        )
        tell(database_now() + HALF_AN_HOUR)
        assert told() == 2
