"""Which goods are what is wanted? The sets of its words and filters, intersected."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import and_, or_

from grpc_services.search import tokens
from grpc_services.search.bits import set_of, unpacked
from grpc_services.search.documents import BRAND, CATEGORY, Found, Wanted, Word, rows_of
from grpc_services.search.tokens import BANDS, Kind, token
from grpc_services.search.words import parts_to_find, words_of
from models.dialect import execute, fetch


def find(wanted: Wanted) -> Found:
    """
    This function will find goods.

    What has changed is read first: settled in between, it is in the sets as well, and counts once.
    """
    changed = changed_goods()
    words = [_word(text) for text in words_of(wanted.query)]
    sets = _Sets(words, wanted)
    fresh = rows_of(changed)

    old = ~set_of(changed)
    names = [sets.named(word) for word in words]
    filtered = sets.filtered() & old
    found = reduce(
        and_, (n | sets.labelled(w) for n, w in zip(names, words, strict=True)), filtered
    )
    all_found = Found(wanted, words, found, reduce(and_, names, filtered))
    all_found.fresh.update({key: row for key, row in fresh.items() if all_found.is_met_by(row)})
    return all_found


def changed_goods() -> set[int]:
    """This function will name the goods whose bits are not up to date."""
    return {goods_id for (goods_id,) in fetch("goods_id", "FROM search_change")}


def has_changed() -> bool:
    return bool(fetch("change_id", "FROM search_change LIMIT 1"))


def _word(text: str) -> Word:
    found: dict[str, set[int]] = {BRAND: set(), CATEGORY: set()}
    column = "heads" if len(text) == 1 else "names"
    rest = f"FROM search_label WHERE INSTR({column}, (?)) > 0"
    for kind, label_id in fetch("kind, label_id", rest, [text]):
        found[kind].add(label_id)
    return Word(text, frozenset(found[BRAND]), frozenset(found[CATEGORY]))


class _Sets:
    """The sets that a search needs, read at once."""

    def __init__(self, words: Sequence[Word], wanted: Wanted) -> None:
        self._wanted = wanted
        tokens_of_words = {t for word in words for t in (*_of_name(word), *_of_labels(word))}
        self._filters = _filters(wanted)
        self._read = sets_of(tokens_of_words.union(*self._filters))

    def named(self, word: Word) -> int:
        return reduce(and_, (self._read[t] for t in _of_name(word)))

    def labelled(self, word: Word) -> int:
        return self._any(_of_labels(word))

    def filtered(self) -> int:
        filters = [self._any(one) for one in self._filters]
        if self._wanted.store_id is not None:
            filters.append(_of_store(self._wanted.store_id))
        return reduce(and_, filters)

    def _any(self, some: Iterable[int]) -> int:
        return reduce(or_, (self._read[t] for t in some), 0)


def sets_of(some: Collection[int]) -> dict[int, int]:
    """This function will read the goods that tokens are true of; none for unknown ones."""
    chunks: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
    rows = execute("SELECT token, chunk, bits FROM search_bits WHERE token IN (?)", list(some))
    for one, chunk, bits in rows.fetchall():
        chunks[one].append((chunk, bits))
    return {one: unpacked(chunks[one]) for one in some}


def _of_name(word: Word) -> list[int]:
    if len(word.text) == 1:
        return [tokens.head_token(word.text)]
    return [tokens.part_token(part) for part in parts_to_find(word.text)]


def _of_labels(word: Word) -> list[int]:
    return [
        *(token(Kind.BRAND, brand_id) for brand_id in word.brand_ids),
        *(token(Kind.CATEGORY, category_id) for category_id in word.category_ids),
    ]


def _filters(wanted: Wanted) -> list[list[int]]:
    """One of each list has to be true."""
    filters = [[tokens.state_token(wanted.state)]]
    if wanted.category_ids is not None:
        filters.append([token(Kind.CATEGORY, one) for one in wanted.category_ids])
    if wanted.brand_id is not None:
        filters.append([token(Kind.BRAND, wanted.brand_id)])
    if wanted.quality is not None:
        filters.append([tokens.quality_token(wanted.quality)])
    if wanted.gender is not None:
        filters.append([tokens.gender_token(wanted.gender)])
    if wanted.min_price is not None or wanted.max_price is not None:
        bands = range(len(BANDS))
        filters.append([tokens.band_token(band) for band in bands if _touches(wanted, band)])
    return filters


def _touches(wanted: Wanted, band: int) -> bool:
    low = tokens.band_of(wanted.min_price or 0)
    return low <= band and (wanted.max_price is None or band <= tokens.band_of(wanted.max_price))


def _of_store(store_id: int) -> int:
    rows = fetch("goods_id", "FROM search_goods WHERE store_id = (?)", [store_id])
    return set_of(goods_id for (goods_id,) in rows)
