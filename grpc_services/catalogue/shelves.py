"""Where do goods stand? Categories and brands."""

from collections import defaultdict

from peewee import fn

from grpc_services.pages import page, position
from grpc_services.refusals import NotFound
from grpc_services.search.words import folded
from models.auction import Auction
from models.base import tuples
from models.catalogue import Brand, Category, Goods


class CategoryNotFound(NotFound):
    """There is no such category."""


class BrandNotFound(NotFound):
    """There is no such brand."""


def category_tree() -> list[tuple[Category, list[Category]]]:
    """This function will list the roots in order, each with its children in order."""
    children: dict[int | None, list[Category]] = defaultdict(list)
    for category in Category.select().order_by(Category.position, Category.category_id):
        children[category.parent_id].append(category)
    return [(root, children[root.category_id]) for root in children[None]]


def path_to(*, category_id: int) -> list[Category]:
    """
    This function will name the shelves from the root down to a category.

    :raises CategoryNotFound: if there is no such category
    """
    category = Category.get_or_none(Category.category_id == category_id)
    if category is None:
        raise CategoryNotFound
    if category.parent_id is None:
        return [category]
    return [*path_to(category_id=category.parent_id), category]


def with_children(*, category_id: int) -> list[int]:
    """:raises CategoryNotFound: if there is no such category"""
    path_to(category_id=category_id)
    children = Category.select(Category.category_id).where(Category.parent == category_id)
    return [category_id, *(child.category_id for child in children)]


def brand(*, brand_id: int) -> Brand:
    """:raises BrandNotFound: if there is no such brand"""
    row = Brand.get_or_none(Brand.brand_id == brand_id)
    if row is None:
        raise BrandNotFound
    return row


def brands(*, query: str, limit: int, cursor: str) -> tuple[list[Brand], str | None]:
    """
    This function will list brands whose Korean or English name contains `query`.

    It is found however it was typed: composed or not, in full width, in capitals.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Brand.select().order_by(Brand.brand_id)
    if query:
        part = folded(query)
        rows = rows.where(
            fn.LOWER(Brand.name).contains(part) | fn.LOWER(Brand.name_en).contains(part)
        )
    start = position(cursor)
    if start:
        rows = rows.where(Brand.brand_id > start[0])
    return page(rows, limit, lambda row: (row.brand_id,))


def brands_of(*, brand_ids: list[int]) -> list[Brand]:
    """This function will find brands by their ids, in that order."""
    found = {row.brand_id: row for row in Brand.select().where(Brand.brand_id.in_(brand_ids))}
    return [found[brand_id] for brand_id in brand_ids]


def open_goods_by_brand(*, brand_ids: list[int]) -> dict[int, int]:
    """This function will count the open goods of each brand."""
    query = (
        Goods.select(Goods.brand, fn.COUNT(Goods.goods_id))
        .join(Auction, on=(Auction.goods == Goods.goods_id))
        .where(Goods.brand.in_(brand_ids), Auction.state == "OPEN")
        .group_by(Goods.brand)
    )
    return dict(tuples(query))
