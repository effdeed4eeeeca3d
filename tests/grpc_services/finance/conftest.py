"""What do the tests of who looks after money share? Two admins, and a refund that is stuck."""

import pytest

from grpc_services.admin.trail import By
from grpc_services.money import operations, outcomes
from models.admin import AdminScope
from models.dialect import database_now
from models.money import Refund
from tests.support import factories, sales


@pytest.fixture
def order(people):
    return sales.won(people[0], people[2])


@pytest.fixture
def admins(people):
    """olga and otto, who look after money."""
    found = [factories.member(name) for name in ("olga", "otto")]
    for member in found:
        AdminScope.create(member=member, scope="FINANCE", granted_at=database_now())
    return [By(member.member_id, "은행에서 보냈습니다.", "192.0.2.1") for member in found]


@pytest.fixture
def stuck(admins, order):
    """1,000 won are to go back, and the provider will not have it."""
    sales.receive(sales.begin(order), amount=1_000)
    operation = operations.operation_of(
        kind=operations.Operation.CANCEL, subject=f"refund:{Refund.get().refund_id}"
    )
    refuse(operation)
    return operation


def refuse(operation):
    outcomes.record_failure(
        operation_id=operation.operation_id,
        error="the bank is gone",
        is_final=True,
        now=database_now(),
    )
