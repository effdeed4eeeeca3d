"""Who may see an order?"""

import pytest

from grpc_services.trade import orders, views
from tests.support import sales

pytestmark = pytest.mark.usefixtures("database")


class TestAnOrder:
    def test_is_seen_by_buyer_and_seller_and_nobody_else(self, people, order):
        seller, ann, bob = people

        sides = [
            views.order_view(member_id=who.member_id, order_id=order.order_id).is_buyer
            for who in (seller, bob)
        ]

        assert sides == [False, True]
        with pytest.raises(orders.OrderNotFound):
            views.order_view(member_id=ann.member_id, order_id=order.order_id)

    def test_is_found_by_its_state(self, people, order):
        seller, *_ = people
        asked = {"member_id": seller.member_id, "role": "SELLER", "limit": 20, "cursor": ""}
        sales.pay(order)

        found = {
            state: [view.order.order_id for view in views.orders_of(state=state, **asked)[0]]
            for state in ("PAID", "SHIPPED", None)
        }

        assert found == {"PAID": [order.order_id], "SHIPPED": [], None: [order.order_id]}
