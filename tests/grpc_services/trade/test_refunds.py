"""Is what was paid amiss given back once?"""

import pytest

from grpc_services.trade import refunds
from models.dialect import database_now
from models.trade import Payment
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


class TestARefund:
    def test_is_done_once(self, order):
        sales.receive(sales.begin(order), amount=100)
        (refund_id,) = sales.unfinished().refund_ids

        for _ in range(2):
            refunds.record_refund(refund_id=refund_id, now=database_now())

        assert sales.accounts() == {"PROVIDER": 0, "BUYER_CLEARING": 0, "REFUNDS": 0}
        assert factories.facts().count("Refunded") == 1
        assert Payment.get().state == "REFUNDED"
