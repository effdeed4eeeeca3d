"""Is the demo catalogue whole, and does it make sense?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import peewee
import pytest

from demo.catalogue.loading import is_loaded, load
from demo.catalogue.lots import LOTS
from demo.catalogue.pictures import full_key, logo_key, thumb_key
from grpc_services.members.registration import EmailTaken
from models.__main__ import migrate
from models.auction import Auction
from models.base import database
from models.catalogue import Brand, Category, Goods, GoodsImage, Upload
from models.dialect import open_database
from models.helpdesk import Faq
from models.members import Consent, Member, Store
from models.outbox import OutboxFact

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[None]:
    database.initialize(open_database(f"sqlite:///{tmp_path}/demo.db"))
    migrate(database.obj)
    with database.connection_context():
        yield
    database.close()


@pytest.fixture
def loaded(empty: None) -> None:
    load(password_hash="no password has this hash", now=NOW)


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
class TestGoods:
    def test_are_all_there_and_differ(self) -> None:
        names = [goods.name for goods in Goods.select()]

        assert len(names) == len(set(names)) == len(LOTS) >= 60

    def test_are_open_and_end_within_one_to_fourteen_days(self) -> None:
        auctions = list(Auction.select())
        lengths = [auction.ends_at - NOW for auction in auctions]

        assert {(auction.state, auction.starts_at) for auction in auctions} == {("OPEN", NOW)}
        assert timedelta(days=1) <= min(lengths) < timedelta(days=2)
        assert timedelta(days=13) < max(lengths) <= timedelta(days=14)

    def test_end_on_every_one_of_the_days(self) -> None:
        days = {(auction.ends_at - NOW).days for auction in Auction.select()}

        assert days == set(range(1, 14))

    def test_have_prices_that_agree(self) -> None:
        for auction in Auction.select():
            highest = auction.buy_now_price or 10**9
            assert 0 < auction.start_price < highest
            assert auction.start_price <= (auction.reserve_price or auction.start_price) <= highest
            assert auction.start_price % 1000 == 0

    def test_have_a_buy_now_price_or_a_reserve_here_and_there(self) -> None:
        with_buy_now = Auction.select().where(Auction.buy_now_price.is_null(False)).count()
        with_reserve = Auction.select().where(Auction.reserve_price.is_null(False)).count()

        assert 20 <= with_buy_now < len(LOTS)
        assert 10 <= with_reserve < len(LOTS)

    def test_are_of_every_quality_and_for_everybody(self) -> None:
        goods = list(Goods.select())

        assert {row.quality for row in goods} == {"NEW", "LIKE_NEW", "USED", "WORN"}
        assert {row.gender for row in goods} == {"FEMALE", "MALE", "UNISEX", "KIDS"}

    def test_show_one_picture_each(self) -> None:
        images = [(image.full_key, image.thumb_key) for image in GoodsImage.select()]

        assert sorted(images) == sorted(
            (full_key(number), thumb_key(number)) for number in range(1, len(LOTS) + 1)
        )
        assert {upload.state for upload in Upload.select()} == {"USED"}

    def test_show_the_picture_drawn_for_them(self) -> None:
        for image in GoodsImage.select(GoodsImage, Goods).join(Goods):
            number = int(Path(image.full_key).name.removesuffix("-full.webp"))
            assert image.goods.name == LOTS[number - 1].name


@pytest.mark.usefixtures("loaded")
class TestSellers:
    def test_have_stores_with_goods(self) -> None:
        sellers = list(Member.select().order_by(Member.member_id))
        selling = {goods.store.member_id for goods in Goods.select()}

        assert [seller.login_id for seller in sellers] == [f"demo_seller{n}" for n in range(1, 6)]
        assert selling == {seller.member_id for seller in sellers}
        assert not any(store.name.startswith("demo") for store in Store.select())

    def test_agreed_to_the_terms(self) -> None:
        assert Consent.select().count() == 10


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


@pytest.mark.usefixtures("empty")
class TestLoad:
    def test_is_noticed(self) -> None:
        assert not is_loaded()

        load(password_hash="none", now=NOW)

        assert is_loaded()

    def test_tells_nobody(self) -> None:
        load(password_hash="none", now=NOW)

        assert OutboxFact.select().count() == 0

    def test_leaves_nothing_behind_when_it_fails(self) -> None:
        Member.create(
            login_id="eve",
            password_hash="none",
            name="eve",
            email="demo_seller5@example.com",
            phone="01000000000",
            birth="2000-01-01",
            gender="OTHER",
            language="ko",
            role="MEMBER",
            created_at=NOW,
        )

        with pytest.raises(EmailTaken):
            load(password_hash="none", now=NOW)

        assert not is_loaded()
        assert [Brand.select().count(), Faq.select().count(), Member.select().count()] == [0, 0, 1]

    def test_refuses_a_second_time(self) -> None:
        load(password_hash="none", now=NOW)

        with pytest.raises(peewee.IntegrityError):
            load(password_hash="none", now=NOW)

        assert Goods.select().count() == len(LOTS)
