"""How do the bits follow what has changed? In the background, in batches, by one at a time.

Changes are written with what they change, and every search looks at them itself until they are
settled here. So the bits, which many goods share, are in nobody's way who registers or bids.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from grpc_services.facts import atomic
from grpc_services.search import tokens
from grpc_services.search.bits import CHUNK, packed, set_of, unpacked
from grpc_services.search.counting import PART
from grpc_services.search.documents import Row, rows_of
from grpc_services.search.tokens import AFTER_CHANGING, FIRST_CHANGING, Kind, token
from grpc_services.search.words import parts
from models.dialect import execute, fetch, insert_once, insert_rows, locked
from models.search import SearchBits, SearchChange

#: Changes at a time: enough for a storm, and few enough that bids do not wait for SQLite's lock.
MOST = 200
#: A row that is nobody's bits; whoever settles holds it.
_LOCK = {"token": 0, "chunk": 0, "bits": b""}
_AT_ONCE = 10_000

#: By chunk and token, the places that are to be set and those that are to be cleared.
_Edits = dict[int, dict[int, tuple[set[int], set[int]]]]


@atomic
def settle(*, most: int = MOST) -> int:
    """This function will bring the bits up to date with the oldest changes, and count those."""
    _take_turn()
    rest = f"FROM search_change ORDER BY change_id LIMIT {most}"
    changes = fetch("change_id, goods_id, said_before", rest)
    rows = rows_of({goods_id for _, goods_id, _ in changes})

    edits: _Edits = defaultdict(lambda: defaultdict(lambda: (set(), set())))
    for _, goods_id, said_before in changes:
        _edit_said(edits, goods_id, rows.get(goods_id), said_before)
    _edit_standings(edits, {goods_id for _, goods_id, _ in changes}, rows)
    for chunk, of_chunk in edits.items():
        _write_bits(chunk, of_chunk)
    _write_columns(rows.values())
    SearchChange.delete().where(
        SearchChange.change_id.in_([change_id for change_id, _, _ in changes])
    ).execute()
    return len(changes)


def _take_turn() -> None:
    query = SearchBits.select().where(SearchBits.token == 0, SearchBits.chunk == 0)
    # Trying to insert what is there would share its lock, and two who share it wait for ever.
    if not list(locked(query)):
        insert_once(SearchBits, [_LOCK])
        locked(query).get()


def _edit_said(edits: _Edits, goods_id: int, row: Row | None, said_before: str | None) -> None:
    """Clears what was true of goods before, and sets what is now."""
    if said_before is None:
        return
    chunk, place = divmod(goods_id, CHUNK)
    for one in _tokens(*json.loads(said_before)) if said_before else ():
        edits[chunk][one][1].add(place)
    for one in _tokens(row.name, row.heads, row.category_id, row.brand_id) if row else ():
        edits[chunk][one][0].add(place)


def _tokens(name: str, heads: str, category_id: int, brand_id: int) -> Iterator[int]:
    yield token(Kind.CATEGORY, category_id)
    yield token(Kind.BRAND, brand_id)
    yield from map(tokens.head_token, heads)
    yield from map(tokens.part_token, parts(name))


def _edit_standings(edits: _Edits, goods_ids: Collection[int], rows: dict[int, Row]) -> None:
    """Of each kind exactly one is true: it is cleared in all, and set in that one."""
    places: dict[int, set[int]] = defaultdict(set)
    for goods_id in goods_ids:
        places[goods_id // CHUNK].add(goods_id % CHUNK)
    for chunk, changed in places.items():
        for one in _changing_tokens(chunk):
            edits[chunk][one][1].update(changed)
    for row in rows.values():
        if not row.is_hidden:
            chunk, place = divmod(row.goods_id, CHUNK)
            for one in _standing_tokens(row):
                edits[chunk][one][0].add(place)


def _changing_tokens(chunk: int) -> list[int]:
    rest = "FROM search_bits WHERE token >= (?) AND token < (?) AND chunk = (?)"
    rows = fetch("token", rest, [FIRST_CHANGING], [AFTER_CHANGING], [chunk])
    return [one for (one,) in rows]


def _standing_tokens(row: Row) -> tuple[int, ...]:
    return (
        tokens.state_token(row.state),
        tokens.quality_token(row.quality),
        tokens.gender_token(row.gender),
        tokens.band_token(tokens.band_of(row.price)),
    )


def _write_bits(chunk: int, edits: dict[int, tuple[set[int], set[int]]]) -> None:
    ids = sorted(edits)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        stored = _stored(chunk, some)
        written = [(one, chunk, _edited(stored.get(one, b""), *edits[one])) for one in some]
        insert_rows(
            "search_bits",
            ("token", "chunk", "bits"),
            [row for row in written if row[2] != stored.get(row[0])],
            keys=("token", "chunk"),
            changed=("bits",),
        )


def _stored(chunk: int, some: Sequence[int]) -> dict[int, bytes]:
    sql = "SELECT token, bits FROM search_bits WHERE chunk = (?) AND token IN (?)"
    return dict(execute(sql, [chunk], some).fetchall())


def _edited(stored: bytes, added: Iterable[int], removed: Iterable[int]) -> bytes:
    """Added comes last: what was true before and is now stays."""
    return packed(unpacked([(0, stored)]) & ~set_of(removed) | set_of(added))


def _write_columns(rows: Iterable[Row]) -> None:
    by_part: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_part[row.goods_id // PART].append(row)
    sql = "SELECT part, categories, brands FROM search_columns WHERE part IN (?)"
    stored = {part: columns for part, *columns in execute(sql, list(by_part)).fetchall()}
    empty = bytes(4 * PART)
    written = []
    for part, inside in by_part.items():
        categories, brands = (array("I", column) for column in stored.get(part, (empty, empty)))
        for row in inside:
            categories[row.goods_id % PART] = row.category_id
            brands[row.goods_id % PART] = row.brand_id
        written.append((part, categories.tobytes(), brands.tobytes()))
    insert_rows(
        "search_columns",
        ("part", "categories", "brands"),
        written,
        keys=("part",),
        changed=("categories", "brands"),
    )
