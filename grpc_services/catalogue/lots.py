"""What is seen of goods, in lists and in full? Asked for most, so read past the query builder."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct

from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.catalogue.ratings import Rating, ratings_of
from grpc_services.catalogue.reviewing import may_see
from grpc_services.pages import newest
from models.auction import Auction
from models.base import UtcField
from models.dialect import fetch
from models.members import Store

_utc: Any = UtcField().python_value


class Label(Struct, frozen=True):
    """A brand or a category by its number, and how it is called in Korean and English."""

    label_id: int
    name: str
    name_en: str


class Lot(Struct, frozen=True):
    """Goods as they stand in any list; prices in won."""

    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    brand: Label
    #: For review; see `reviewing.may_see`.
    is_waiting: bool
    seller_id: int
    goods_id: int
    store_id: int
    name: str
    quality: str
    gender: str
    size: str
    like_count: int
    state: str
    start_price: int
    current_price: int | None
    buy_now_price: int | None
    bid_count: int
    leader_id: int | None
    thumb_key: str | None


class Picture(Struct, frozen=True):
    """One picture of goods, in two sizes."""

    position: int
    thumb_key: str
    full_key: str


class Addition(Struct, frozen=True):
    """What was added to a description, and when."""

    text: str
    added_at: datetime


class Details(Struct, frozen=True):
    """Goods with everything around them."""

    lot: Lot
    info: str
    shipping_price: int
    soft_close: bool
    store_name: str
    rating: Rating
    #: From the root down to their own category.
    path: list[Label]
    pictures: list[Picture]
    additions: list[Addition]


_LISTED = (
    "auction.starts_at, auction.ends_at, goods.created_at, brand.brand_id, brand.name, "
    "brand.name_en, auction.is_waiting, goods.seller_id, goods.goods_id, goods.store_id, "
    "goods.name, goods.quality, goods.gender, goods.size, goods.like_count, auction.state, "
    "auction.start_price, auction.current_price, auction.buy_now_price, auction.bid_count, "
    "auction.leader_id, goods_image.thumb_key"
)
_LISTED_FROM = (
    "FROM goods JOIN auction ON auction.goods_id = goods.goods_id "
    "JOIN brand ON brand.brand_id = goods.brand_id "
    "LEFT JOIN goods_image ON goods_image.goods_id = goods.goods_id AND goods_image.position = 0 "
)
_OF_THESE = "WHERE goods.goods_id IN (?)"
_AROUND = (
    "goods.info, goods.shipping_price, goods.soft_close, store.name, category.category_id, "
    "category.name, category.name_en, root.category_id, root.name, root.name_en"
)
_AROUND_FROM = (
    "JOIN store ON store.store_id = goods.store_id "
    "JOIN category ON category.category_id = goods.category_id "
    "LEFT JOIN category root ON root.category_id = category.parent_id "
)


def details(*, goods_id: int, viewer_id: int) -> Details:
    """:raises GoodsNotFound: if there are no such goods, or the viewer may not see them"""
    rows = fetch(f"{_LISTED}, {_AROUND}", _LISTED_FROM + _AROUND_FROM + _OF_THESE, [goods_id])
    if not rows:
        raise GoodsNotFound
    *listed, info, shipping_price, soft_close, store_name = rows[0][:-6]
    lot, own, root = _lot(listed), rows[0][-6:-3], rows[0][-3:]
    if not may_see(lot, viewer_id):
        raise GoodsNotFound
    return Details(
        lot=lot,
        info=info,
        shipping_price=shipping_price,
        soft_close=bool(soft_close),
        store_name=store_name,
        rating=ratings_of(store_ids=[lot.store_id])[lot.store_id],
        path=[Label(*shelf) for shelf in (root, own) if shelf[0] is not None],
        pictures=pictures(goods_id=goods_id),
        additions=additions(goods_id=goods_id),
    )


def pictures(*, goods_id: int) -> list[Picture]:
    """This function will list the pictures of goods in their order."""
    rest = "FROM goods_image WHERE goods_id IN (?) ORDER BY position"
    return [Picture(*row) for row in fetch("position, thumb_key, full_key", rest, [goods_id])]


def additions(*, goods_id: int) -> list[Addition]:
    """This function will list what was added to the description of goods, in its order."""
    rest = "FROM goods_addition WHERE goods_id IN (?) ORDER BY addition_id"
    return [Addition(text, _utc(at)) for text, at in fetch("text, added_at", rest, [goods_id])]


def lots_of_store(
    *, store_id: int, viewer_id: int, state: str | None, limit: int, cursor: str
) -> tuple[list[Lot], str | None]:
    """
    This function will list what a store sells in a state, the newest first, also while it rests.

    :raises InvalidCursor: if the cursor is not ours
    """
    # By the seller: auctions are kept in order by them and the state, goods without it.
    its_seller = Store.select(Store.member).where(Store.store_id == store_id)
    query = Auction.select(Auction.goods).where(
        Auction.seller_id == its_seller, Auction.state == (state or "OPEN")
    )
    rows, following = newest(
        query, Auction.seller_id, Auction.state, Auction.goods, limit=limit, cursor=cursor
    )
    return lots_of(goods_ids=[row.goods_id for row in rows], viewer_id=viewer_id), following


def lots_of(*, goods_ids: Collection[int], viewer_id: int) -> list[Lot]:
    """This function will find goods in the order of their ids, as far as a viewer may see them."""
    rows = map(_lot, fetch(_LISTED, _LISTED_FROM + _OF_THESE, goods_ids))
    found = {lot.goods_id: lot for lot in rows if may_see(lot, viewer_id)}
    return [found[goods_id] for goods_id in goods_ids if goods_id in found]


def _lot(row: Any) -> Lot:
    starts_at, ends_at, created_at, *brand, is_waiting = row[:7]
    times = (_utc(starts_at), _utc(ends_at), _utc(created_at))
    return Lot(*times, Label(*brand), bool(is_waiting), *row[7:])
