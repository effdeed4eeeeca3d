"""How many of what was found are of each category, brand, quality, gender and band of prices?"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from grpc_services.search import tokens
from grpc_services.search.bits import flags, newest_first, set_of
from grpc_services.search.documents import Found, Wanted, Word, rows_of
from grpc_services.search.finding import changed_goods, sets_of
from grpc_services.search.tokens import BANDS, GENDERS, QUALITIES
from models.dialect import execute, fetch

#: Goods of a row of `search_columns`, each with four bytes of a category and of a brand.
PART = 1 << 13
#: Up to here rows are read; above, it is quicker to read the columns of all goods.
_READ = 2_000
_AT_ONCE = 5_000
_PLACES = tuple(range(PART))


@dataclass(frozen=True)
class Facets:
    """How many goods were found, and how many of each; bands by their number."""

    total: int
    categories: Counter[int] = field(default_factory=Counter)
    brands: Counter[int] = field(default_factory=Counter)
    qualities: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    bands: Counter[int] = field(default_factory=Counter)


def count(found: Found) -> Facets:
    """This function will count exactly what the pages of `found` list."""
    settled = _exact(found)
    facets = Facets(settled.bit_count() + len(found.fresh))
    _count_labels(facets, settled)
    _count_sets(facets, settled)
    for row in found.fresh.values():
        facets.categories[row.category_id] += 1
        facets.brands[row.brand_id] += 1
        facets.qualities[row.quality] += 1
        facets.genders[row.gender] += 1
        facets.bands[tokens.band_of(row.price)] += 1
    return facets


def count_of_brands(brand_ids: Collection[int], *, state: str) -> Counter[int]:
    """
    This function will count the listed goods of each brand in a state.

    As in a search, what has changed is read first: settled in between, it counts once.
    """
    changed = changed_goods()
    of_brand = {tokens.token(tokens.Kind.BRAND, one): one for one in brand_ids}
    in_state = tokens.state_token(state)
    sets = sets_of([in_state, *of_brand])
    settled = sets[in_state] & ~set_of(changed)
    counts = Counter({one: (settled & sets[token]).bit_count() for token, one in of_brand.items()})
    for row in rows_of(changed).values():
        if row.brand_id in counts and row.state == state and not row.is_hidden:
            counts[row.brand_id] += 1
    return counts


def _exact(found: Found) -> int:
    """The settled goods without those that only look like what is wanted."""
    settled = found.settled
    for word in found.words:
        if not tokens.is_exact(word.text) and len(word.text) > 1:
            settled &= ~_scattered(settled, word)
    return settled & _with_price(found.wanted, settled)


def _scattered(settled: int, word: Word) -> int:
    """Those in whose names the parts of a word are, but not the word; brands may have it still."""
    labelled = sets_of(
        [tokens.token(tokens.Kind.BRAND, one) for one in word.brand_ids]
        + [tokens.token(tokens.Kind.CATEGORY, one) for one in word.category_ids]
    )
    unsure = settled
    for bits in labelled.values():
        unsure &= ~bits
    rest = "FROM search_goods WHERE INSTR(name, (?)) = 0 AND goods_id IN (?)"
    return set_of(
        goods_id
        for part in _batches(newest_first(unsure))
        for (goods_id,) in fetch("goods_id", rest, [word.text], part)
    )


def _batches(goods_ids: Iterator[int]) -> Iterator[list[int]]:
    ids = list(goods_ids)
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _with_price(wanted: Wanted, settled: int) -> int:
    """All, without those in the first and the last band whose prices are outside."""
    outside = 0
    for edge in _cut_bands(wanted):
        inside = settled & sets_of([tokens.band_token(edge)])[tokens.band_token(edge)]
        rest = "FROM search_standing WHERE goods_id IN (?)"
        outside |= set_of(
            goods_id
            for part in _batches(newest_first(inside))
            for goods_id, price in fetch("goods_id, price", rest, part)
            if not wanted.takes_price(price)
        )
    return ~outside


def _cut_bands(wanted: Wanted) -> set[int]:
    """Bands of which only a part is wanted."""
    cut = set()
    if wanted.min_price is not None and wanted.min_price not in BANDS:
        cut.add(tokens.band_of(wanted.min_price))
    if wanted.max_price is not None and wanted.max_price + 1 not in BANDS:
        cut.add(tokens.band_of(wanted.max_price))
    return cut


def _count_labels(facets: Facets, settled: int) -> None:
    if settled.bit_count() > _READ:
        _count_columns(facets, settled)
        return
    rest = "FROM search_goods WHERE goods_id IN (?)"
    for part in _batches(newest_first(settled)):
        for category_id, brand_id in fetch("category_id, brand_id", rest, part):
            facets.categories[category_id] += 1
            facets.brands[brand_id] += 1


def _count_columns(facets: Facets, settled: int) -> None:
    mask = (1 << PART) - 1
    rows = execute("SELECT part, categories, brands FROM search_columns")
    for part, categories, brands in rows.fetchall():
        inside = settled >> part * PART & mask
        if inside:
            places = list(compress(_PLACES, flags(inside, PART)))
            facets.categories.update(map(array("I", categories).__getitem__, places))
            facets.brands.update(map(array("I", brands).__getitem__, places))


def _count_sets(facets: Facets, settled: int) -> None:
    asked: dict[int, tuple[Counter[Any], Any]] = {
        **{tokens.quality_token(name): (facets.qualities, name) for name in QUALITIES},
        **{tokens.gender_token(name): (facets.genders, name) for name in GENDERS},
        **{tokens.band_token(band): (facets.bands, band) for band in range(len(BANDS))},
    }
    for token, bits in sets_of(asked).items():
        counter, name = asked[token]
        if number := (bits & settled).bit_count():
            counter[name] = number
