"""Is a store's rating what its reviews say, however many write at once?"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from grpc_services.catalogue.ratings import Rating, rate, ratings_of
from grpc_services.facts import in_transaction
from models.base import database as tables
from models.members import Store
from tests.support import factories


@pytest.fixture
def store(database):
    return Store.get(Store.member == factories.member("seller"))


def rating(store):
    return ratings_of(store_ids=[store.store_id])[store.store_id]


class TestARating:
    def test_is_none_without_a_review(self, store):
        assert rating(store) == Rating({})
        assert (Rating().average, Rating().count) == (None, 0)
        assert Rating().by_stars == {1: 0, 2: 0, 3: 0, 4: 0, 5: 0}

    def test_is_the_mean_of_all_stars(self, store):
        for stars, choices in ((5, {"KIND"}), (5, {"KIND", "WELL_PACKED"}), (4, set())):
            rate(store_id=store.store_id, stars=stars, choices=choices)

        found = rating(store)
        assert (found.average, found.count) == (4.67, 3)
        assert found.by_stars == {1: 0, 2: 0, 3: 0, 4: 1, 5: 2}
        assert (found.given["KIND"], found.given["WELL_PACKED"]) == (2, 1)

    def test_counts_everybody_who_writes_at_once(self, store):
        def one(_: int) -> None:
            with tables.connection_context():
                in_transaction(lambda: rate(store_id=store.store_id, stars=3, choices={"KIND"}))

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(one, range(12)))

        assert rating(store).given == {"3": 12, "KIND": 12}
