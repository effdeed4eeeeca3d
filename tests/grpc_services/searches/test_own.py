"""Is that kept what a member looked for last, for nobody else to see?"""

import pytest

from grpc_services.searches import own

pytestmark = pytest.mark.usefixtures("database")


def kept(member_id=1, limit=20, cursor=""):
    rows, following = own.searches_of(member_id=member_id, limit=limit, cursor=cursor)
    return [row.words for row in rows], following


class TestOwnSearches:
    def test_are_the_last_twenty_each_once(self, now):
        for number in range(25):
            own.keep_search(member_id=1, words=f"word {number}", now=now)
        own.keep_search(member_id=1, words="word 10", now=now)

        words, following = kept()

        assert words == ["word 10", *(f"word {n}" for n in range(24, 5, -1) if n != 10), "word 5"]
        assert following is None

    def test_go_on_by_cursor(self, now):
        for number in range(3):
            own.keep_search(member_id=1, words=str(number), now=now)
        first, cursor = kept(limit=2)
        assert (first, kept(limit=2, cursor=cursor)) == (["2", "1"], (["0"], None))

    def test_are_forgotten_by_their_member_only(self, now):
        own.keep_search(member_id=1, words="신발", now=now)
        own.keep_search(member_id=1, words="가방", now=now)
        rows, _ = own.searches_of(member_id=1, limit=20, cursor="")

        with pytest.raises(own.SearchNotFound):
            own.forget_search(member_id=2, search_id=rows[0].search_id)
        own.forget_searches(member_id=2)
        own.forget_search(member_id=1, search_id=rows[0].search_id)
        assert kept() == (["신발"], None)

        own.forget_searches(member_id=1)
        assert kept() == ([], None)
