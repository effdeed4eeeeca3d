"""Is exactly that found which a plain look at every goods finds, settled or not?"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grpc_services.facts import in_transaction
from grpc_services.pages import InvalidCursor
from grpc_services.search import index
from grpc_services.search.documents import BRAND, CATEGORY, Document, Names, Standing, Wanted
from grpc_services.search.settling import settle
from grpc_services.search.tokens import BANDS, GENDERS, QUALITIES
from models.search import SearchChange

pytestmark = pytest.mark.usefixtures("database")
_numbers = count(1)
BRANDS = {1: ("나이키", "Nike"), 2: ("아디다스", "Adidas"), 3: ("뉴발란스", "New Balance")}
CATEGORIES = {1: ("신발", "Shoes"), 2: ("가방", "Bags")}
#: Few letters, so that parts of words meet in places that are not the word.
_WORDS = st.text("가나다나이키ab1-", min_size=1, max_size=5)
_KNOWN = st.sampled_from(["나이키", "에어 맥스", "Air", "ＤＺ５４８５", "가나다라마"])
NAMES = st.lists(_KNOWN | _WORDS, min_size=1, max_size=5).map(" ".join)
TYPED = st.sampled_from(["NFC", "NFD", "NFKD"])


def document(name: str, **changes) -> Document:
    standing: dict[str, Any] = {
        "goods_id": next(_numbers), "state": "OPEN", "price": 10_000, "ends_at": 1_000,
        "bid_count": 0,
    }  # fmt: skip
    values: dict[str, Any] = {
        "brand": 1, "category": 1, "store_id": 1, "quality": "USED", "gender": "MALE",
    }  # fmt: skip
    for key, value in changes.items():
        (standing if key in standing else values)[key] = value
    brand, category = values.pop("brand"), values.pop("category")
    return Document(
        name=name,
        brand=Names(kind=BRAND, label_id=brand, names=BRANDS[brand]),
        category=Names(kind=CATEGORY, label_id=category, names=CATEGORIES[category]),
        standing=Standing(**standing),
        **values,
    )


def put(*documents: Document) -> list[int]:
    in_transaction(lambda: index.put(documents))
    return [one.goods_id for one in documents]


def drop(*goods_ids: int) -> None:
    in_transaction(lambda: index.drop(goods_ids))


def settle_all() -> None:
    while settle():
        pass


def pages(wanted: Wanted, sort: str = "RECENT", limit: int = 3) -> Iterator[list[int]]:
    cursor: str | None = ""
    while cursor is not None:
        ids, cursor = index.page(wanted, sort=sort, limit=limit, cursor=cursor)
        yield ids


def found(query: str = "", sort: str = "RECENT", **wanted) -> list[int]:
    return [one for page in pages(Wanted(query=query, **wanted), sort) for one in page]


def plain(text: str) -> str:
    """Folded once more, by other means than the index does it."""
    seen = [c for c in unicodedata.normalize("NFKC", text).lower() if c not in "\u200b\u200d\ufeff"]
    return unicodedata.normalize("NFKC", "".join(seen))


def without_blanks(text: str) -> str:
    words = plain(text).split()
    joined = ""
    for word in words:
        both = joined and all("가" <= c <= "힣" for c in (joined[-1], word[0]))
        joined += word if both or not joined else f" {word}"
    return joined


def begins_with(letter: str, text: str) -> bool:
    return any(
        here == letter and (before == " " or (here.isalnum() and not before.isalnum()))
        for before, here in pairwise(f" {plain(text)}")
    )


def is_found(one: Document, query: str) -> bool:
    texts = (one.name, *one.brand.names, *one.category.names)
    return all(
        any(
            word in without_blanks(text) if len(word) > 1 else begins_with(word, text)
            for text in texts
        )
        for word in plain(query).split()
    )


class TestPage:
    @pytest.mark.parametrize(
        ("query", "is_there"),
        [
            ("나이키", True),
            (unicodedata.normalize("NFD", "나이키"), True),
            ("이키에", True),
            ("에어맥스", True),
            ("맥스 나이키", True),
            ("ＤＺ５４８５", True),
            ("dz5485-612", True),
            ("5485-6", True),
            ("나\u200d이\u200b키", True),
            ("신발", True),
            ("nIKe", True),
            ("shoe 에어 dz", True),
            ("에", True),
            ("어", False),
            ("d", True),
            ("z", False),
            ("5485 613", False),
            ("키맥", False),
            ("max", True),
            ("air max", False),
        ],
    )
    def test_finds_every_run_of_a_name_however_it_is_typed(self, query, is_there):
        ids = put(document("나이키 에어 맥스 Max DZ5485-612"))
        assert found(query) == (ids if is_there else [])
        settle_all()
        assert found(query) == (ids if is_there else [])

    @settings(max_examples=60, deadline=None,
              suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
    @given(
        names=st.lists(st.tuples(NAMES, TYPED, st.integers(1, 3)), min_size=1, max_size=12),
        queries=st.lists(st.tuples(NAMES, TYPED), min_size=1, max_size=4),
        settled=st.integers(0, 12),
    )
    def test_finds_what_a_plain_look_finds(self, names, queries, settled):
        documents = [
            document(unicodedata.normalize(form, name), brand=brand) for name, form, brand in names
        ]
        put(*documents[:settled])
        settle_all()
        put(*documents[settled:])
        ids = {one.goods_id for one in documents}

        cut = [name[start : start + 3] for name, _, _ in names for start in range(len(name) - 1)]
        for query in [*(unicodedata.normalize(form, text) for text, form in queries), *cut[:5]]:
            expected = [one.goods_id for one in documents if is_found(one, query)]
            assert [one for one in found(query) if one in ids] == expected[::-1], query

        drop(*ids)

    @pytest.mark.parametrize("is_settled", [True, False])
    @pytest.mark.parametrize(
        ("sort", "key"),
        [
            ("RECENT", lambda one: -one.goods_id),
            ("ENDING", lambda one: (one.standing.ends_at, one.goods_id)),
            ("POPULAR", lambda one: (-one.standing.bid_count, -one.goods_id)),
            ("PRICE_ASC", lambda one: (one.standing.price, one.goods_id)),
            ("PRICE_DESC", lambda one: (-one.standing.price, -one.goods_id)),
        ],
    )
    def test_lists_every_goods_once_in_order(self, sort, key, is_settled):
        documents = [
            document("에어", price=1_000 * (n % 4), ends_at=n * 7 % 5, bid_count=n % 3)
            for n in range(20)
        ]
        put(*documents)
        if is_settled:
            settle_all()
        assert found("에어", sort) == [one.goods_id for one in sorted(documents, key=key)]

    def test_lists_first_what_has_the_words_in_its_name(self):
        (named,), (other, newest) = (
            put(document("나이키 신발")),
            put(document("운동화"), document("한정 나이키")),
        )
        assert found("나이키", "RELEVANCE") == [newest, named, other]
        settle_all()
        assert found("나이키", "RELEVANCE") == [newest, named, other]

    def test_goes_through_the_index_where_much_is_found(self):
        documents = [document("에어", price=n % 7) for n in range(3_500)]
        put(*documents)
        while settle(most=5_000):
            pass
        rising = sorted(documents, key=lambda one: (one.standing.price, one.goods_id))

        for sort, wanted, expected in (
            ("PRICE_ASC", Wanted(query="에어"), rising),
            ("PRICE_ASC", Wanted(query="에어", min_price=1), rising[500:]),
            ("PRICE_DESC", Wanted(query="에어", max_price=5), rising[2999::-1]),
        ):
            listed = [one for page in islice(pages(wanted, sort, 100), 8) for one in page]
            assert listed == [one.goods_id for one in expected[:800]]

    def test_neither_skips_nor_repeats_while_others_write(self):
        first = put(*(document("에어", price=n) for n in range(6)))
        settle_all()
        listed = []
        for page in pages(Wanted(query="에어"), "PRICE_ASC", limit=2):
            listed += page
            put(document("에어", price=100 + len(listed)), document("에어", price=0))
            drop(listed[0])
            if len(listed) == 4:
                settle_all()
            if len(listed) >= 6:
                break
        assert listed == first

    def test_refuses_a_cursor_of_another_order(self):
        put(document("에어"), document("에어"))
        _, cursor = index.page(Wanted(), sort="ENDING", limit=1, cursor="")
        with pytest.raises(InvalidCursor):
            index.page(Wanted(), sort="RECENT", limit=1, cursor=cursor or "")

    @pytest.mark.parametrize("is_settled", [True, False])
    def test_filters(self, is_settled):
        ids = put(
            document("가나", brand=1, price=9_999, quality="NEW", gender="KIDS", store_id=7),
            document("가나", brand=2, price=10_000, category=2, state="SOLD"),
            document("가나", brand=2, price=30_000, category=2),
        )
        if is_settled:
            settle_all()
        assert found(brand_id=2) == [ids[2]]
        assert found(state="SOLD") == [ids[1]]
        assert found(store_id=7) == found(quality="NEW") == found(gender="KIDS") == [ids[0]]
        assert found(category_ids=[1, 2]) == [ids[2], ids[0]]
        assert found(category_ids=[]) == []
        assert found(min_price=9_999, max_price=29_999) == [ids[0]]
        assert found(min_price=10_000) == [ids[2]]

    def test_follows_edits(self):
        one = document("나이키 에어")
        put(one)
        settle_all()
        edited = document("아디다스 슈퍼스타", goods_id=one.goods_id, brand=2)
        put(edited)
        assert (found("에어"), found("nike"), found("슈퍼")) == ([], [], [one.goods_id])
        settle_all()
        assert (found("에어"), found("nike"), found("슈퍼")) == ([], [], [one.goods_id])

    def test_finds_nothing_of_a_hidden_store_until_it_is_back(self, now):
        ids = put(document("에어", store_id=5), document("에어"))
        settle_all()
        in_transaction(lambda: index.hide(store_id=5, until=now))
        assert found("에어") == [ids[1]]
        settle_all()
        ids += put(document("에어", store_id=5))
        assert found("에어") == found("에어", "ENDING") == [ids[1]]
        index.show_again(now=now - timedelta(seconds=1))
        assert found("에어") == [ids[1]]
        index.show_again(now=now)
        assert found("에어") == ids[::-1]

    def test_finds_a_store_that_is_back_early(self, now):
        ids = put(document("에어", store_id=5))
        in_transaction(lambda: index.hide(store_id=5, until=now))
        in_transaction(lambda: index.hide(store_id=5, until=None))
        assert found("에어") == ids

    def test_finds_a_brand_by_its_new_name(self):
        ids = put(document("에어"))
        settle_all()
        renamed = Names(kind=BRAND, label_id=1, names=("조던", "Jordan"))
        in_transaction(lambda: index.put_names([renamed]))
        assert (found("jordan"), found("나이키")) == (ids, [])

    def test_counts_likes_for_what_is_popular(self):
        ids = put(document("에어", bid_count=1), document("에어", bid_count=2))
        in_transaction(lambda: index.put_likes(ids[0], like_count=2))
        assert found("에어", "POPULAR") == ids
        standing = Standing(goods_id=ids[1], state="OPEN", price=5, ends_at=1, bid_count=4)
        in_transaction(lambda: index.put_standings([standing]))
        assert found("에어", "POPULAR") == ids[::-1]


class TestFacets:
    def test_leave_out_names_that_have_a_word_in_pieces_only(self):
        put(document("가나다나다라"), document("가나다라"))
        settle_all()
        assert index.facets(Wanted(query="가나다라")).total == len(found("가나다라")) == 1

    def test_count_what_has_changed_once(self):
        one = document("나이키 에어", price=5_000)
        put(one)
        settle_all()
        put(document("나이키 에어", goods_id=one.goods_id, price=90_000))
        facets = index.facets(Wanted(query="에어"))
        assert (facets.total, facets.bands) == (1, {3: 1})

    @settings(max_examples=25, deadline=None,
              suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
    @given(
        goods=st.lists(
            st.tuples(
                NAMES, st.integers(1, 3), st.integers(1, 2), st.sampled_from(QUALITIES),
                st.sampled_from(GENDERS), st.integers(0, 50_000),
            ),
            max_size=15,
        ),
        query=st.sampled_from(["", "가나다라", "나이", "에어맥스", "a"]),
        prices=st.tuples(st.integers(0, 50_000) | st.none(), st.integers(0, 50_000) | st.none()),
        settled=st.integers(0, 15),
    )  # fmt: skip
    def test_count_what_the_pages_list(self, goods, query, prices, settled):
        documents = [
            document(name, brand=brand, category=category, quality=quality, gender=gender,
                     price=price)
            for name, brand, category, quality, gender, price in goods
        ]  # fmt: skip
        put(*documents[:settled])
        settle_all()
        put(*documents[settled:])
        wanted = Wanted(query=query, min_price=prices[0], max_price=prices[1])

        facets = index.facets(wanted)

        ids = {one for page in pages(wanted) for one in page}
        listed = [one for one in documents if one.goods_id in ids]
        assert facets.total == len(ids) == len(listed)
        assert facets.brands == Counter(one.brand.label_id for one in listed)
        assert facets.categories == Counter(one.category.label_id for one in listed)
        assert facets.qualities == Counter(one.quality for one in listed)
        assert facets.genders == Counter(one.gender for one in listed)
        assert facets.bands == Counter(
            max(n for n, edge in enumerate(BANDS) if edge <= one.standing.price) for one in listed
        )
        of_brands = index.facets(Wanted()).brands
        assert index.open_by_brand(BRANDS) == Counter(dict.fromkeys(BRANDS, 0)) | of_brands
        drop(*(one.goods_id for one in documents))

    @pytest.mark.parametrize("settle_now", [settle_all, lambda: None])
    def test_of_brands_are_of_open_goods_that_are_listed(self, settle_now):
        first, second, away = (document("에어", brand=1, store_id=store) for store in (1, 1, 2))
        put(first, second, away, document("에어", brand=2), document("에어", state="SOLD"))
        settle_now()
        assert index.open_by_brand([1, 3]) == {1: 3, 3: 0}

        put(document("에어", goods_id=first.goods_id, state="WON"))
        index.hide(store_id=2, until=datetime(2027, 1, 1, tzinfo=UTC))
        settle_now()
        assert index.open_by_brand([1, 3]) == {1: 1, 3: 0}

    def test_are_the_same_where_much_is_found(self):
        put(*(document("에어", brand=1 + n % 3, category=1 + n % 2) for n in range(2_100)))
        unsettled = index.facets(Wanted(query="에어"))
        while settle(most=5_000):
            pass
        assert SearchChange.select().count() == 0
        assert index.facets(Wanted(query="에어")) == unsettled
        assert unsettled.brands == {1: 700, 2: 700, 3: 700}
