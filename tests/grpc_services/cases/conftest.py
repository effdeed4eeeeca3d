"""What do the tests of cases share? An order that has arrived, and books that agree at the end."""

import pytest

from grpc_services.audit.books import CHECKS
from tests.support import sales


@pytest.fixture
def order(people):
    seller, _, bob = people
    order = sales.won(seller, bob)
    sales.deliver(order)
    return order


@pytest.fixture(autouse=True)
def _the_books_agree(request):
    yield
    if "database" in request.fixturenames:
        assert [fault for check in CHECKS for fault in check()] == []
