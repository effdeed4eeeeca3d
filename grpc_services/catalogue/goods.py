"""How do goods come up for sale?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from grpc_services.catalogue.describing import put_in_search
from grpc_services.catalogue.facts import GoodsRegistered
from grpc_services.catalogue.reviewing import has_forbidden_word, may_see
from grpc_services.catalogue.shelves import keep_brand, keep_category
from grpc_services.catalogue.uploads import take_pictures
from grpc_services.facts import atomic, tells
from grpc_services.refusals import Invalid, NotFound
from models.auction import NO_HASH, Auction
from models.catalogue import Goods, GoodsImage, Upload
from models.members import Store


class GoodsNotFound(NotFound):
    """There are no such goods."""


class AuctionTooShort(Invalid):
    """The auction would be over already, or too soon after its start."""


class AuctionTooLong(Invalid):
    """The auction would last longer than one may."""


class BuyNowPriceTooLow(Invalid):
    """The buy-now price is not above the start price."""


class ReservePriceTooLow(Invalid):
    """The reserve is below the start price."""


class ReservePriceTooHigh(Invalid):
    """The reserve is above the buy-now price."""


@dataclass(frozen=True)
class Lengths:
    """How long an auction may last."""

    shortest: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Listing:
    """What a seller says of a lot; prices in won."""

    name: str
    info: str
    category_id: int
    brand_id: int
    quality: str
    gender: str
    size: str
    start_price: int
    buy_now_price: int | None
    reserve_price: int | None
    shipping_price: int
    starts_at: datetime | None
    ends_at: datetime
    soft_close: bool
    upload_ids: list[int]


@atomic
def register_goods(*, member_id: int, listing: Listing, lengths: Lengths, now: datetime) -> Goods:
    """
    This function will put goods up for auction; nothing is stored unless all of it can be.

    With a forbidden word they wait for the operator first.

    :raises CategoryNotFound, BrandNotFound: if there is no such shelf, or it was retired
    :raises AuctionTooShort, AuctionTooLong: if the times make no sense
    :raises BuyNowPriceTooLow, ReservePriceTooLow, ReservePriceTooHigh: if the prices make none
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    keep_category(category_id=listing.category_id)
    keep_brand(brand_id=listing.brand_id)
    require_sensible_times(
        starts_at=listing.starts_at, ends_at=listing.ends_at, lengths=lengths, now=now
    )
    require_sensible_prices(
        start=listing.start_price, buy_now=listing.buy_now_price, reserve=listing.reserve_price
    )

    pictures = take_pictures(member_id=member_id, upload_ids=listing.upload_ids, kind="GOODS")
    store = Store.get(Store.member == member_id)
    goods = _store_goods(store, listing, now)
    _store_images(goods.goods_id, pictures)
    auction = _store_auction(goods, listing, store.vacation_until, now)
    put_in_search(goods_ids=[goods.goods_id])
    if not auction.is_waiting:
        come_up(goods=goods)
    return goods


def come_up(*, goods: Goods) -> None:
    """This function will have those told who follow the store or like the brand, if any do."""
    if goods.store.follower_count or goods.brand.like_count:
        _tell_of(goods=goods)


@tells(GoodsRegistered)
def _tell_of(*, goods: Goods) -> Goods:
    return goods


def require_sensible_times(
    *, starts_at: datetime | None, ends_at: datetime, lengths: Lengths, now: datetime
) -> None:
    """:raises AuctionTooShort, AuctionTooLong: if it would be"""
    length = ends_at - max(starts_at or now, now)
    if length < lengths.shortest:
        raise AuctionTooShort("ends_at")
    if length > lengths.longest:
        raise AuctionTooLong("ends_at")


def require_sensible_prices(*, start: int, buy_now: int | None, reserve: int | None) -> None:
    """:raises BuyNowPriceTooLow, ReservePriceTooLow, ReservePriceTooHigh: if they are"""
    if buy_now is not None and buy_now <= start:
        raise BuyNowPriceTooLow("buy_now_price")
    if reserve is None:
        return
    if reserve < start:
        raise ReservePriceTooLow("reserve_price")
    if buy_now is not None and reserve > buy_now:
        raise ReservePriceTooHigh("reserve_price")


def _store_goods(store: Store, listing: Listing, now: datetime) -> Goods:
    return Goods.create(
        store=store,
        seller_id=store.member_id,
        category=listing.category_id,
        brand=listing.brand_id,
        name=listing.name,
        info=listing.info,
        quality=listing.quality,
        gender=listing.gender,
        size=listing.size,
        shipping_price=listing.shipping_price,
        soft_close=listing.soft_close,
        created_at=now,
    )


def change_goods(
    *, goods_id: int, member_id: int, values: dict[str, Any], pictures: Sequence[int]
) -> None:
    """
    This function will change what is said and shown of a seller's goods, as far as it is given.

    :raises CategoryNotFound, BrandNotFound: if there is no such shelf, or it was retired
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    if "category_id" in values:
        keep_category(category_id=values["category_id"])
    if "brand_id" in values:
        keep_brand(brand_id=values["brand_id"])
    if pictures:
        taken = take_pictures(member_id=member_id, upload_ids=list(pictures), kind="GOODS")
        GoodsImage.delete().where(GoodsImage.goods == goods_id).execute()
        _store_images(goods_id, taken)
    if values:
        Goods.update(values).where(Goods.goods_id == goods_id).execute()


def goods_of(*, goods_id: int, viewer_id: int) -> Goods:
    """
    This function will find goods without anything around them.

    :raises GoodsNotFound: if there are no such goods, or the viewer may not see them
    """
    auction = Auction.get_or_none(Auction.goods == goods_id)
    if auction is None or not may_see(auction, viewer_id):
        raise GoodsNotFound
    return Goods.get_by_id(goods_id)


def _store_images(goods_id: int, pictures: list[Upload]) -> None:
    GoodsImage.insert_many(
        [
            {
                "goods": goods_id,
                "position": place,
                "thumb_key": picture.thumb_key,
                "full_key": picture.full_key,
            }
            for place, picture in enumerate(pictures)
        ]
    ).execute()


def _store_auction(
    goods: Goods, listing: Listing, paused_until: datetime | None, now: datetime
) -> Auction:
    starts_at = max(listing.starts_at or now, now)
    return Auction.create(
        goods=goods,
        seller_id=goods.seller_id,
        state="SCHEDULED" if starts_at > now else "OPEN",
        start_price=listing.start_price,
        buy_now_price=listing.buy_now_price,
        reserve_price=listing.reserve_price,
        soft_close=listing.soft_close,
        starts_at=starts_at,
        ends_at=listing.ends_at,
        listed_ends_at=listing.ends_at,
        extensions=0,
        seq=0,
        bid_count=0,
        paused_until=paused_until,
        is_waiting=has_forbidden_word(listing.name, listing.info),
        last_hash=NO_HASH,
    )
