"""How do goods and shelves look on the wire? Rows in, protobuf out."""

from collections.abc import Iterable, Sequence
from typing import Any

from grpc_services.catalogue import likes
from grpc_services.catalogue.lots import Label, Lot, details
from grpc_services.catalogue.pictures import Pictures
from grpc_services.catalogue.prices import History
from grpc_services.messages import enum_value, timestamp
from grpc_services.search import index
from models.catalogue import Brand, Category
from protos import catalogue_pb2 as pb


def goods_message(pictures: Pictures, goods_id: int, *, viewer_id: int, language: str) -> pb.Goods:
    """:raises GoodsNotFound: if there are no such goods"""
    found = details(goods_id=goods_id, viewer_id=viewer_id)
    (item,) = goods_items(pictures, [found.lot], viewer_id=viewer_id, language=language)
    return pb.Goods(
        **item,
        info=found.info,
        shipping_price=found.shipping_price,
        soft_close=found.soft_close,
        images=image_messages(pictures, found.pictures),
        store=pb.Store(
            store_id=found.lot.store_id,
            name=found.store_name,
            rating=found.rating.average,
            review_count=found.rating.count,
        ),
        category_path=[
            pb.Subcategory(category_id=step.label_id, name=name(step, language))
            for step in found.path
        ],
        additions=[
            pb.Addition(text=row.text, added_at=timestamp(row.added_at)) for row in found.additions
        ],
    )


def image_messages(pictures: Pictures, images: Iterable[Any]) -> list[pb.Image]:
    """This function will tell where pictures of goods, or of what was written, are seen."""
    return [
        pb.Image(thumb=pictures.url(image.thumb_key), full=pictures.url(image.full_key))
        for image in images
    ]


def goods_items(
    pictures: Pictures, lots: Sequence[Lot], *, viewer_id: int, language: str
) -> list[dict[str, Any]]:
    """This function will give the fields of goods as they stand in any list, for a reader."""
    liked = likes.GOODS.among(member_id=viewer_id, thing_ids=[lot.goods_id for lot in lots])
    return [_item(pictures, lot, language, liked=lot.goods_id in liked) for lot in lots]


def goods_list(items: Sequence[dict[str, Any]], following: str | None) -> pb.ListGoodsResponse:
    return pb.ListGoodsResponse(
        items=[pb.GoodsItem(**item) for item in items], next_cursor=following
    )


def _item(pictures: Pictures, lot: Lot, language: str, *, liked: bool) -> dict[str, Any]:
    return {
        "goods_id": lot.goods_id,
        "name": lot.name,
        "brand": pb.BrandName(brand_id=lot.brand.label_id, name=name(lot.brand, language)),
        "store_id": lot.store_id,
        "image": lot.thumb_key and pictures.url(lot.thumb_key),
        "start_price": lot.start_price,
        "current_price": lot.current_price,
        "buy_now_price": lot.buy_now_price,
        "bid_count": lot.bid_count,
        "like_count": lot.like_count,
        "liked": liked,
        "quality": enum_value(pb.Quality, lot.quality),
        "gender": enum_value(pb.GoodsGender, lot.gender),
        "size": lot.size,
        "state": enum_value(pb.GoodsState, lot.state),
        "starts_at": timestamp(lot.starts_at),
        "ends_at": timestamp(lot.ends_at),
        "created_at": timestamp(lot.created_at),
        "review": pb.REVIEW_WAITING if lot.is_waiting else None,
    }


def price_message(history: History) -> pb.PriceHistory:
    return pb.PriceHistory(
        items=[
            pb.PricesOfADay(
                day=day.day.isoformat(),
                open=day.prices[0],
                high=max(day.prices),
                low=min(day.prices),
                close=day.prices[-1],
                count=len(day.prices),
            )
            for day in history.days
        ],
        median=history.median,
        last=history.last,
    )


def brand_messages(
    pictures: Pictures, brands: Sequence[Brand], *, viewer_id: int, language: str
) -> list[pb.Brand]:
    """This function will show brands with what is on sale of them, and who likes them."""
    ids = [row.brand_id for row in brands]
    counts = index.open_by_brand(ids)
    liked = likes.BRANDS.among(member_id=viewer_id, thing_ids=ids)
    return [
        pb.Brand(
            brand_id=row.brand_id,
            name=name(row, language),
            image=row.image and pictures.url(row.image),
            like_count=row.like_count,
            goods_count=counts[row.brand_id],
            liked=row.brand_id in liked,
        )
        for row in brands
    ]


def shelf_message(category: Category, language: str) -> pb.Subcategory:
    return pb.Subcategory(category_id=category.category_id, name=name(category, language))


def name(row: Brand | Category | Label, language: str) -> str:
    return str(row.name_en if language == "en" else row.name)
