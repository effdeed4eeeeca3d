"""Can a seller have more time to ship, if the buyer agrees, and only then?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.trade.extensions import (
    ExtensionAskedBefore,
    ExtensionNotAsked,
    ExtensionTooLate,
    accept_extension,
    ask_for_extension,
)
from grpc_services.trade.orders import AlreadyShipped, OrderNotFound, OrderNotPaid
from models.dialect import database_now
from models.trade import Order
from tests.support import factories, sales
from tests.support.at_once import at_once

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def paid(order):
    sales.pay(order)
    return order


def _ask(order, days=2, *, now=None):
    return ask_for_extension(
        member_id=order.seller_id, order_id=order.order_id, days=days, now=now or database_now()
    )


def _accept(order, *, now=None):
    return accept_extension(
        member_id=order.buyer_id, order_id=order.order_id, now=now or database_now()
    )


def _ship_by(order, moment):
    Order.update(ship_due_at=moment).where(Order.order_id == order.order_id).execute()


def _now(order):
    return Order.get_by_id(order.order_id)


class TestAnExtension:
    def test_counts_business_days_from_the_last_day_on(self, paid):
        # The end of Friday, 1 May 2026 in Korea, which is before the holiday of Tuesday, 5 May.
        _ship_by(paid, datetime(2026, 5, 1, 15, tzinfo=UTC))
        moment = datetime(2026, 4, 30, tzinfo=UTC)

        _ask(paid, days=2, now=moment)
        _accept(paid, now=moment)

        order = _now(paid)
        assert order.ship_due_at == datetime(2026, 5, 6, 15, tzinfo=UTC)
        assert (order.act, order.act_at) == ("REMIND_TO_SHIP", datetime(2026, 5, 5, 15, tzinfo=UTC))
        assert (order.extension_days, order.extended_at) == (2, moment)

    def test_changes_nothing_until_the_buyer_agrees(self, paid):
        before = _now(paid).ship_due_at

        _ask(paid)

        assert (_now(paid).ship_due_at, _now(paid).extended_at) == (before, None)
        assert "ExtensionAsked" in factories.facts()

    def test_is_given_once(self, paid):
        _ask(paid)
        first = _accept(paid).ship_due_at

        assert _accept(paid).ship_due_at == first
        assert factories.facts().count("ExtensionAccepted") == 1
        with pytest.raises(ExtensionAskedBefore):
            _ask(paid)

    def test_is_not_given_unasked(self, paid):
        with pytest.raises(ExtensionNotAsked):
            _accept(paid)

    def test_comes_before_the_deadline_or_not_at_all(self, paid):
        due_at = _now(paid).ship_due_at
        with pytest.raises(ExtensionTooLate):
            _ask(paid, now=due_at)
        _ask(paid, now=due_at - timedelta(microseconds=1))

        with pytest.raises(ExtensionTooLate):
            _accept(paid, now=due_at)
        assert _now(paid).ship_due_at == due_at

    def test_is_for_what_is_to_be_shipped(self, order):
        with pytest.raises(OrderNotPaid):
            _ask(order)
        sales.pay(order)
        sales.ship(order)
        for act in (_ask, _accept):
            with pytest.raises(AlreadyShipped):
                act(order)

    def test_is_between_the_two_sides(self, paid):
        with pytest.raises(OrderNotFound):
            ask_for_extension(
                member_id=paid.buyer_id, order_id=paid.order_id, days=1, now=database_now()
            )
        with pytest.raises(OrderNotFound):
            accept_extension(member_id=paid.seller_id, order_id=paid.order_id, now=database_now())


class TestOfTwoAtOnce:
    def test_one_asks(self, paid):
        codes = at_once(lambda: _ask(paid, 1), lambda: _ask(paid, 5))

        assert sorted(code or "" for code in codes) == ["", "EXTENSION_ASKED_BEFORE"]
        assert _now(paid).extension_days == (1 if codes[0] is None else 5)
        assert factories.facts().count("ExtensionAsked") == 1

    def test_one_gives_the_time(self, paid):
        _ask(paid)

        assert at_once(*[lambda: _accept(paid)] * 3) == [None] * 3

        assert factories.facts().count("ExtensionAccepted") == 1

    def test_one_gives_the_time_or_one_ships(self, paid):
        _ask(paid)

        accepted, shipped = at_once(lambda: _accept(paid), lambda: sales.ship(paid))

        assert (accepted, shipped) in [(None, None), ("ALREADY_SHIPPED", None)]
        assert (_now(paid).extended_at is None) == (accepted is not None)
