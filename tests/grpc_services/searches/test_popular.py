"""Is that popular which many look for these hours?"""

from datetime import timedelta

import pytest

from grpc_services.searches.popular import Popular


@pytest.fixture
def popular(codes_store):
    return Popular(codes_store)


def most(popular, codes_store, now):
    codes_store.delete("popular")
    return popular.most(limit=10, now=now)


class TestPopular:
    def test_begins_with_what_most_have_looked_for(self, popular, now):
        for words, askers in (("신발", 1), ("가방", 3), ("시계", 2)):
            for asker in range(askers):
                popular.count(words, asker=str(asker), now=now)

        assert popular.most(limit=2, now=now) == ["가방", "시계"]

    def test_counts_whoever_repeats_once(self, popular, now):
        for _ in range(5):
            popular.count("신발", asker="ann", now=now)
        for asker in ("ann", "bob"):
            popular.count("가방", asker=asker, now=now)

        assert popular.most(limit=9, now=now) == ["가방", "신발"]

    def test_forgets_within_a_day(self, popular, codes_store, now):
        for asker in ("ann", "bob", "carl"):
            popular.count("신발", asker=asker, now=now)
        later = now + timedelta(hours=12)
        popular.count("가방", asker="ann", now=later)

        assert most(popular, codes_store, now=now) == ["신발"]
        assert most(popular, codes_store, now=later) == ["가방", "신발"]
        assert most(popular, codes_store, now=now + timedelta(hours=24)) == ["가방"]

    def test_begins_anew_when_redis_is_lost(self, popular, codes_store, now):
        popular.count("신발", asker="ann", now=now)
        codes_store.flushdb()
        assert popular.most(limit=10, now=now) == []
