"""How are goods found in the catalogue? By words and filters, in an order, and counted."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from grpc_services.catalogue.lots import Lot, lots_of
from grpc_services.catalogue.shelves import with_children
from grpc_services.search import index
from grpc_services.search.documents import Wanted
from grpc_services.search.tokens import BANDS
from models.catalogue import Brand, Category


@dataclass(frozen=True)
class Filter:
    """What a reader looks for; None where they do not care."""

    query: str = ""
    category_id: int | None = None
    brand_id: int | None = None
    store_id: int | None = None
    state: str | None = None
    gender: str | None = None
    quality: str | None = None
    min_price: int | None = None
    max_price: int | None = None


def lots(*, wanted: Filter, sort: str, limit: int, cursor: str) -> tuple[list[Lot], str | None]:
    """
    This function will list goods by words and filters, in an order.

    :raises InvalidCursor: if the cursor is not ours, or of another order
    :raises CategoryNotFound: if there is no such category
    """
    ids, following = index.page(_wanted(wanted), sort=sort, limit=limit, cursor=cursor)
    return lots_of(goods_ids=ids, viewer_id=0), following


@dataclass(frozen=True)
class Counts:
    """How many goods there are of each thing that a list could be narrowed down by."""

    total: int
    categories: list[tuple[Category, int]]
    brands: list[tuple[Brand, int]]
    qualities: Counter[str]
    genders: Counter[str]
    #: From a price, in won, to another, or without an end; and how many.
    prices: list[tuple[int, int | None, int]]


def counts(*, wanted: Filter) -> Counts:
    """
    This function will count all goods of a list, the most frequent first.

    :raises CategoryNotFound: if there is no such category
    """
    facets = index.facets(_wanted(wanted))
    return Counts(
        facets.total,
        _named(Category, Category.category_id, facets.categories),
        _named(Brand, Brand.brand_id, facets.brands),
        facets.qualities,
        facets.genders,
        [(*_edges(band), number) for band, number in sorted(facets.bands.items())],
    )


def _wanted(wanted: Filter) -> Wanted:
    category_id = wanted.category_id
    return Wanted(
        query=wanted.query,
        state=wanted.state or "OPEN",
        category_ids=None if category_id is None else with_children(category_id=category_id),
        brand_id=wanted.brand_id,
        store_id=wanted.store_id,
        gender=wanted.gender,
        quality=wanted.quality,
        min_price=wanted.min_price,
        max_price=wanted.max_price,
    )


def _named(table: Any, key: Any, counted: Counter[int]) -> list[tuple[Any, int]]:
    rows = {row.get_id(): row for row in table.select().where(key.in_(list(counted)))}
    return [(rows[one], number) for one, number in counted.most_common() if one in rows]


def _edges(band: int) -> tuple[int, int | None]:
    return BANDS[band], BANDS[band + 1] - 1 if band + 1 < len(BANDS) else None
