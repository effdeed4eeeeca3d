"""What does a seller get, and when?"""

import pytest

from grpc_services.money import ledger, settlements
from tests.support import sales

pytestmark = pytest.mark.usefixtures("database")


class TestASettlement:
    def test_credits_the_seller_less_commission_once(self, order):
        sales.deliver(order)
        sales.confirm(order)

        for _ in range(2):
            sales.settle(order)

        ((settlement,), _) = settlements.settlements_of(
            member_id=order.seller_id, limit=10, cursor=""
        )
        assert (settlement.commission, settlement.amount) == (1_050, 22_950)
        owed = ledger.balance(account=ledger.Account.SELLER_PAYABLE, owner_id=order.seller_id)
        assert (sales.state_of(order), owed) == ("SETTLED", 22_950)

    def test_waits_for_the_buyers_word(self, order):
        sales.deliver(order)

        with pytest.raises(settlements.OrderNotConfirmed):
            sales.settle(order)

    @pytest.mark.parametrize(("price", "share"), [(19, 0), (20, 1), (21_000, 1_050), (39, 1)])
    def test_rounds_commission_down(self, price, share):
        assert settlements.commission(price=price, percent=5) == share
