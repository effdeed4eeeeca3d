"""What do the tests of payouts share? A seller who is owed 22,950 won, and two admins."""

import pytest

from grpc_services.admin.trail import By
from grpc_services.members import bank_accounts
from models.admin import AdminScope
from models.dialect import database_now
from tests.grpc_services.money.conftest import _the_books_are_even  # noqa: F401
from tests.support import factories, sales

BANK = {"bank_code": "090", "account_number": "3333012345678", "holder": "김판매"}


@pytest.fixture
def admins(people):
    """olga and otto, who look after money."""
    found = [factories.member(name) for name in ("olga", "otto")]
    for member in found:
        AdminScope.create(member=member, scope="FINANCE", granted_at=database_now())
    return [By(member.member_id, "주간 정산", "192.0.2.1") for member in found]


@pytest.fixture
def seller(people):
    """With a bank account."""
    seller = people[0]
    bank_accounts.add_account(member_id=seller.member_id, values=BANK)
    return seller


@pytest.fixture
def order(people, seller):
    return sold(seller, people[2])


def sold(seller, buyer):
    factories.settle_wins()
    order = sales.won(seller, buyer)
    sales.deliver(order)
    sales.confirm(order)
    sales.settle(order)
    return order
