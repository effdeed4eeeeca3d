"""What do the tests of the audit share? Goods on which every kind of bid was made."""

import pytest

from tests.support import factories


@pytest.fixture
def lot(people):
    return factories.goods(people[0], buy_now_price=300_000, reserve_price=30_000)


@pytest.fixture
def busy_lot(people, lot):
    """Every kind of bid: an amount, a maximum, its automatic answers, a raise, a late one."""
    _, ann, bob = people
    factories.bid(lot, ann, amount=10_000)
    factories.bid(lot, bob, maximum=50_000)
    factories.bid(lot, ann, amount=35_000)
    factories.bid(lot, bob, maximum=60_000)
    factories.bid(lot, ann, maximum=70_000)
    return lot
