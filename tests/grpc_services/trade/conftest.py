"""What do the tests of trade share? An order that waits for bob's payment."""

import pytest

from tests.support import sales


@pytest.fixture
def order(people):
    seller, _, bob = people
    return sales.won(seller, bob)
