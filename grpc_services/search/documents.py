"""What is known of goods here? What is said of them, how they stand, and what is looked for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from msgspec import Struct

from grpc_services.search.words import is_in
from models.dialect import fetch

BRAND, CATEGORY = "BRAND", "CATEGORY"


@dataclass(frozen=True, kw_only=True)
class Names:
    """How a brand or a category is called, in each language."""

    kind: str
    label_id: int
    names: tuple[str, ...]


class Standing(Struct, frozen=True, kw_only=True):
    """How an auction stands, as far as lists are filtered and sorted by it."""

    goods_id: int
    state: str
    price: int
    #: Microseconds of Unix time.
    ends_at: int
    bid_count: int


@dataclass(frozen=True, kw_only=True)
class Document:
    """Goods as their catalogue describes them."""

    name: str
    brand: Names
    category: Names
    store_id: int
    quality: str
    gender: str
    standing: Standing
    like_count: int = 0

    @property
    def goods_id(self) -> int:
        return self.standing.goods_id


class Row(Struct, frozen=True):
    """Goods as they are kept here."""

    goods_id: int
    name: str
    heads: str
    category_id: int
    brand_id: int
    store_id: int
    quality: str
    gender: str
    state: str
    is_hidden: int
    price: int
    ends_at: int
    popularity: int


_COLUMNS = ", ".join(
    f"{'s' if name in ('state', 'is_hidden', 'price', 'ends_at', 'popularity') else 'g'}.{name}"
    for name in Row.__struct_fields__
)
#: SQLite takes 32,766 values in a statement.
_AT_ONCE = 10_000
_ROWS = (
    "FROM search_goods g JOIN search_standing s ON s.goods_id = g.goods_id WHERE g.goods_id IN (?)"
)


def rows_of(goods_ids: Collection[int]) -> dict[int, Row]:
    """This function will read goods as they are now; those that are unknown are left out."""
    ids = list(goods_ids)
    parts = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    return {row[0]: Row(*row) for part in parts for row in fetch(_COLUMNS, _ROWS, part)}


@dataclass(frozen=True)
class Word:
    """A word to be found, and the brands and categories that it is found in."""

    text: str
    brand_ids: frozenset[int]
    category_ids: frozenset[int]

    def is_in_name_of(self, row: Row) -> bool:
        return is_in(self.text, row.name, row.heads)

    def is_found_in(self, row: Row) -> bool:
        is_labelled = row.brand_id in self.brand_ids or row.category_id in self.category_ids
        return is_labelled or self.is_in_name_of(row)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a reader looks for; None where they do not care."""

    query: str = ""
    state: str = "OPEN"
    category_ids: Collection[int] | None = None
    brand_id: int | None = None
    store_id: int | None = None
    gender: str | None = None
    quality: str | None = None
    min_price: int | None = None
    max_price: int | None = None

    def is_met_by(self, row: Row) -> bool:
        """Whether goods are what is wanted, but for the words."""
        equal = (
            (row.state, self.state),
            (row.brand_id, self.brand_id),
            (row.store_id, self.store_id),
            (row.gender, self.gender),
            (row.quality, self.quality),
        )
        return (
            not row.is_hidden
            and all(wanted in (None, value) for value, wanted in equal)
            and (self.category_ids is None or row.category_id in self.category_ids)
            and self.takes_price(row.price)
        )

    def takes_price(self, price: int) -> bool:
        return (self.min_price or 0) <= price and (
            self.max_price is None or price <= self.max_price
        )


@dataclass(frozen=True)
class Found:
    """Which goods are what is wanted: all of those, and perhaps some that only look like it."""

    wanted: Wanted
    words: list[Word]
    #: Of goods whose bits are up to date; a word of four letters and more may be scattered there.
    settled: int = 0
    #: Those in whose names all words seem to be; the most relevant.
    named: int = 0
    #: Goods that have changed since, and are what is wanted.
    fresh: dict[int, Row] = field(default_factory=dict)

    def is_met_by(self, row: Row) -> bool:
        return self.wanted.is_met_by(row) and all(word.is_found_in(row) for word in self.words)


def checked(found: Found, goods_ids: Iterable[int]) -> dict[int, Row]:
    """This function will read those of some goods that are what is wanted, as they are now."""
    rows = rows_of(list(goods_ids))
    return {goods_id: row for goods_id, row in rows.items() if found.is_met_by(row)}
