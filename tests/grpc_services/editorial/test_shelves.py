"""Which shelves are there, and how are they called? Categories and brands."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from grpc_services.admin.trail import By
from grpc_services.catalogue.finding import Filter, lots
from grpc_services.catalogue.goods import change_goods
from grpc_services.catalogue.shelves import (
    BrandNotFound,
    CategoryNotFound,
    category_tree,
)
from grpc_services.catalogue.shelves import brands as listed_brands
from grpc_services.catalogue.uploads import UploadNotFound
from grpc_services.editorial import shelves
from grpc_services.searches.suggestions import suggestions
from models.admin import AuditLine
from models.base import database as tables
from models.catalogue import Brand, Category
from models.dialect import database_now
from tests.support import factories

BY = By(7, "정리합니다.", "192.0.2.1")


def add_category(name="신발", parent=None, position=0):
    return shelves.add_category(
        parent_id=parent and parent.category_id,
        values={"name": name, "name_en": f"en {name}", "position": position},
        by=BY,
        now=database_now(),
    )


def change_category(category, **values):
    return shelves.change_category(
        category_id=category.category_id, values=values, by=BY, now=database_now()
    )


def add_brand(name="나이키", name_en="Nike", *, by=BY, upload_id=None, position=0):
    return shelves.add_brand(
        values={"name": name, "name_en": name_en, "position": position},
        upload_id=upload_id,
        by=by,
        now=database_now(),
    )


def change_brand(brand, **values):
    return shelves.change_brand(
        brand_id=brand.brand_id, values=values, upload_id=None, by=BY, now=database_now()
    )


def found(words):
    rows, _ = lots(wanted=Filter(query=words), sort="RECENT", limit=10, cursor="")
    return [lot.goods_id for lot in rows]


@pytest.mark.usefixtures("database")
class TestACategory:
    def test_stands_below_another_in_its_place_and_is_written_down(self):
        shoes = add_category()
        for name, position in (("부츠", 2), ("운동화", 1)):
            add_category(name, shoes, position)
        ((_, children),) = category_tree()
        assert [child.name for child in children] == ["운동화", "부츠"]
        assert [(line.act, line.target) for line in AuditLine.select()] == [("ADD", "CATEGORY")] * 3

    def test_has_none_below_it_when_it_is_below_another_or_is_not_there(self):
        boots = add_category("부츠", add_category())
        with pytest.raises(shelves.CategoryTooDeep):
            add_category("장화", boots)
        with pytest.raises(CategoryNotFound):
            add_category("장화", Category(category_id=10**9))
        assert Category.select().count() == 2

    def test_that_is_retired_is_not_listed_until_it_is_brought_back(self):
        shoes = add_category()
        boots = add_category("부츠", shoes)
        change_category(shoes, retired_at=database_now())
        assert category_tree() == []
        with pytest.raises(CategoryNotFound):
            add_category("장화", shoes)
        assert [row.name for row in shelves.categories()] == ["신발", "부츠"]
        assert suggestions(prefix="신", popular=[]) == []

        change_category(shoes, retired_at=None)
        assert category_tree() == [(shoes, [boots])]
        assert AuditLine.select().where(AuditLine.act == "CHANGE").count() == 2

    def test_has_to_be_there(self):
        with pytest.raises(CategoryNotFound):
            change_category(Category(category_id=10**9), name="모자")


class TestGoods:
    def test_are_found_by_what_their_shelves_are_called_now(self, people):
        lot = factories.goods(people[0], name="에어")
        assert found("나이키") == [lot.goods_id]
        change_category(lot.category, name="스니커즈")
        change_brand(lot.brand, name="조던", name_en="Jordan")
        assert found("스니커즈") == found("조던") == found("jordan") == [lot.goods_id]
        assert found("나이키") == found("신발") == []

    def test_stay_on_a_retired_shelf_that_takes_no_others(self, people):
        lot = factories.goods(people[0])
        child = add_category("부츠", lot.category)
        change_category(lot.category, retired_at=database_now())
        for category in (lot.category, child):
            with pytest.raises(CategoryNotFound):
                factories.goods(people[0], category_id=category.category_id)
        assert found("신발") == [lot.goods_id]

    def test_stay_with_a_retired_brand_that_has_no_others(self, people):
        lot = factories.goods(people[0])
        other = factories.goods(people[0], brand_id=add_brand("조던", "Jordan").brand_id)
        change_brand(lot.brand, retired_at=database_now())
        with pytest.raises(BrandNotFound):
            factories.goods(people[0])
        with pytest.raises(BrandNotFound):
            change_goods(
                goods_id=other.goods_id,
                member_id=people[0].member_id,
                values={"brand_id": lot.brand_id},
                pictures=[],
            )
        assert found("나이키 에어")[-1] == lot.goods_id


@pytest.mark.usefixtures("database")
class TestABrand:
    @pytest.mark.parametrize("name", ["나이키", "ＮＩＫＥ", "나\u200b이키", "nike", "나 이키"])
    def test_is_not_called_as_one_that_looks_alike(self, name):
        add_brand()
        with pytest.raises(shelves.BrandNameTaken):
            add_brand(name, "Other")
        other = add_brand("조던", "Jordan")
        with pytest.raises(shelves.BrandNameTaken):
            change_brand(other, name_en=name)
        assert Brand.get_by_id(other.brand_id).name_en == "Jordan"

    def test_keeps_a_name_of_its_own_in_other_capitals(self):
        brand = add_brand()
        change_brand(brand, name_en="NIKE")
        assert Brand.get_by_id(brand.brand_id).name_en == "NIKE"

    def test_is_one_of_two_that_are_named_alike_at_once(self):
        add_brand("조던", "Jordan")

        def add(name):
            tables.connect(reuse_if_open=True)
            try:
                return add_brand(name, f"{name} en")
            except shelves.BrandNameTaken:
                return None
            finally:
                tables.close()

        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(add, ["Puma", "PUMA", "puma", "ｐｕｍａ"]))
        assert len([brand for brand in made if brand]) == 1

    def test_shows_a_picture_that_the_operator_has_posted(self, people):
        picture = factories.picture(people[0], kind="BRAND")
        with pytest.raises(UploadNotFound):
            add_brand(upload_id=picture.upload_id)
        by = By(people[0].member_id, "로고", "192.0.2.1")
        brand = add_brand(by=by, upload_id=picture.upload_id)
        assert brand.image == picture.thumb_key

    def test_that_is_retired_is_not_listed_until_it_is_brought_back(self):
        brand = add_brand()
        change_brand(brand, retired_at=database_now())
        assert listed_brands(query="", limit=10, cursor="")[0] == []
        assert shelves.brands(limit=10, cursor="")[0] == [brand]
        assert suggestions(prefix="나이", popular=[]) == []
        change_brand(brand, retired_at=None)
        assert listed_brands(query="", limit=10, cursor="")[0] == [brand]

    def test_has_its_place_in_pages(self):
        last, first, second = (
            add_brand(name, f"{name} en", position=position)
            for name, position in (("c", 9), ("a", 1), ("b", 1))
        )
        for brands in (shelves.brands, lambda **page: listed_brands(query="", **page)):
            page, following = brands(limit=2, cursor="")
            rest, end = brands(limit=2, cursor=following)
            assert ([*page, *rest], end) == ([first, second, last], None)

    def test_has_to_be_there(self):
        with pytest.raises(BrandNotFound):
            change_brand(Brand(brand_id=10**9), position=1)
