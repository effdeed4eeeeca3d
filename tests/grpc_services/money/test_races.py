"""Two at once on one order: one wins, and the other is told how things stand."""

from datetime import timedelta

import pytest

from grpc_services.audit import books
from grpc_services.money import calling_off, due
from models.dialect import database_now
from models.money import Refund
from models.trade import Order
from tests.support import factories, sales
from tests.support.at_once import at_once


@pytest.fixture(autouse=True)
def _the_books_are_right(database):
    yield
    assert [str(fault) for check in books.CHECKS for fault in check()] == []


def _cancel(order, member_id):
    calling_off.cancel_order(
        member_id=member_id,
        order_id=order.order_id,
        reason="Something came up.",
        house=factories.HOUSE,
        now=database_now(),
    )


class TestOfTwoAtOnce:
    def test_one_ships_or_one_cancels(self, order):
        sales.pay(order)

        codes = at_once(lambda: sales.ship(order), lambda: _cancel(order, order.buyer_id))

        outcomes = {
            "SHIPPED": ([None, "ALREADY_SHIPPED"], 0),
            "CANCELLED": (["ORDER_NOT_PAID", None], 1),
        }
        assert (codes, Refund.select().count()) == outcomes[sales.state_of(order)]

    def test_one_cancels_and_the_other_finds_it_cancelled(self, order):
        sales.pay(order)

        codes = at_once(
            lambda: _cancel(order, order.buyer_id), lambda: _cancel(order, order.seller_id)
        )

        assert sorted(code or "" for code in codes) == ["", "ORDER_CLOSED"]
        assert (sales.state_of(order), Refund.select().count()) == ("CANCELLED", 1)

    def test_cancelling_waits_for_a_payment_or_finds_none(self, order):
        payment = sales.begin(order)

        _, cancelled = at_once(
            lambda: sales.receive(payment), lambda: _cancel(order, order.seller_id)
        )

        assert (sales.state_of(order), cancelled) in [("PAID", "ORDER_CLOSED"), ("CANCELLED", None)]
        assert Refund.select().count() == (cancelled is None)

    def test_time_runs_out_or_the_money_is_there(self, order):
        payment = sales.begin(order)
        long_ago = database_now() - timedelta(hours=2)
        Order.update(due_at=long_ago, act="END_UNPAID", act_at=long_ago).execute()

        at_once(
            lambda: sales.receive(payment, paid_at=long_ago - timedelta(minutes=1)),
            lambda: due.act_on(order_ids=[order.order_id], house=factories.HOUSE),
        )

        assert (sales.state_of(order), Refund.select().count()) in [("PAID", 0), ("UNPAID", 1)]
