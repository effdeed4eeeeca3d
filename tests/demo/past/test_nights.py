"""Were the books of the demo compared as its days passed, so that no night is left to do?"""

import pytest

from demo.loading import WEEKS
from grpc_services.korea import day_of, start_of
from models.money import ProviderPayment, Reconciliation
from tests.demo.conftest import NOW

pytestmark = pytest.mark.usefixtures("loaded")


class TestNights:
    def test_have_compared_every_payment_of_every_day(self) -> None:
        runs = list(Reconciliation.select())

        assert len(runs) == 7 * WEEKS
        assert all(run.done_at and run.is_whole and not run.difference_count for run in runs)
        paid = ProviderPayment.select().where(ProviderPayment.paid_at < start_of(day_of(NOW)))
        assert sum(run.payments for run in runs) == paid.count() > 0
