"""Is it noted what people look for, whatever happens to Redis?"""

import pytest
import redis

from grpc_services.searches.notes import Note, Notes
from grpc_services.searches.own import searches_of
from grpc_services.searches.popular import Popular

pytestmark = pytest.mark.usefixtures("database")


def noted(popular, *notes):
    thread = Notes(popular)
    thread.start()
    for note in notes:
        thread.add(note)
    thread.stop()


class TestNotes:
    def test_keep_the_members_own_and_count_what_was_found(self, codes_store, now):
        popular = Popular(codes_store)

        noted(
            popular,
            Note("ＮＩＫＥ", 1, "::1", True, now),
            Note("없는 것", 1, "::1", False, now),
            Note("가방", 0, "::1", True, now),
            Note("x", 0, "::1", True, now),
        )

        rows, _ = searches_of(member_id=1, limit=20, cursor="")
        assert [row.words for row in rows] == ["없는 것", "ＮＩＫＥ"]
        assert sorted(popular.most(limit=9, now=now)) == ["nike", "가방"]

    def test_go_on_without_redis(self, codes_store, now):
        nowhere = Popular(redis.Redis(port=1, decode_responses=True))

        noted(nowhere, Note("가방", 0, "::1", True, now), Note("없다", 1, "::1", False, now))

        rows, _ = searches_of(member_id=1, limit=20, cursor="")
        assert [row.words for row in rows] == ["없다"]
