"""What does a seller get, and when?"""

import pytest

from grpc_services.money import ledger, settlements
from grpc_services.trade.pure.fees import Fee
from grpc_services.trade.views import order_view
from models.money import Settlement
from models.trade import FeeRule
from tests.support import sales

pytestmark = pytest.mark.usefixtures("database")


class TestASettlement:
    def test_credits_the_seller_less_commission_once(self, order):
        sales.deliver(order)
        sales.confirm(order)

        for _ in range(2):
            sales.settle(order)

        ((view,), _) = settlements.settlements_of(member_id=order.seller_id, limit=10, cursor="")
        assert (view.settlement.commission, view.settlement.amount) == (1_050, 22_950)
        assert view.fees == [Fee("commission", 1_050, 95)]
        owed = ledger.balance(account=ledger.Account.SELLER_PAYABLE, owner_id=order.seller_id)
        assert (sales.state_of(order), owed) == ("SETTLED", 22_950)

    def test_waits_for_the_buyers_word(self, order):
        sales.deliver(order)

        sales.settle(order)

        assert (sales.state_of(order), Settlement.select().count()) == ("DELIVERED", 0)

    def test_takes_what_was_frozen_whatever_the_rules_are_since_then(self, order):
        FeeRule.create(
            name="commission", scope="ALL", percent=50, min=0, vat=10, valid_from=order.created_at
        )
        sales.deliver(order)
        sales.confirm(order)
        sales.settle(order)

        assert Settlement.get().commission == 1_050

    def test_tells_the_seller_and_not_the_buyer(self, order):
        by_side = [
            order_view(member_id=side, order_id=order.order_id).fees
            for side in (order.seller_id, order.buyer_id)
        ]

        assert by_side == [[Fee("commission", 1_050, 95)], []]
