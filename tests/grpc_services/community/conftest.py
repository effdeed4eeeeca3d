"""What do the tests of the community share? An order that bob has won from the seller."""

import pytest

from grpc_services.members import addresses
from tests.support import factories, sales


@pytest.fixture
def order(people):
    seller, _, bob = people
    addresses.add_address(member_id=bob.member_id, values=factories.HOME)
    return sales.won(seller, bob)
