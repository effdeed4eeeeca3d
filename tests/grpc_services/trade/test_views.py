"""Who may see an order?"""

import pytest

from grpc_services.trade import orders, views

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
