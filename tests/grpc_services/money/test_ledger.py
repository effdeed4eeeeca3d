"""Do the books take only what sums to zero, once, and for ever?"""

import peewee
import pytest

from grpc_services.money import ledger, movements
from grpc_services.money.ledger import Account, Line, Movement
from models.base import database as tables
from models.dialect import database_now
from models.money import LedgerEntry, LedgerLine
from tests.support import sales

pytestmark = pytest.mark.usefixtures("database")

_DATABASE = (peewee.OperationalError, peewee.IntegrityError, peewee.InternalError)


class TestAMovement:
    @pytest.mark.parametrize(
        "lines",
        [
            [],
            [Line(Account.BANK, 1)],
            [Line(Account.BANK, 1), Line(Account.LOSSES, -2)],
            [Line(Account.BANK, 0), Line(Account.LOSSES, 0)],
        ],
    )
    def test_is_of_something_and_sums_to_zero(self, lines):
        with pytest.raises(ValueError, match="bad"):
            Movement("bad", lines)


class TestTheLedger:
    def test_takes_a_movement_once(self, order):
        sales.pay(order)
        movement = movements.into_escrow(order)

        with pytest.raises(peewee.IntegrityError):
            ledger.record(movement, now=database_now())
        assert LedgerEntry.select().count() == 2

    def test_tells_what_each_owner_has(self):
        for number, amount in enumerate((100, 20, 3)):
            lines = [Line(Account.BANK, amount), Line(Account.SELLER_PAYABLE, -amount, 7)]
            ledger.record(Movement(f"test:{number}", lines), now=database_now())

        assert ledger.balance(account=Account.SELLER_PAYABLE, owner_id=7) == 123
        assert ledger.balance(account=Account.SELLER_PAYABLE, owner_id=8) == 0
        assert ledger.total(account=Account.BANK) == -123

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE ledger_line SET amount = amount + 1",
            "DELETE FROM ledger_line",
            "UPDATE ledger_entry SET business_key = 'x'",
            "DELETE FROM ledger_entry",
            "INSERT INTO ledger_line (entry_id, account, owner_id, amount)"
            " SELECT entry_id, 'POCKET', 0, 5 FROM ledger_entry",
            "INSERT INTO ledger_line (entry_id, account, owner_id, amount)"
            " SELECT entry_id, 'BANK', 0, 0 FROM ledger_entry",
        ],
    )
    def test_is_never_changed_whoever_tries(self, sql):
        lines = [Line(Account.BANK, 5), Line(Account.LOSSES, -5)]
        ledger.record(Movement("test:1", lines), now=database_now())

        with pytest.raises(_DATABASE), tables.atomic():
            tables.execute_sql(sql)

        assert sorted(row.amount for row in LedgerLine.select()) == [-5, 5]
        assert LedgerEntry.get().business_key == "test:1"
