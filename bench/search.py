"""How fast are goods found among a million, and is it exactly those?

Everything is asked of the rules, by one client; database and client share one core. Beside it the
same words are asked of the rows by `LIKE '%word%'`. What is found is held against a plain look at
the names of all goods.
"""

import contextlib
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.check.found import faults
from bench.load.words import COMMONEST, code, part, some_words
from bench.peers.postings import Postings
from bench.report import Report, Row, middle
from bench.servers.catalogue import loaded
from bench.servers.registering import registering
from bench.servers.tables import migrated
from grpc_services.catalogue import finding
from grpc_services.catalogue.finding import Filter
from grpc_services.catalogue.lots import Lot
from grpc_services.search import index
from grpc_services.search.documents import Document, Wanted
from models.dialect import execute

_SORTS = ("RECENT", "ENDING", "POPULAR", "PRICE_ASC", "PRICE_DESC", "RELEVANCE")
_TO_REACH_MS, _TO_LIKE = 50.0, 1 / 20


@dataclass
class Sizes:
    """What a run takes."""

    goods: int = 1_000_000
    #: Queries of each kind, and how many of them are asked by LIKE too.
    queries: int = 200
    likes: int = 8
    #: Of these what is found is compared with a plain look at every name.
    checked: int = 60
    registered: int = 300
    database: str = "mariadb"
    #: Kept between runs: what is there is not loaded again.
    data: str = "var/bench-search"


FULL = Sizes()


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will load what is missing, measure, and check."""
    report = Report("Search", {"goods": sizes.goods, "database": sizes.database})
    kept = Path(sizes.data).absolute() / sizes.database
    kept.mkdir(parents=True, exist_ok=True)
    with migrated(kept, sizes.database, name="search"):
        began = time.perf_counter()
        documents = loaded(sizes.goods)
        report.settings["loadedSeconds"] = round(time.perf_counter() - began)
    # Started anew, so that it stays on the one core that its clients are on.
    with _on_one_core(), migrated(kept, sizes.database, name="search"):
        _measure(report, sizes, documents)
        _measure_postings(report, sizes, documents)
        report.faults += faults(documents, sizes.checked)
        report.add(registering(sizes.registered))
    return report


@contextlib.contextmanager
def _on_one_core() -> Iterator[None]:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _measure(report: Report, sizes: Sizes, documents: Sequence[Document]) -> None:
    chance = random.Random(4)
    goods = [one for one in documents if one.standing.state == "OPEN"]
    for kind in _kinds(chance, goods, sizes.queries):
        for query in kind.queries[:20]:
            kind.ask(query)
        ours = [_milliseconds(kind.ask, query) for query in kind.queries]
        note = f"p50 {middle(ours):.1f}"
        report.add(_row(f"{kind.name}, p95", _p95(ours), "ms", _TO_REACH_MS, note))
        if kind.by_like and sizes.likes:
            report.add(_beside(kind, kind.by_like, kind.queries[: sizes.likes]))


def _beside(kind: "Kind", by_like: Callable[["Query"], object], some: "list[Query]") -> Row:
    """The same answer from either: numbers of goods, or counts, without what is shown of them."""
    theirs = _p95([_milliseconds(by_like, query) for query in some])
    ours = _p95([_milliseconds(kind.bare, query) for query in some])
    note = f"p95 {ours:.1f} ÷ {theirs:.0f} ms of the same {len(some)}"
    return _row(f"{kind.name} ÷ LIKE", ours / theirs, "", _TO_LIKE, note)


def _measure_postings(report: Report, sizes: Sizes, documents: Sequence[Document]) -> None:
    """The same words asked of rows of postings; no plan is made but to begin with the rarest."""
    goods = [one for one in documents if one.standing.state == "OPEN"]
    kinds = [
        kind
        for kind in _kinds(random.Random(4), goods, sizes.likes * 5)
        if kind.by_like and "rare" not in kind.name
    ]
    postings = Postings(goods, (one.wanted.query for kind in kinds for one in kind.queries))
    for kind in kinds:
        ask = postings.facets if kind.ask is _counted else postings.page
        took = [_milliseconds(lambda one: ask(one.wanted.query), one) for one in kind.queries]  # noqa: B023
        ours = _p95([_milliseconds(kind.bare, one) for one in kind.queries])
        note = f"p50 {middle(took):.1f}; ours p95 {ours:.1f}"
        report.add(Row(f"{kind.name}, postings, p95", _p95(took), "ms", "–", None, note=note))


def _row(name: str, value: float, unit: str, most: float, note: str) -> Row:
    return Row(name, value, unit, f"≤ {most:g}", value <= most, note=note)


@dataclass(frozen=True)
class Query:
    """One question, as a reader asks it."""

    wanted: Filter
    sort: str = "RECENT"
    cursor: str = ""


@dataclass(frozen=True)
class Kind:
    """Questions of one kind: how they are asked, without reading what is shown, and by LIKE."""

    name: str
    queries: list[Query]
    ask: Callable[[Query], object]
    bare: Callable[[Query], object]
    by_like: Callable[[Query], object] | None = None


def _kinds(chance: random.Random, goods: list[Document], count: int) -> Iterator[Kind]:
    def several(make: Callable[[], str]) -> list[Query]:
        return [Query(Filter(query=make())) for _ in range(count)]

    typed = several(lambda: part(chance, goods))
    rare = several(lambda: code(chance, goods))
    three = several(lambda: some_words(chance, goods))
    commonest = [Query(Filter(query=COMMONEST), _SORTS[n % len(_SORTS)]) for n in range(count)]
    filtered = [_filtered(chance, goods, part(chance, goods)) for _ in range(count)]
    narrowed = [_filtered(chance, goods, COMMONEST) for _ in range(count)]
    deep = (Query(one.wanted, chance.choice(_SORTS)) for one in typed)
    yield Kind("typed words", typed, _asked, _found, _liked)
    yield Kind("commonest word, each order", commonest, _asked, _found)
    yield Kind("commonest word, newest first", commonest[:1] * 10, _asked, _found, _liked)
    yield Kind("rare words", rare, _asked, _found, _liked)
    yield Kind("three words", three, _asked, _found, _liked)
    yield Kind("filters and order", filtered, _asked, _found)
    yield Kind("filters and order, commonest word", narrowed, _asked, _found)
    yield Kind("tenth page", [_tenth(one) for one in deep], _asked, _found)
    yield Kind("facets", typed, _counted, _counted, _counted_by_like)
    yield Kind("facets, commonest word", commonest[:20], _counted, _counted, _counted_by_like)
    yield Kind("facets, filters, commonest word", narrowed, _counted, _counted)


def _filtered(chance: random.Random, goods: list[Document], query: str) -> Query:
    one = chance.choice(goods)
    price = one.standing.price
    filters: tuple[dict[str, Any], ...] = (
        {"category_id": one.category.label_id},
        {"brand_id": one.brand.label_id},
        {"quality": one.quality},
        {"gender": one.gender},
        {"min_price": price // 2, "max_price": price * 2},
        {"max_price": 100_000 - 1},
    )
    chosen: dict[str, Any] = {}
    for some in chance.sample(filters, chance.choice((1, 2, 3))):
        chosen |= some
    return Query(Filter(query=query, **chosen), chance.choice(_SORTS))


def _asked(query: Query) -> tuple[list[Lot], str | None]:
    return finding.lots(wanted=query.wanted, sort=query.sort, limit=20, cursor=query.cursor)


def _found(query: Query) -> object:
    wanted = Wanted(query=query.wanted.query)
    return index.page(wanted, sort=query.sort, limit=20, cursor=query.cursor)


def _tenth(query: Query) -> Query:
    """The tenth page, or the last."""
    for _ in range(9):
        _, following = _asked(query)
        if following is None:
            break
        query = replace(query, cursor=following)
    return query


def _counted(query: Query) -> object:
    return finding.counts(wanted=query.wanted)


_BY_LIKE = (
    "FROM goods g JOIN auction a ON a.goods_id = g.goods_id JOIN brand b ON b.brand_id = g.brand_id"
    " JOIN category c ON c.category_id = g.category_id WHERE a.state = 'OPEN'"
)
_ANY = "(g.name LIKE (?) OR b.name LIKE (?) OR b.name_en LIKE (?) OR c.name LIKE (?))"


def _liked(query: Query) -> object:
    return _by_like(query, "g.goods_id", "ORDER BY g.goods_id DESC LIMIT 20")


def _counted_by_like(query: Query) -> object:
    columns = "g.category_id, g.brand_id, g.quality, g.gender, COUNT(*)"
    return _by_like(query, columns, "GROUP BY g.category_id, g.brand_id, g.quality, g.gender")


def _by_like(query: Query, columns: str, rest: str) -> object:
    words = query.wanted.query.split()
    sql = f"SELECT {columns} {_BY_LIKE} AND {' AND '.join([_ANY] * len(words))} {rest}"
    return execute(sql, *([f"%{word}%"] for word in words for _ in range(4))).fetchall()


def _milliseconds(ask: Callable[[Query], object], query: Query) -> float:
    began = time.perf_counter()
    ask(query)
    return (time.perf_counter() - began) * 1_000


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]
