"""Who has bought what, where does it go, and has it come?"""

from datetime import timedelta

import pytest

from grpc_services.auction.pure.listing import AuctionNotWon
from grpc_services.members import addresses
from grpc_services.trade import orders, views
from models.catalogue import SoldPrice
from models.dialect import database_now
from models.trade import Order, OrderEvent
from protos.trade_pb2 import OrderState
from tests.support import factories, sales

STATES = [name.removeprefix("ORDER_STATE_") for name in OrderState.keys()[1:]]

pytestmark = pytest.mark.usefixtures("database")


class TestAnOrder:
    def test_is_made_once_with_the_winners_default_address(self, order):
        again = orders.order_for_win(goods_id=order.goods_id, terms=sales.TERMS, now=database_now())

        assert again.order_id == order.order_id
        assert (order.price, order.total, order.postcode) == (21_000, 24_000, "06236")
        assert factories.facts().count("OrderOpened") == 1

    def test_is_not_made_for_goods_that_nobody_won(self, people):
        lot = factories.goods(people[0])

        with pytest.raises(AuctionNotWon):
            orders.order_for_win(goods_id=lot.goods_id, terms=sales.TERMS, now=database_now())

    @pytest.mark.parametrize("state", STATES)
    def test_is_open_until_nothing_more_happens(self, people, order, state):
        Order.update(state=state).execute()
        ended = state in ("SETTLED", "CANCELLED", "REFUNDED", "UNPAID")

        told = [orders.has_open_orders(member_id=one.member_id) for one in people]

        # Of the seller, of ann who has nothing to do with it, of bob who has bought it.
        assert told == [not ended, False, not ended]

    def test_keeps_its_own_copy_of_the_address(self, people, order):
        bob = people[2]
        other = addresses.add_address(
            member_id=bob.member_id, values=factories.HOME | {"postcode": "11111"}
        )
        orders.set_address(
            member_id=bob.member_id, order_id=order.order_id, address_id=other.address_id
        )

        addresses.remove_address(member_id=bob.member_id, address_id=other.address_id)

        assert Order.get_by_id(order.order_id).postcode == "11111"

    def test_does_not_go_elsewhere_once_it_is_shipped(self, people, order):
        bob = people[2]
        mine = addresses.default_address(member_id=bob.member_id)
        sales.pay(order)
        sales.ship(order)

        with pytest.raises(orders.AlreadyShipped):
            orders.set_address(
                member_id=bob.member_id, order_id=order.order_id, address_id=mine.address_id
            )


class TestConfirming:
    def test_is_for_the_buyer_once_the_parcel_is_there(self, order):
        with pytest.raises(orders.OrderNotShipped):
            sales.confirm(order)
        sales.deliver(order)

        with pytest.raises(orders.OrderNotFound):
            orders.confirm(member_id=order.seller_id, order_id=order.order_id, now=database_now())
        for _ in range(2):
            assert sales.confirm(order).state == "CONFIRMED"
        assert [row.price for row in SoldPrice.select()] == [order.price]
        assert factories.facts().count("OrderConfirmed") == 1

    def test_needs_no_carrier_that_ever_scans_it(self, order):
        sales.pay(order)
        sales.ship(order)

        assert sales.confirm(order).state == "CONFIRMED"
        sales.look(order, 6)

        assert sales.state_of(order) == "CONFIRMED"


class TestWhoSeesTheAddress:
    def _shown(self, order):
        view = views.order_view(member_id=order.seller_id, order_id=order.order_id)
        return view.shows_address

    def test_is_the_buyer_always_and_the_seller_from_the_payment_on(self, order):
        mine = views.order_view(member_id=order.buyer_id, order_id=order.order_id)
        assert (mine.shows_address, self._shown(order)) == (True, False)

        sales.pay(order)

        assert self._shown(order)

    def test_is_the_seller_for_ninety_days_after_the_end(self, order):
        sales.deliver(order)
        sales.confirm(order)
        sales.settle(order)
        assert self._shown(order)

        OrderEvent.update(at=database_now() - timedelta(days=91)).execute()

        assert not self._shown(order)
