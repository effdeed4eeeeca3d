"""At which moments does the test clock stop on its way?"""

from datetime import datetime, timedelta

import pytest

from grpc_services.testclock.moments import due_columns, next_stop
from models.auction import Auction
from models.dialect import database_now
from models.members import Member
from models.trade import Order
from tests.support import factories, sales

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HALF_AN_HOUR = timedelta(minutes=30)


def stop(now: datetime, *, wait: timedelta = 10 * DAY, grain: timedelta = timedelta()) -> datetime:
    columns = due_columns(ending_soon=HALF_AN_HOUR)
    return next_stop(columns=columns, now=now, until=now + wait, grain=grain)


@pytest.fixture
def lot(people: list[Member]) -> Auction:
    """Goods on sale for three days."""
    made = factories.goods(people[0], ends_at=database_now() + 3 * DAY)
    return Auction.get(Auction.goods == made)


class TestTheClock:
    def test_stops_nowhere_while_nothing_is_due(self, database: str, now: datetime) -> None:
        assert stop(now, wait=DAY) == now + DAY

    def test_stops_where_an_end_is_told_of_and_where_it_comes(self, lot: Auction) -> None:
        told_of = stop(database_now())

        assert told_of == lot.ends_at - HALF_AN_HOUR
        assert stop(told_of) == lot.ends_at

    def test_goes_no_further_than_it_is_told_to(self, lot: Auction) -> None:
        now = database_now()

        assert stop(now, wait=DAY) == now + DAY

    def test_takes_together_what_is_due_together(self, lot: Auction) -> None:
        assert stop(database_now(), grain=HOUR) == lot.ends_at

    def test_stops_at_a_beginning(self, people: list[Member]) -> None:
        begins = database_now() + DAY
        lot = factories.goods(people[0], starts_at=begins, ends_at=begins + DAY)

        assert stop(database_now()) == Auction.get(Auction.goods == lot).starts_at

    def test_stops_where_a_payment_is_asked_for_again_and_where_it_is_due(
        self, people: list[Member]
    ) -> None:
        seller, ann, _ = people
        order = sales.won(seller, ann)

        assert stop(database_now()) == order.created_at + DAY
        Order.update(act_at=order.due_at).execute()
        assert stop(database_now()) == order.due_at

    def test_stops_where_a_suspension_ends(self, people: list[Member]) -> None:
        until = database_now().replace(microsecond=0) + DAY
        Member.update(suspended_until=until).where(Member.member_id == people[0]).execute()

        assert stop(database_now()) == until
