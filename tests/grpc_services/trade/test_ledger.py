"""Do the books take only what sums to zero, and once?"""

import peewee
import pytest

from grpc_services.trade import ledger
from models.dialect import database_now
from models.trade import LedgerEntry
from tests.support import sales

pytestmark = pytest.mark.usefixtures("database")


class TestTheLedger:
    def test_does_not_take_what_does_not_sum_to_zero(self):
        with pytest.raises(ValueError, match="sum to zero"):
            ledger.Movement("bad", [ledger.Line(ledger.Account.ESCROW, 1)])

    def test_takes_a_movement_once(self, order):
        sales.pay(order)
        movement = ledger.into_escrow(order)

        with pytest.raises(peewee.IntegrityError):
            ledger.record(movement, now=database_now())
        assert LedgerEntry.select().count() == 2
