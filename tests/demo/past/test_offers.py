"""Is what is for sale whole, and does it make sense?"""

from datetime import timedelta
from pathlib import Path

import pytest

from demo.catalogue.lots import LOTS
from demo.catalogue.pictures import full_key, thumb_key
from models.auction import Auction
from models.catalogue import Goods, GoodsImage, Upload
from tests.demo.conftest import NOW


def _for_sale() -> list[Auction]:
    return list(Auction.select().where(Auction.state == "OPEN"))


@pytest.mark.usefixtures("loaded")
class TestGoods:
    def test_are_all_there_and_differ(self) -> None:
        names = [auction.goods.name for auction in _for_sale()]

        assert len(names) == len(set(names)) == len(LOTS) >= 60

    def test_are_open_and_end_within_one_to_fourteen_days(self) -> None:
        lengths = [auction.ends_at - NOW for auction in _for_sale()]

        assert all(auction.starts_at < NOW for auction in _for_sale())
        assert timedelta(days=1) <= min(lengths) < timedelta(days=2)
        assert timedelta(days=13) < max(lengths) <= timedelta(days=14)

    def test_end_on_every_one_of_the_days(self) -> None:
        days = {(auction.ends_at - NOW).days for auction in _for_sale()}

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

        assert len(images) == Goods.select().count()
        assert set(images) == {
            (full_key(number), thumb_key(number)) for number in range(1, len(LOTS) + 1)
        }
        assert {upload.state for upload in Upload.select()} == {"USED"}

    def test_show_the_picture_drawn_for_them(self) -> None:
        for image in GoodsImage.select(GoodsImage, Goods).join(Goods):
            number = int(Path(image.full_key).name.removesuffix("-full.webp"))
            assert image.goods.name == LOTS[number - 1].name

    def test_are_bid_on_here_and_there(self) -> None:
        counts = [auction.bid_count for auction in _for_sale()]

        assert 0 in counts
        assert sum(counts) > 100

    def test_are_the_newest_of_all(self) -> None:
        sold = [auction.goods_id for auction in Auction.select() if auction.state == "SOLD"]

        assert max(sold) < min(auction.goods_id for auction in _for_sale())
