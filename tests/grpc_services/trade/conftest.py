"""What do the tests of trade share? An order that waits for bob's payment, and even books."""

import peewee
import pytest

from grpc_services.members import addresses
from models.trade import LedgerLine
from tests.support import factories, sales


@pytest.fixture
def order(people):
    seller, _, bob = people
    addresses.add_address(member_id=bob.member_id, values=factories.HOME)
    return sales.won(seller, bob)


@pytest.fixture(autouse=True)
def _every_entry_sums_to_zero(database):
    yield
    query = LedgerLine.select(peewee.fn.SUM(LedgerLine.amount)).group_by(LedgerLine.entry)
    assert all(total == 0 for (total,) in query.tuples())
