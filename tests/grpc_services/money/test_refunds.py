"""Is what we hold and do not want given back once, by whomever?"""

import pytest

from grpc_services.money import refunds
from models.money import Payment, ProviderOperation, Refund
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def payment(order):
    """1,000 won came in that nobody asked for."""
    payment = sales.begin(order)
    sales.receive(payment, amount=1_000)
    return payment


class TestARefund:
    def test_is_wanted_of_the_provider(self, payment):
        (refund,) = Refund.select()
        operation = ProviderOperation.get(ProviderOperation.kind == "CANCEL")

        assert operation.subject == f"refund:{refund.refund_id}"
        assert refunds.refund(refund_id=refund.refund_id).left == 1_000

    def test_is_done_once_the_provider_says_so(self, payment):
        for _ in range(2):
            sales.receive(payment, amount=1_000, status="CANCELLED", cancelled=1_000)

        assert sales.accounts() == {"PROVIDER": 0, "BUYER_CLEARING": 0, "REFUNDS": 0}
        assert factories.facts().count("Refunded") == 1
        assert Payment.get().state == "REFUNDED"

    def test_of_which_somebody_gave_a_part_back_is_of_the_rest(self, payment):
        sales.receive(payment, amount=1_000, cancelled=300)

        (refund,) = Refund.select()
        assert (refund.left, refund.done_at) == (700, None)
        assert sales.accounts() == {"PROVIDER": 700, "BUYER_CLEARING": 0, "REFUNDS": -700}

    def test_that_is_not_there_is_not_found(self):
        with pytest.raises(refunds.RefundNotFound):
            refunds.refund(refund_id=1)
