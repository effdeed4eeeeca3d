"""What do the tests of money share? An order that waits for bob's payment, and even books."""

from itertools import groupby

import peewee
import pytest

from models.money import LedgerBalance, LedgerLine
from tests.support import sales


@pytest.fixture
def order(people):
    seller, _, bob = people
    return sales.won(seller, bob)


@pytest.fixture(autouse=True)
def _the_books_are_even(database):
    yield
    lines = list(LedgerLine.select().order_by(LedgerLine.entry).execute())
    for _, entry in groupby(lines, key=lambda line: line.entry_id):
        assert sum(line.amount for line in entry) == 0
    owned = LedgerLine.select(
        LedgerLine.account, LedgerLine.owner_id, peewee.fn.SUM(LedgerLine.amount)
    ).where(LedgerLine.owner_id != 0)
    summed = {
        tuple(side): int(amount)
        for *side, amount in owned.group_by(LedgerLine.account, LedgerLine.owner_id).tuples()
    }
    kept = {(row.account, row.owner_id): row.amount for row in LedgerBalance.select()}
    assert kept == summed
