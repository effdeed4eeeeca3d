"""Is exactly that found which a plain look at the name of every goods finds?"""

import random
import sys
from collections.abc import Iterator, Sequence
from itertools import islice

from bench.load.words import any_part, code, part, some_words
from grpc_services.catalogue import finding
from grpc_services.catalogue.finding import Filter
from grpc_services.search.documents import Document
from grpc_services.search.words import compared, words_of

_QUERIES = (any_part, part, code, some_words)


def faults(documents: Sequence[Document], count: int) -> list[str]:
    """What a plain look at every name finds, against what is listed and what is counted."""
    chance = random.Random(5)
    goods = [one for one in documents if one.standing.state == "OPEN"]
    texts = [(one.goods_id, _texts(one)) for one in reversed(goods)]
    wrong, found = [], 0
    for number in range(count):
        query = _QUERIES[number % len(_QUERIES)](chance, goods)
        words = words_of(query)
        expected = [key for key, text in texts if all(word in text for word in words)]
        listed = list(islice(_listed(query), 2_000))
        total = finding.counts(wanted=Filter(query=query)).total
        found += len(expected)
        if listed != expected[:2_000] or total != len(expected):
            wrong.append(f"{query!r}: {total} counted, {len(expected)} expected")
    sys.stderr.write(f"  {count} queries have to find {found:,} goods; wrong: {len(wrong)}\n")
    return wrong


def _texts(one: Document) -> str:
    return "\n".join(map(compared, (one.name, *one.brand.names, *one.category.names)))


def _listed(query: str) -> Iterator[int]:
    cursor: str | None = ""
    while cursor is not None:
        found, cursor = finding.lots(
            wanted=Filter(query=query), sort="RECENT", limit=100, cursor=cursor
        )
        yield from (lot.goods_id for lot in found)
