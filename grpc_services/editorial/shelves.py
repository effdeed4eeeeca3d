"""Which shelves are there, and how are they called? Categories and brands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from grpc_services.admin.trail import By
from grpc_services.catalogue.shelves import (
    BrandNotFound,
    CategoryNotFound,
    brands_in_order,
    keep_category,
    place_of,
)
from grpc_services.catalogue.uploads import take_pictures
from grpc_services.editorial.rows import add_row, change_row, lock_row
from grpc_services.facts import atomic
from grpc_services.pages import page
from grpc_services.refusals import Conflict
from grpc_services.search import index
from grpc_services.search.documents import BRAND, CATEGORY, Names
from grpc_services.search.words import compared
from models.catalogue import Brand, Category
from models.dialect import locked


class CategoryTooDeep(Conflict):
    """Categories have two levels, and no third."""


class BrandNameTaken(Conflict):
    """Another brand is called so, or looks alike."""


def categories() -> list[Category]:
    """This function will list all categories, with those retired, in their order."""
    return list(Category.select().order_by(Category.position, Category.category_id))


@atomic
def add_category(
    *, parent_id: int | None, values: Mapping[str, Any], by: By, now: datetime
) -> Category:
    """
    This function will add a category, below another one or not.

    :raises CategoryNotFound: if there is nothing that it could be below of
    :raises CategoryTooDeep: if that is below of another itself
    """
    if parent_id is not None and keep_category(category_id=parent_id).parent_id is not None:
        raise CategoryTooDeep

    category: Category = add_row(Category, {**values, "parent": parent_id}, by=by, now=now)
    return category


@atomic
def change_category(
    *, category_id: int, values: Mapping[str, Any], by: By, now: datetime
) -> Category:
    """
    This function will change how a category is called and where it stands, or retire it.

    :raises CategoryNotFound: if there is no such category
    """
    category: Category = lock_row(Category, category_id, missing=CategoryNotFound)

    change_row(category, values, by=by, now=now)
    _have_found(CATEGORY, category_id, category)
    return category


def brands(*, limit: int, cursor: str) -> tuple[list[Brand], str | None]:
    """
    This function will list all brands, with those retired, in their order.

    :raises InvalidCursor: if the cursor is not ours
    """
    return page(brands_in_order(Brand.select(), cursor), limit, place_of)


@atomic
def add_brand(*, values: Mapping[str, Any], upload_id: int | None, by: By, now: datetime) -> Brand:
    """
    This function will add a brand.

    :raises BrandNameTaken: if another looks alike
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the picture
    """
    _require_unlike(0, values)

    shown = _picture(upload_id, by)
    brand: Brand = add_row(Brand, {**values, **shown}, by=by, now=now)
    return brand


@atomic
def change_brand(
    *, brand_id: int, values: Mapping[str, Any], upload_id: int | None, by: By, now: datetime
) -> Brand:
    """
    This function will change how a brand is called and shown and where it stands, or retire it.

    :raises BrandNotFound: if there is no such brand
    :raises BrandNameTaken: if another looks alike
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the picture
    """
    _require_unlike(brand_id, values)
    brand: Brand = lock_row(Brand, brand_id, missing=BrandNotFound)

    change_row(brand, {**values, **_picture(upload_id, by)}, by=by, now=now)
    _have_found(BRAND, brand_id, brand)
    return brand


def _require_unlike(brand_id: int, values: Mapping[str, Any]) -> None:
    """
    Refuse names of a brand that another has, in either language.

    All are locked: of two who name brands alike at once, the second is refused.

    :raises BrandNameTaken: if there is another such
    """
    names = {compared(values[one]) for one in ("name", "name_en") if one in values}
    if not names:
        return
    for other in locked(Brand.select().order_by(Brand.brand_id)):
        is_like = not names.isdisjoint({compared(other.name), compared(other.name_en)})
        if is_like and other.brand_id != brand_id:
            raise BrandNameTaken


def _picture(upload_id: int | None, by: By) -> dict[str, Any]:
    if upload_id is None:
        return {}
    (picture,) = take_pictures(member_id=by.operator_id, upload_ids=[upload_id], kind="BRAND")
    return {"image": picture.thumb_key}


def _have_found(kind: str, label_id: int, row: Category | Brand) -> None:
    index.put_names([Names(kind=kind, label_id=label_id, names=(row.name, row.name_en))])
