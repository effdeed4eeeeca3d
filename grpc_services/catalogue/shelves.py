"""Where do goods stand? Categories and brands."""

from collections import defaultdict
from typing import Any

from peewee import fn

from grpc_services.pages import page, position
from grpc_services.refusals import NotFound
from grpc_services.search.words import folded
from models.catalogue import Brand, Category
from models.dialect import kept


class CategoryNotFound(NotFound):
    """There is no such category."""


class BrandNotFound(NotFound):
    """There is no such brand."""


def category_tree() -> list[tuple[Category, list[Category]]]:
    """This function will list the roots in order, each with its children in order."""
    children: dict[int | None, list[Category]] = defaultdict(list)
    listed = Category.select().where(Category.retired_at.is_null())
    for category in listed.order_by(Category.position, Category.category_id):
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


def keep_category(*, category_id: int) -> Category:
    """
    This function will keep a category, and what it is below of, from being retired meanwhile.

    :raises CategoryNotFound: if there is none that takes new goods
    """
    category: Category | None = _kept(Category, Category.category_id == category_id)
    if category is None:
        raise CategoryNotFound
    if category.parent_id is not None:
        keep_category(category_id=category.parent_id)
    return category


def keep_brand(*, brand_id: int) -> Brand:
    """
    This function will keep a brand from being retired until the transaction ends.

    :raises BrandNotFound: if there is none of which there may be new goods
    """
    row: Brand | None = _kept(Brand, Brand.brand_id == brand_id)
    if row is None:
        raise BrandNotFound
    return row


def _kept(table: Any, condition: Any) -> Any:
    return kept(table.select().where(condition, table.retired_at.is_null())).first()


def brand(*, brand_id: int) -> Brand:
    """:raises BrandNotFound: if there is no such brand"""
    row = Brand.get_or_none(Brand.brand_id == brand_id)
    if row is None:
        raise BrandNotFound
    return row


def brands(*, query: str, limit: int, cursor: str) -> tuple[list[Brand], str | None]:
    """
    This function will list brands whose Korean or English name contains `query`, in their order.

    It is found however it was typed: composed or not, in full width, in capitals.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = brands_in_order(Brand.select().where(Brand.retired_at.is_null()), cursor)
    if query:
        part = folded(query)
        rows = rows.where(
            fn.LOWER(Brand.name).contains(part) | fn.LOWER(Brand.name_en).contains(part)
        )
    return page(rows, limit, place_of)


def brands_in_order(rows: Any, cursor: str) -> Any:
    """:raises InvalidCursor: if the cursor is not ours"""
    start = position(cursor, parts=2)
    if start:
        place, brand_id = start
        after = (Brand.position == place) & (Brand.brand_id > brand_id)
        rows = rows.where((Brand.position > place) | after)
    return rows.order_by(Brand.position, Brand.brand_id)


def place_of(row: Brand) -> tuple[int, int]:
    """This function will tell where a brand stands in its order."""
    return row.position, row.brand_id


def brands_of(*, brand_ids: list[int]) -> list[Brand]:
    """This function will find brands by their ids, in that order."""
    found = {row.brand_id: row for row in Brand.select().where(Brand.brand_id.in_(brand_ids))}
    return [found[brand_id] for brand_id in brand_ids]
