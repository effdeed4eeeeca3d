"""Does every sale come to an end by itself, and is everybody reminded before?"""

from datetime import timedelta

import pytest

from grpc_services.money import due
from grpc_services.trade.deadlines import Act
from models.dialect import database_now
from models.money import Refund
from models.trade import Order, Strike
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")

TOLD = ("PaymentStillDue", "ShipmentStillDue", "ConfirmationStillDue")


def _live_through(days):
    """Each time something is planned, it is that time."""
    end = database_now() + timedelta(days=days)
    acts: list[str] = []
    while True:
        order = Order.get()
        if order.act_at is None or order.act_at > end:
            return acts
        acts.append(order.act)
        _shift(order.act_at - database_now())
        due.act_on_due_orders(house=factories.HOUSE)


def _shift(by):
    """The order's own times have come nearer by so much."""
    order = Order.get()
    for name in ("due_at", "ship_due_at", "confirm_due_at", "act_at", "created_at"):
        at = getattr(order, name)
        setattr(order, name, at and at - by)
    order.save()


def _reminders():
    return [fact for fact in factories.facts() if fact in TOLD]


class TestAnOrder:
    def test_that_nobody_pays_ends_after_two_reminders(self, order):
        acts = _live_through(days=4)

        assert acts == ["REMIND_TO_PAY", "REMIND_TO_PAY", "END_UNPAID"]
        assert _reminders() == ["PaymentStillDue"] * 2
        assert sales.state_of(order) == "UNPAID"

    def test_that_is_not_shipped_is_called_off_and_refunded(self, people, order):
        sales.pay(order)

        acts = _live_through(days=14)

        assert acts == ["REMIND_TO_SHIP", "CALL_OFF"]
        assert (sales.state_of(order), Refund.get().amount) == ("CANCELLED", 24_000)
        assert Strike.get().member_id == people[0].member_id
        assert sales.accounts()["ESCROW"] == 0

    def test_that_has_arrived_is_confirmed(self, order):
        sales.deliver(order)

        acts = _live_through(days=8)

        assert acts == ["REMIND_TO_CONFIRM", "CONFIRM", "SETTLE"]
        assert sales.state_of(order) == "SETTLED"
        assert factories.facts().count("OrderConfirmed") == 1

    def test_ends_also_when_nobody_looked_for_a_month(self, order):
        _shift(timedelta(days=30))

        for _ in range(3):
            due.act_on_due_orders(house=factories.HOUSE)

        assert sales.state_of(order) == "UNPAID"
        assert len(_reminders()) <= 1

    def test_with_which_something_is_wrong_holds_nobody_up(self, people, order):
        other = sales.won(people[0], people[1])
        past = database_now() - timedelta(seconds=9)
        Order.update(due_at=past, act_at=past, act=Act.END_UNPAID).execute()
        Order.update(act=Act.CALL_OFF).where(Order.order_id == order.order_id).execute()

        due.act_on_due_orders(house=factories.HOUSE)

        assert (sales.state_of(order), sales.state_of(other)) == ("AWAITING_PAYMENT", "UNPAID")
        assert Order.get_by_id(order.order_id).act_at > database_now()
