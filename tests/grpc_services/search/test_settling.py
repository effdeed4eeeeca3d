"""Do the bits follow what has changed, whoever settles it, and in which parts?"""

import threading

import pytest

from grpc_services.search import index
from grpc_services.search.documents import Wanted
from grpc_services.search.finding import changed_goods
from grpc_services.search.settler import Settler
from grpc_services.search.settling import settle
from models.base import database as tables
from models.search import SearchBits, SearchChange
from tests.grpc_services.search.test_index import document, put
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database")


def found() -> list[int]:
    return index.page(Wanted(query="에어"), sort="RECENT", limit=100, cursor="")[0]


def bits() -> dict[tuple[int, int], bytes]:
    """All that is stored, but for what is empty: whether it is there says nothing."""
    rows = SearchBits.select().where(SearchBits.token > 0)
    return {(row.token, row.chunk): bytes(row.bits) for row in rows if row.bits}


class TestSettling:
    def test_goes_on_where_it_ended(self):
        ids = put(*(document("에어") for _ in range(5)))
        assert [settle(most=2) for _ in range(4)] == [2, 2, 1, 0]
        assert found() == ids[::-1]

    def test_leaves_nothing_of_what_was_dropped(self):
        put(document("에어 맥스", goods_id=70_000))
        settle()
        index.drop([70_000])
        settle()
        assert bits() == {}

    def test_may_be_done_twice_and_in_any_order(self):
        one = document("에어")
        put(one)
        settle()
        before = bits()
        SearchChange.insert_many(
            [{"goods_id": one.goods_id, "said_before": said} for said in ("", None, "")]
        ).execute()
        settle(most=1)
        settle()
        assert bits() == before

    def test_is_done_by_many_at_once_as_if_by_one(self):
        ids = put(*(document("에어 조던") for _ in range(60)))

        def work() -> None:
            tables.connect(reuse_if_open=True)
            while settle(most=3):
                pass
            tables.close()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert changed_goods() == set()
        assert found() == ids[::-1]


class TestSettler:
    def test_settles_soon(self):
        settler = Settler(lambda **_: (0, None))
        settler.start()
        ids = put(document("에어"))
        wait_until("the settler", lambda: not changed_goods())
        settler.stop()
        assert found() == ids
