"""What is told of facts that wait? Their news, once for many where that says the same, counted."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from grpc_services import metrics, outbox
from grpc_services.alarms import topics
from grpc_services.auction.facts import AuctionFact, AuctionFailed, AuctionWon, BidsPlaced
from grpc_services.facts import Fact


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fact whose alarms are raised, and what is to be told of it."""

    row: outbox.Claimed
    fact: Fact
    alarms: Sequence[topics.News] = ()
    #: Of those that it is told together with, as one.
    before: tuple[outbox.Claimed, ...] = ()


def merged(batch: list[Waiting]) -> list[Waiting]:
    """This function will have bids that follow each other on the same goods told as if together."""
    kept: dict[int, Waiting] = {}
    last_of: dict[int, Waiting] = {}
    for waiting in batch:
        fact = waiting.fact
        goods_id = fact.auction.goods_id if isinstance(fact, AuctionFact) else 0
        before = last_of.get(goods_id)
        if before and isinstance(fact, BidsPlaced) and isinstance(before.fact, BidsPlaced):
            so_far = (before.row, *before.before)
            waiting = replace(waiting, fact=before.fact.followed_by(fact), before=so_far)
            del kept[before.row.fact_id]
        last_of[goods_id] = kept[waiting.row.fact_id] = waiting
    return list(kept.values())


def payloads_of(waiting: Waiting) -> tuple[int, str, list[str]]:
    """This function will give a fact's number, its kind, and what all that is told as one says."""
    row = waiting.row
    return row.fact_id, row.kind, [one.payload for one in (row, *waiting.before)]


def for_workers(batch: Sequence[Waiting]) -> Iterable[outbox.Claimed]:
    """This function will say what only says that something is due once, however often it came."""
    jobs: dict[str | int, outbox.Claimed] = {}
    for waiting in batch:
        if waiting.fact.for_workers:
            says_more = waiting.fact.__struct_fields__
            jobs.setdefault(waiting.row.fact_id if says_more else waiting.row.kind, waiting.row)
    return jobs.values()


def news_of(
    waiting: Waiting, now: datetime, trace: str | None = None
) -> list[tuple[str, list[str]]]:
    """This function will give the entries of streams that tell of a fact, and of its trace."""
    shown = topics.SHOWN.get(type(waiting.fact))
    news = [shown(waiting.fact, now)] if shown else []
    more = ["trace", trace] if trace else []
    return [(stream, [*_flat(fields), *more]) for stream, fields in (*news, *waiting.alarms)]


def mark_of(row: outbox.Claimed) -> str:
    """
    This function will name a fact in Redis.

    That may have served another database, with other facts, before.
    """
    return f"{row.fact_id}-{re.sub('[^0-9]', '', row.created_at)}"


def _flat(fields: dict[str, str | int]) -> list[str]:
    return [str(part) for pair in fields.items() for part in pair]


def count_told(batch: Sequence[Waiting], now: datetime) -> None:
    """This function will count what has been told, how long it waited, and how late it was."""
    if not batch:
        return
    metrics.TOLD_SECONDS.observe((now - batch[0].row.at).total_seconds())
    metrics.ALARMS.inc(sum(len(waiting.alarms) for waiting in batch))
    for kind, count in Counter(waiting.row.kind for waiting in batch).items():
        metrics.TOLD.labels(kind).inc(count)
    for waiting in batch:
        # Bought at once, it ended before its end.
        if isinstance(waiting.fact, AuctionWon | AuctionFailed):
            late = (waiting.row.at - waiting.fact.auction.ends_at).total_seconds()
            if late >= 0:
                metrics.CLOSED_LATE.observe(late)
