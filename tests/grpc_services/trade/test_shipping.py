"""What becomes of a parcel that nobody scans, or not any more?"""

from datetime import timedelta

import pytest

from grpc_services.delivery import parcels
from grpc_services.money import due
from models.delivery import Parcel
from models.dialect import database_now
from models.trade import Order, OrderEvent, Strike
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def shipped(order):
    sales.pay(order)
    sales.ship(order)
    return order


def _now(order):
    return Order.get_by_id(order.order_id)


def _time_passes(order, *, is_answered=True):
    """Its time has come; the carrier has been asked since, unless it is away."""
    past = database_now()
    Order.update(scan_due_at=past, act_at=past).where(Order.order_id == order.order_id).execute()
    Parcel.update(seen_at=past if is_answered else None, counted_in="2026-05").execute()
    due.act_on(order_ids=[order.order_id], house=factories.HOUSE)


class TestAParcelThatNobodyScans:
    def test_counts_as_not_sent(self, shipped):
        order = _now(shipped)
        assert order.act == "TAKE_BACK"
        assert order.scan_due_at - Parcel.get().shipped_at == timedelta(hours=72)

        _time_passes(shipped)

        order = _now(shipped)
        assert (order.state, order.act) == ("PAID", "REMIND_TO_SHIP")
        assert "SHIPPED" not in [event.state for event in OrderEvent.select()]
        assert not Parcel.select().exists()
        assert "OrderUnshipped" in factories.facts()

    def test_can_be_sent_again_and_arrive(self, shipped):
        _time_passes(shipped)

        sales.ship(shipped, invoice="223456789012")
        sales.look(shipped, 6, invoice="223456789012")

        assert sales.state_of(shipped) == "DELIVERED"

    def test_leaves_a_business_day_to_send_it_once(self, shipped):
        yesterday = database_now() - timedelta(days=1)
        Order.update(ship_due_at=yesterday).execute()
        _time_passes(shipped)
        assert _now(shipped).ship_due_at > database_now()

        sales.ship(shipped)
        Order.update(ship_due_at=yesterday).execute()
        _time_passes(shipped)
        due.act_on(order_ids=[shipped.order_id], house=factories.HOUSE)

        assert sales.state_of(shipped) == "CANCELLED"
        assert Strike.get().member_id == shipped.seller_id

    def test_is_asked_about_once_more_before(self, shipped):
        Parcel.update(next_look_at=database_now() + timedelta(hours=3)).execute()
        _time_passes(shipped, is_answered=False)

        assert sales.state_of(shipped) == "SHIPPED"
        assert Parcel.get().next_look_at <= database_now()
        assert _now(shipped).act_at > database_now()
        sales.look(shipped, 2)
        assert _now(shipped).act == "TELL_STALLED"

    def test_does_not_wait_for_ever_for_a_carrier_that_is_away(self, shipped):
        Parcel.update(counted_in="2026-05").execute()

        _a_week_too_late(shipped)

        assert sales.state_of(shipped) == "PAID"

    def test_stands_still_if_nobody_could_ask_about_it(self, shipped):
        _a_week_too_late(shipped)

        assert (_now(shipped).state, _now(shipped).act) == ("SHIPPED", "OPEN_CASE")
        assert factories.facts().count("ParcelStalled") == 1
        sales.look(shipped, 2)
        assert _now(shipped).act == "TELL_STALLED"


def _a_week_too_late(order):
    past = database_now() - timedelta(days=7)
    Order.update(scan_due_at=past, act_at=past).execute()
    due.act_on(order_ids=[order.order_id], house=factories.HOUSE)


def _record(order, look):
    parcels.record_look(
        order_id=order.order_id,
        look=look,
        stalls_after=sales.STALLS_AFTER,
        now=database_now(),
    )


class TestAParcelThatStandsStill:
    def test_is_told_to_both_once_until_it_moves(self, shipped):
        sales.look(shipped, 2)
        assert _now(shipped).act == "TELL_STALLED"

        _time_passes(shipped)

        assert factories.facts().count("ParcelStalled") == 1
        assert (_now(shipped).state, _now(shipped).act) == ("SHIPPED", "OPEN_CASE")
        sales.look(shipped, 3)
        assert _now(shipped).act == "TELL_STALLED"

    def test_is_left_to_who_opens_cases_in_the_end(self, shipped):
        sales.look(shipped, 2)
        _time_passes(shipped)
        past = database_now()
        Order.update(act_at=past).execute()

        due.act_on_due_orders(house=factories.HOUSE)

        assert (_now(shipped).state, _now(shipped).act_at) == ("SHIPPED", past)

    def test_has_not_moved_when_the_carrier_says_the_same_again(self, shipped):
        step = parcels.Step(database_now(), "Seoul", "collected", 2)
        look = parcels.Look("04", sales.invoice_of(shipped), 2, [step])
        _record(shipped, look)
        first = _now(shipped).scan_due_at

        _record(shipped, look)

        assert _now(shipped).scan_due_at == first

    def test_is_told_no_more_once_it_has_arrived(self, shipped):
        sales.look(shipped, 6)

        assert _now(shipped).act == "REMIND_TO_CONFIRM"
