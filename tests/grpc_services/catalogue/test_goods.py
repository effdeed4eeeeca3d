"""How do goods come up for sale, and how are they found?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.catalogue import goods as catalogue
from grpc_services.catalogue import lots, shelves, uploads
from models.auction import Auction
from models.catalogue import Goods, GoodsImage, Upload
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def seller():
    return factories.member("seller")


def _register(seller, **changes):
    return factories.goods(seller, **changes)


class TestGoods:
    def test_come_with_pictures_and_an_open_auction(self, seller):
        pictures = [factories.picture(seller).upload_id for _ in range(2)]

        goods = _register(seller, upload_ids=pictures)

        auction = Auction.get_by_id(goods.goods_id)
        assert (auction.state, auction.seq, auction.current_price) == ("OPEN", 0, None)
        assert [image.position for image in lots.pictures(goods_id=goods.goods_id)] == [0, 1]
        assert {row.state for row in Upload.select()} == {"USED"}

    def test_are_scheduled_when_they_start_later(self, seller):
        starts_at = database_now() + timedelta(minutes=5)

        goods = _register(seller, starts_at=starts_at)

        assert Auction.get_by_id(goods.goods_id).state == "SCHEDULED"

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"category_id": 10**12}, shelves.CategoryNotFound),
            ({"brand_id": 10**12}, shelves.BrandNotFound),
            ({"upload_ids": [10**12]}, uploads.UploadNotFound),
            ({"buy_now_price": 10_000}, catalogue.BuyNowPriceTooLow),
            ({"reserve_price": 9_000}, catalogue.ReservePriceTooLow),
            ({"buy_now_price": 20_000, "reserve_price": 30_000}, catalogue.ReservePriceTooHigh),
            ({"ends_at": datetime.now(UTC)}, catalogue.AuctionTooShort),
            ({"ends_at": datetime.now(UTC) + timedelta(days=31)}, catalogue.AuctionTooLong),
        ],
    )
    def test_are_not_stored_at_all_when_something_is_wrong(self, seller, changes, refusal):
        with pytest.raises(refusal):
            _register(seller, **changes)

        stored = (Goods, GoodsImage, Auction)
        assert [table.select().count() for table in stored] == [0, 0, 0]
        assert not Upload.select().where(Upload.state == "USED").exists()


class TestPictures:
    @pytest.mark.parametrize(
        ("state", "refusal"),
        [
            ("PENDING", uploads.PicturesPending),
            ("REJECTED", uploads.UploadRejected),
            ("USED", uploads.UploadUsed),
        ],
    )
    def test_must_have_been_checked_and_be_unused(self, seller, state, refusal):
        picture = factories.picture(seller, state)

        with pytest.raises(refusal) as refused:
            _register(seller, upload_ids=[picture.upload_id])

        named = {"uploadIds": str(picture.upload_id)} if state == "REJECTED" else {}
        assert refused.value.details == named

    def test_cannot_be_used_twice_in_one_lot(self, seller):
        picture = factories.picture(seller)

        with pytest.raises(uploads.UploadUsed):
            _register(seller, upload_ids=[picture.upload_id] * 2)

    def test_of_others_are_not_there(self, seller):
        picture = factories.picture(factories.member("eve"))

        with pytest.raises(uploads.UploadNotFound):
            _register(seller, upload_ids=[picture.upload_id])

    def test_are_ready_or_rejected_once_and_for_all(self, seller):
        upload = _prepare(seller)
        uploads.record_images(upload_id=upload.upload_id, thumb_key="t", full_key="f")

        uploads.reject_upload(upload_id=upload.upload_id, reason="too late")
        uploads.record_images(upload_id=upload.upload_id, thumb_key="x", full_key="y")

        found = uploads.upload(upload_id=upload.upload_id)
        assert (found.state, found.thumb_key) == ("READY", "t")

    def test_are_fifty_under_way_at_most(self, seller):
        for _ in range(50):
            _prepare(seller)

        with pytest.raises(uploads.TooManyUploads):
            _prepare(seller)

    def test_are_ten_mebibytes_at_most(self, seller):
        with pytest.raises(uploads.UploadTooLarge):
            _prepare(seller, size=10 * 1024 * 1024 + 1)


def _prepare(seller, size=1000):
    return uploads.prepare_upload(
        member_id=seller.member_id,
        kind="GOODS",
        content_type="image/png",
        size=size,
        now=database_now(),
    )
