"""Are shelves found, however somebody types their names?"""

import unicodedata

import pytest

from grpc_services.catalogue import shelves
from grpc_services.pages import InvalidCursor
from models.catalogue import Brand, Category

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def nike():
    Brand.create(name="아디다스", name_en="Adidas")
    return Brand.create(name="나이키", name_en="Nike")


def found(query):
    rows, _ = shelves.brands(query=query, limit=10, cursor="")
    return [row.name_en for row in rows]


class TestBrands:
    @pytest.mark.parametrize(
        "query",
        [
            "나이키",
            "이키",
            unicodedata.normalize("NFD", "나이키"),
            "NIKE",
            "ｎｉｋｅ",
            "ＮＩ",
            "ik",
        ],
    )
    def test_are_found_however_they_are_typed(self, nike, query):
        assert found(query) == ["Nike"]

    @pytest.mark.parametrize("query", ["%", "_", "\\", "나_키", "x"])
    def test_are_not_found_by_signs_that_stand_for_others(self, nike, query):
        assert found(query) == []

    def test_come_in_pages(self, nike):
        first, cursor = shelves.brands(query="", limit=1, cursor="")
        second, end = shelves.brands(query="", limit=1, cursor=cursor)
        assert ([*first, *second][1], end) == (nike, None)

    def test_have_cursors_of_their_own(self):
        with pytest.raises(InvalidCursor):
            shelves.brands(query="", limit=1, cursor="nonsense")


class TestCategories:
    def test_hold_those_below_them(self):
        shoes = Category.create(name="신발", name_en="Shoes", position=1)
        boots = Category.create(name="부츠", name_en="Boots", position=1, parent=shoes)

        assert shelves.with_children(category_id=shoes.category_id) == [
            shoes.category_id,
            boots.category_id,
        ]
        assert shelves.path_to(category_id=boots.category_id) == [shoes, boots]
        with pytest.raises(shelves.CategoryNotFound):
            shelves.path_to(category_id=10**12)
