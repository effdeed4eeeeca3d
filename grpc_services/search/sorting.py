"""In which order are found goods listed, and where does the next page begin?

Newest first is the order of the bits themselves. By a value, either all that was found is sorted,
or, where much was found, the index of that value is gone through until a page is full.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from grpc_services.pages import InvalidCursor, cursor_at, position
from grpc_services.search.bits import newest_first, set_of
from grpc_services.search.documents import Found, Row, Wanted, checked
from models.dialect import fetch

#: Up to here it is quicker to read the values of all that was found than to go through an index.
_GATHERED = 2_500
#: Rows of the index at a time.
_STEP = 500
#: Above the number of any goods.
_NO_GOODS = 2**62
#: Read at once to be checked: more than is needed, since a few may not be what is wanted.
_SPARE = 4

Place = tuple[int, int]


@dataclass(frozen=True)
class Order:
    """By which value of goods, and in which direction; goods of the same value by their ids."""

    number: int
    column: str
    value: Callable[[Row], int]
    is_falling: bool = False

    def place(self, row: Row) -> Place:
        return self.value(row), row.goods_id

    @property
    def sign(self) -> int:
        return -1 if self.is_falling else 1


_NEWEST, _RELEVANT = 1, 2
_ORDERS = {
    "ENDING": Order(3, "ends_at", lambda row: row.ends_at),
    "POPULAR": Order(4, "popularity", lambda row: row.popularity, is_falling=True),
    "PRICE_ASC": Order(5, "price", lambda row: row.price),
    "PRICE_DESC": Order(6, "price", lambda row: row.price, is_falling=True),
}


def page_of(found: Found, *, sort: str, limit: int, cursor: str) -> tuple[list[int], str | None]:
    """
    This function will name the goods of a page, and the cursor of the next.

    :raises InvalidCursor: if the cursor is not one of a list in this order
    """
    order = _ORDERS.get(sort)
    number = order.number if order else _RELEVANT if sort == "RELEVANCE" else _NEWEST
    after = _after(cursor, number)
    if order:
        places = _by_value(found, order, after)
    elif number == _RELEVANT:
        places = _by_relevance(found, after)
    else:
        places = _checked(found, _newest(_all(found), after, 0), lambda row: (0, row.goods_id))

    several = list(islice(places, limit + 1))
    following = cursor_at((number, *several[limit - 1])) if len(several) > limit else None
    return [goods_id for _, goods_id in several[:limit]], following


def _after(cursor: str, number: int) -> Place | None:
    start = position(cursor, parts=3)
    if start is None:
        return None
    if start[0] != number:
        raise InvalidCursor("cursor")
    return start[1], start[2]


def _all(found: Found) -> int:
    return found.settled | set_of(found.fresh)


def _newest(bits: int, after: Place | None, group: int) -> Iterator[int]:
    if after and after[0] == group:
        bits &= (1 << after[1]) - 1
    return newest_first(bits)


def _by_relevance(found: Found, after: Place | None) -> Iterator[Place]:
    """What has all words in its name comes first."""
    fresh = (key for key, row in found.fresh.items() if _is_named(found, row))
    named = found.named | set_of(fresh)
    for group, bits in enumerate((named, _all(found) & ~named)):
        if after is None or after[0] <= group:
            ids = _newest(bits, after, group)
            for _, goods_id in _checked(found, ids, lambda row: (0, row.goods_id)):
                yield group, goods_id


def _is_named(found: Found, row: Row) -> bool:
    return all(word.is_in_name_of(row) for word in found.words)


def _checked(
    found: Found, goods_ids: Iterator[int], place: Callable[[Row], Place]
) -> Iterator[Place]:
    size = 20 + _SPARE
    while several := list(islice(goods_ids, size)):
        rows = checked(found, several)
        yield from (place(rows[goods_id]) for goods_id in several if goods_id in rows)
        size = min(size * 2, _STEP)


def _by_value(found: Found, order: Order, after: Place | None) -> Iterator[Place]:
    bits = _all(found)
    last = after or _edge(found.wanted, order)
    if bits.bit_count() > _GATHERED:
        members = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
        # Beyond as many rows as were found it would have been quicker to read those.
        for _ in range(bits.bit_count() // _STEP):
            places = _step(found, order, last)
            inside = [place for place in places if _is_member(members, place[1])]
            yield from _as_placed(found, order, inside)
            if len(places) < _STEP:
                return
            last = places[-1]
    yield from _as_placed(found, order, _gathered(bits, order, last))


def _edge(wanted: Wanted, order: Order) -> Place | None:
    """Before the first that can be wanted, where prices are sorted that are limited."""
    if order.column != "price":
        return None
    if order.is_falling:
        return None if wanted.max_price is None else (wanted.max_price, _NO_GOODS)
    return None if wanted.min_price is None else (wanted.min_price, 0)


def _is_member(members: bytes, goods_id: int) -> bool:
    byte = goods_id >> 3
    return byte < len(members) and bool(members[byte] >> (goods_id & 7) & 1)


def _as_placed(found: Found, order: Order, places: list[Place]) -> Iterator[Place]:
    """What has moved since is passed over: it is found at its new place, or was before."""
    expected = {goods_id: value for value, goods_id in places}
    in_order = iter(expected)
    for value, goods_id in _checked(found, in_order, order.place):
        if expected[goods_id] == value:
            yield value, goods_id


def _step(found: Found, order: Order, after: Place | None) -> list[Place]:
    """A part of the index of a value, just after a place."""
    column, than, direction = (
        (order.column, "<", "DESC") if order.is_falling else (order.column, ">", "ASC")
    )
    beyond = f" AND {column} {than}= (?) AND ({column} {than} (?) OR goods_id {than} (?))"
    value, goods_id = after or (0, 0)
    rows = fetch(
        f"{column}, goods_id",
        f"FROM search_standing WHERE state = (?) AND is_hidden = (?){beyond if after else ''}"
        f" ORDER BY {column} {direction}, goods_id {direction} LIMIT {_STEP}",
        [found.wanted.state],
        [0],
        *([[value], [value], [goods_id]] if after else ()),
    )
    return [(row[0], row[1]) for row in rows]


def _gathered(bits: int, order: Order, after: Place | None) -> list[Place]:
    """All that was found after a place, in order."""
    ids = list(newest_first(bits))
    places: list[Place] = []
    for start in range(0, len(ids), _GATHERED):
        part = ids[start : start + _GATHERED]
        rest = "FROM search_standing WHERE goods_id IN (?)"
        places += [(row[0], row[1]) for row in fetch(f"{order.column}, goods_id", rest, part)]
    sign = order.sign
    key = sorted((sign * value, sign * goods_id) for value, goods_id in places)
    if after:
        start_at = (sign * after[0], sign * after[1])
        key = [place for place in key if place > start_at]
    return [(sign * value, sign * goods_id) for value, goods_id in key]
