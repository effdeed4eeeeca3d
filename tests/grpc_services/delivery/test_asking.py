"""Is the carrier asked as often as it allows, and not more, whatever it answers?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.delivery import asking
from grpc_services.delivery.asking import Failure, Pace
from models.admin import AdminScope
from models.delivery import CarrierLine, Parcel
from models.trade import Order
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
#: Eight in the morning in Korea, in the future.
START = datetime(2031, 5, 4, 23, tzinfo=UTC)
MIDNIGHT = datetime(2031, 5, 5, 15, tzinfo=UTC)
PACE = Pace(pause=HOUR, asked_a_day=10, numbers_a_month=100)


@pytest.fixture
def shipped(people):
    seller, _, bob = people
    return _shipped(seller, bob)


def _shipped(seller, buyer):
    order = sales.won(seller, buyer)
    sales.pay(order)
    sales.ship(order)
    Parcel.update(next_look_at=START).where(Parcel.order == order).execute()
    return order


def claim(now=START, pace=PACE):
    return [parcel.order_id for parcel in asking.claim_parcels(pace=pace, now=now)]


def fail(order, failure, now=START):
    asking.record_failure(
        order_id=order.order_id,
        carrier="04",
        invoice=sales.invoice_of(order),
        failure=failure,
        now=now,
    )


def next_look():
    return Parcel.get().next_look_at


class TestAParcel:
    def test_is_asked_about_once_a_pause(self, shipped):
        assert claim() == [shipped.order_id]
        assert claim() == []
        assert claim(START + HOUR) == [shipped.order_id]

    def test_is_asked_about_more_often_when_it_is_near(self, shipped):
        claim()
        sales.look(shipped, 5)
        claim(START + HOUR)

        assert next_look() == START + HOUR * 1.25

    def test_is_asked_about_ten_times_a_day_at_most(self, shipped):
        pace = Pace(timedelta(minutes=1), 10, 100)
        asked = [claim(START + timedelta(minutes=n), pace) for n in range(20)]

        assert sum(map(len, asked)) == 10
        assert next_look() == MIDNIGHT
        assert claim(MIDNIGHT, pace) == [shipped.order_id]

    def test_is_asked_about_no_more_once_its_order_has_ended(self, shipped):
        Order.update(state="SETTLED").execute()

        assert claim() == []
        assert next_look() is None

    def test_waits_when_no_number_more_was_paid_for(self, people, shipped):
        other = _shipped(people[0], people[1])
        pace = Pace(HOUR, 10, 1)

        assert claim(pace=pace) == [shipped.order_id]
        assert claim(START + HOUR, pace) == [shipped.order_id]
        Parcel.update(next_look_at=START + 30 * timedelta(days=1)).execute()
        assert claim(START + 30 * timedelta(days=1), pace) == [shipped.order_id, other.order_id]

    def test_is_told_of_once_a_month_when_no_number_more_was_paid_for(self, people, shipped):
        AdminScope.create(member=people[1], scope="OWNER", granted_at=START)
        none_left = Pace(HOUR, 10, 0)

        for now in (START, MIDNIGHT):
            claim(now, none_left)
            assert not asking.count_number(pace=none_left, now=now)

        assert factories.facts().count("NumbersUsedUp") == 1
        told = factories.payload("NumbersUsedUp")
        assert ('"month":"2031-05"' in told, str(people[1].member_id) in told) == (True, True)
        claim(START + timedelta(days=30), none_left)
        assert factories.facts().count("NumbersUsedUp") == 2


class TestARefusal:
    def test_of_an_unknown_number_is_told_to_its_seller_once(self, shipped):
        for _ in range(2):
            claim()
            fail(shipped, Failure.WRONG_NUMBER)

        assert factories.facts().count("InvoiceUnknown") == 1
        assert next_look() == START + HOUR
        assert Parcel.get().seen_at == START

    def test_of_the_same_number_waits_for_the_next_day(self, shipped):
        claim()
        fail(shipped, Failure.TOO_OFTEN)

        assert next_look() == MIDNIGHT
        assert CarrierLine.get().closed_until is None

    @pytest.mark.parametrize("failure", [Failure.QUOTA, Failure.KEY])
    def test_of_our_key_closes_the_line_and_is_told_once(self, people, shipped, failure):
        AdminScope.create(member=people[1], scope="OWNER", granted_at=START)
        other = _shipped(people[0], people[1])
        claim()

        for order in (shipped, other):
            fail(order, failure)

        assert factories.facts().count("LineClosed") == 1
        assert str(people[1].member_id) in factories.payload("LineClosed")
        assert claim(MIDNIGHT - HOUR) == []
        assert len(claim(MIDNIGHT)) == 2

    def test_of_a_number_that_was_corrected_meanwhile_counts_for_nothing(self, shipped):
        claim()
        sales.ship(shipped, invoice="223456789012")
        fail(shipped, Failure.WRONG_NUMBER)

        assert "InvoiceUnknown" not in factories.facts()


class TestACarrierThatIsAway:
    def test_is_asked_ever_less_often(self, shipped):
        now, pauses = START, []
        for _ in range(9):
            assert claim(now) == [shipped.order_id]
            fail(shipped, Failure.AWAY, now)
            until = CarrierLine.get().closed_until
            pauses.append((until - now).total_seconds())
            assert claim(until - timedelta(seconds=1)) == []
            now = until
            Parcel.update(asked=0).execute()

        assert pauses[:4] == [30, 60, 120, 240]
        assert pauses[-1] == 3600

    def test_counts_once_for_all_that_were_asked_together(self, people, shipped):
        other = _shipped(people[0], people[1])
        claim()

        for order in (shipped, other):
            fail(order, Failure.AWAY)

        assert CarrierLine.get().failures == 1

    def test_is_tried_with_one_parcel_and_then_asked_about_all(self, people, shipped):
        _shipped(people[0], people[1])
        claim()
        fail(shipped, Failure.AWAY)
        Parcel.update(next_look_at=START).execute()
        back = START + timedelta(minutes=1)

        assert len(claim(back)) == 1
        sales.look(shipped, 2)
        Parcel.update(next_look_at=START).execute()

        assert CarrierLine.get().closed_until is None
        assert len(claim(back)) == 2
