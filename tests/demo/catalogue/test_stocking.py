"""What stands ready before anybody trades? Does it make sense?"""

import pytest

from demo.catalogue.pictures import logo_key
from models.catalogue import Brand, Category, Goods
from models.helpdesk import Faq


@pytest.mark.usefixtures("loaded")
class TestCatalogue:
    def test_has_ten_roots_of_two_to_five_children(self) -> None:
        roots = list(Category.select().where(Category.parent.is_null()))
        children = [Category.select().where(Category.parent == root).count() for root in roots]

        assert len(roots) == 10
        assert all(2 <= count <= 5 for count in children)

    def test_has_goods_on_every_shelf_and_of_every_brand(self) -> None:
        shelves = Category.select().where(Category.parent.is_null(False))

        assert {goods.category_id for goods in Goods.select()} == {
            shelf.category_id for shelf in shelves
        }
        assert {goods.brand_id for goods in Goods.select()} == {
            brand.brand_id for brand in Brand.select()
        }

    def test_is_named_in_both_languages(self) -> None:
        for row in (*Category.select(), *Brand.select()):
            assert row.name
            assert row.name_en.isascii()

    def test_has_a_logo_for_every_brand(self) -> None:
        images = [brand.image for brand in Brand.select().order_by(Brand.brand_id)]

        assert len(images) >= 30
        assert images == [logo_key(number) for number in range(1, len(images) + 1)]


@pytest.mark.usefixtures("loaded")
class TestFaqs:
    def test_are_eight_in_two_languages(self) -> None:
        faqs = list(Faq.select().order_by(Faq.position))

        assert [faq.position for faq in faqs] == list(range(8))
        for faq in faqs:
            assert faq.question_en.isascii()
            assert faq.answer_en.isascii()
            assert not faq.question.isascii()
            assert not faq.answer.isascii()
