"""Can a sale be called off before it is shipped, by whom, and does all the money go back?"""

import pytest

from grpc_services.money import calling_off
from grpc_services.trade import orders, views
from models.auction import Auction
from models.community import OrderMessage
from models.dialect import database_now
from models.money import Refund
from models.trade import Order, Strike
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


def _cancel(order, member_id):
    calling_off.cancel_order(
        member_id=member_id,
        order_id=order.order_id,
        reason="changed my mind",
        house=factories.HOUSE,
        now=database_now(),
    )


def _pack(order):
    orders.pack(member_id=order.seller_id, order_id=order.order_id, now=database_now())


def _refunds_seen(order):
    view = views.order_view(member_id=order.buyer_id, order_id=order.order_id)
    return [(refund.amount, refund.done_at is not None) for refund in view.refunds]


class TestCallingOff:
    def test_by_the_buyer_gives_all_of_it_back(self, order):
        sales.pay(order)

        _cancel(order, order.buyer_id)

        assert (sales.state_of(order), Auction.get().state) == ("CANCELLED", "FAILED")
        assert [refund.amount for refund in Refund.select()] == [24_000]
        assert sales.accounts()["ESCROW"] == 0
        assert not Strike.select().exists()
        assert OrderMessage.get().text == "changed my mind"

    def test_is_seen_with_what_goes_back_until_it_has(self, order):
        payment = sales.begin(order)
        sales.receive(payment)
        before = _refunds_seen(order)
        _cancel(order, order.buyer_id)
        owed = _refunds_seen(order)
        sales.receive(payment, status="CANCELLED", cancelled=24_000)

        assert (before, owed) == ([], [(24_000, False)])
        assert _refunds_seen(order) == [(24_000, True)]

    def test_by_the_seller_counts_against_them(self, order):
        sales.pay(order)
        _pack(order)

        _cancel(order, order.seller_id)

        strike = Strike.get()
        assert (strike.member_id, strike.side, strike.reason) == (
            order.seller_id,
            "SELLER",
            "CANCELLED",
        )

    def test_is_over_for_the_buyer_once_it_is_packed(self, order):
        sales.pay(order)
        for _ in range(2):
            _pack(order)

        with pytest.raises(calling_off.OrderPacked):
            _cancel(order, order.buyer_id)

        assert sales.state_of(order) == "PAID"

    @pytest.mark.parametrize("state", ["AWAITING_PAYMENT", "CANCELLED", "UNPAID", "REFUNDED"])
    def test_needs_something_that_is_held(self, order, state):
        Order.update(state=state).execute()
        for member_id in (order.buyer_id, order.seller_id):
            with pytest.raises(orders.OrderClosed):
                _cancel(order, member_id)
        with pytest.raises(orders.OrderNotPaid):
            _pack(order)

    @pytest.mark.parametrize("state", ["SHIPPED", "DELIVERED", "CONFIRMED", "SETTLED", "DISPUTED"])
    def test_is_too_late_once_it_is_shipped(self, order, state):
        Order.update(state=state).execute()
        for member_id in (order.buyer_id, order.seller_id):
            with pytest.raises(orders.AlreadyShipped):
                _cancel(order, member_id)
        with pytest.raises(orders.AlreadyShipped):
            _pack(order)

    def test_is_nobody_elses(self, people, order):
        sales.pay(order)
        with pytest.raises(orders.OrderNotFound):
            _cancel(order, people[1].member_id)
        with pytest.raises(orders.OrderNotFound):
            orders.pack(member_id=order.buyer_id, order_id=order.order_id, now=database_now())
