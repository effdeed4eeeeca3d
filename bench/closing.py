"""How late are auctions closed when thousands end in the same second, while bids go on?

Lateness is the moment at which an auction is closed, as told by the fact of its outcome, minus its
end; both by the database's clock. In the same run: two clocks at once, the clock killed a second
before the end, a worker killed in the middle; of these only none missed and none doubled is asked.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple

import redis
import uvloop

from bench.check.record import Recorder, recorded_auctions, recorded_rules, recorder
from bench.load.bidding import Bidders, offer
from bench.report import Report, Row
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.stock import Stock, connected, database_time, stock
from grpc_services.audit.checks import findings
from grpc_services.audit.record import read

_START_PRICE = 10_000
#: Bids on their way at once, before the end comes near.
_AT_ONCE = 24
#: How many bids a second can be counted on before the end, to give them the time they need.
_BIDS_A_SECOND = 300
#: In seconds: no bids in this time but the steady ones, so that the end comes upon a quiet house.
_QUIET = 3.5
#: Everything that is ever closed is closed so long after the end.
_PATIENCE = 60.0


@dataclass
class Sizes:
    """What a run takes."""

    auctions: int = 2_000
    #: Of the auctions, those that have a bid before the end comes near.
    share: float = 0.5
    #: Seconds over which the ends are spread.
    spread: float = 1.0
    #: Bids a second, until a second after the last end.
    rate: float = 150.0
    members: int = 100
    #: Seconds that orders and mails of one storm have before the next.
    settle: float = 60.0
    variants: str = "one clock,two clocks,clock killed,worker killed"


FULL = Sizes(auctions=10_000)


class Outcome(NamedTuple):
    """That an auction was closed, how it ended, and how many seconds after its end."""

    goods_id: int
    kind: str
    late: float


class Round(NamedTuple):
    """What came of one storm."""

    outcomes: list[Outcome]
    #: Seconds from the last end until nobody could see an auction open any more.
    seen_closed: float
    #: Seconds of a core that each process used meanwhile, for each second.
    busy: dict[str, float]
    faults: list[str]
    told: str


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will let many auctions end at once and measure how late they are closed."""
    report = Report("closing", asdict(sizes))
    with running_cluster(folder / "cluster", workers=1, clocks=2) as cluster:
        cluster.kill("clock-2")
        for number, name in enumerate(sizes.variants.split(",")):
            if number:
                _wait_for_the_aftermath(cluster, sizes.settle)
            found = uvloop.run(_storm(cluster, sizes, folder, name))
            _judge(report, name, found)
    return report


def _judge(report: Report, name: str, found: Round) -> None:
    report.faults += [f"{name}: {fault}" for fault in found.faults]
    late = sorted(outcome.late for outcome in found.outcomes)
    if not late:
        return
    values = {"p50": median(late), "p99": late[int(len(late) * 0.99)], "max": late[-1]}
    limits = {"p99": 1.0, "max": 3.0} if name == "one clock" else {}
    details = {"seenClosed": found.seen_closed, "busy": found.busy}
    note = found.told
    for part, value in values.items():
        limit = limits.get(part)
        target, reached = (f"≤ {limit:g}", value <= limit) if limit else ("", None)
        row = Row(f"closing, {name}, {part}", value, "s", target, reached, details, note)
        report.add(row)
        details, note = {}, ""
    shares = ", ".join(f"{name} {share:.0%}" for name, share in found.busy.items() if share > 0.02)
    title = f"  {name}, last seen closed"
    report.add(Row(title, found.seen_closed, "s", "", None, {}, shares))


async def _storm(cluster: Cluster, sizes: Sizes, folder: Path, name: str) -> Round:
    _say(f"{name}: putting in {sizes.auctions:,} auctions")
    house, ends_at = await asyncio.to_thread(_stocked, cluster, sizes)
    file = folder / f"{name.replace(' ', '-')}.jsonl"
    with recorder(file) as record:
        async with Bidders(cluster.edge_ports, house.tokens, record) as bidders:
            storm = _Storm(cluster, sizes, house, ends_at, bidders)
            await storm.run(_TROUBLE[name])
        outcomes = await asyncio.to_thread(_outcomes, cluster, house)
        record.add(recorded_auctions(cluster.database_url, house.goods_ids))
        record.add(iter([recorded_rules()]))
    with file.open("rb") as lines:
        found = findings(read(lines))
    faults = _wrong(cluster, house, outcomes) + [f"{each.check}: {each.text}" for each in found]
    return Round(outcomes, storm.seen_closed, storm.busy, faults, _told(record, outcomes))


def _say(text: str) -> None:
    sys.stderr.write(f"  {text}\n")


def _told(record: Recorder, outcomes: list[Outcome]) -> str:
    kinds = Counter(outcome.kind for outcome in outcomes)
    return (
        f"{kinds['AuctionWon']:,} won, {kinds['AuctionFailed']:,} failed; "
        f"{record.accepted:,} of {record.attempts:,} bids accepted"
    )


def _stocked(cluster: Cluster, sizes: Sizes) -> tuple[Stock, datetime]:
    """Members who owe nothing yet, and auctions that end when there was time to bid on them."""
    lead = _QUIET + 1 + sizes.auctions * (sizes.share / _BIDS_A_SECOND + 1 / 4_000)
    with connected(cluster.database_url) as database:
        ends_at = database_time(database) + timedelta(seconds=lead)
        house = stock(
            cluster,
            members=sizes.members,
            goods=sizes.auctions,
            ends_at=ends_at,
            start_price=_START_PRICE,
        )
        step = round(sizes.spread * 1_000_000 / sizes.auctions)
        database.execute_sql(
            "UPDATE auction SET ends_at = ends_at + INTERVAL (goods_id - %s) * %s MICROSECOND"
            " WHERE goods_id >= %s",
            (house.goods_ids[0], step, house.goods_ids[0]),
        )
    return house, ends_at


Trouble = Callable[["_Storm"], Coroutine[Any, Any, None]]


class _Storm:
    """The minutes around the end."""

    def __init__(
        self, cluster: Cluster, sizes: Sizes, house: Stock, ends_at: datetime, bidders: Bidders
    ) -> None:
        self.cluster = cluster
        self.busy: dict[str, float] = {}
        self.seen_closed = 0.0
        #: Auctions that are not closed yet, when last looked.
        self.open = sizes.auctions
        self._sizes = sizes
        self._house = house
        self._bidders = bidders
        self._random = Random(1)
        #: The first end and the last, by the loop's clock.
        now = asyncio.get_running_loop().time()
        self._first_end = now + (ends_at - datetime.now(UTC)).total_seconds()
        self._last_end = self._first_end + sizes.spread

    async def run(self, trouble: Trouble) -> None:
        await self._bid_before()
        bidding = asyncio.create_task(self._bid_steadily())
        making_trouble = asyncio.create_task(trouble(self))
        await self.until(-0.5)
        before, began = self.cluster.cpu_seconds(), time.monotonic()
        await self._watch()
        passed = time.monotonic() - began
        self.busy = {
            name: round((cpu - before[name]) / passed, 2)
            for name, cpu in self.cluster.cpu_seconds().items()
        }
        await asyncio.gather(bidding, making_trouble)

    async def until(self, seconds: float) -> None:
        """This function will wait until so many seconds after the first end."""
        wait = self._first_end + seconds - asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, wait))

    async def _bid_before(self) -> None:
        count = round(self._sizes.auctions * self._sizes.share)
        waiting = self._random.sample(self._house.goods_ids, count)
        _say(f"bidding on {count:,} of them")

        async def bid_in_turn() -> None:
            while waiting and self._seconds_left() > _QUIET:
                await self._bid(waiting.pop())

        await asyncio.gather(*(bid_in_turn() for _ in range(_AT_ONCE)))
        _say(f"bids on {count - len(waiting):,}; {self._seconds_left():.1f} s to the end")

    def _seconds_left(self) -> float:
        return self._first_end - asyncio.get_running_loop().time()

    async def _bid(self, goods_id: int) -> None:
        price = self._bidders.minimums.get(goods_id, _START_PRICE)
        member_id = self._random.choice(self._house.member_ids)
        await self._bidders.bid(offer(goods_id, member_id, price=price))

    async def _bid_steadily(self) -> None:
        """Bids are sent at their time, whatever became of those before."""
        loop = asyncio.get_running_loop()
        start, sent, tasks = loop.time(), 0, set()
        while loop.time() < self._last_end + 1:
            task = asyncio.create_task(self._bid(self._random.choice(self._house.goods_ids)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            sent += 1
            await asyncio.sleep(max(0.0, start + sent / self._sizes.rate - loop.time()))
        await asyncio.gather(*tasks)

    async def _watch(self) -> None:
        """Looks until nothing is open, as somebody who reads the shop's pages would."""
        loop = asyncio.get_running_loop()
        said_at = 0.0
        while self.open and loop.time() < self._last_end + _PATIENCE:
            self.open = await asyncio.to_thread(_still_open, self.cluster, self._house)
            if loop.time() - said_at > 1:
                said_at = loop.time()
                _say(f"{said_at - self._last_end:+.1f} s: {self.open:,} open")
            await asyncio.sleep(0.05)
        self.seen_closed = loop.time() - self._last_end


def _still_open(cluster: Cluster, house: Stock) -> int:
    with connected(cluster.database_url) as database:
        sql = "SELECT COUNT(*) FROM auction WHERE state = 'OPEN' AND goods_id >= %s"
        return int(database.execute_sql(sql, (house.goods_ids[0],)).fetchone()[0])


async def _none(storm: _Storm) -> None:
    """Nothing happens to anybody."""


async def _two_clocks(storm: _Storm) -> None:
    await asyncio.to_thread(storm.cluster.start, "clock-2")
    await storm.until(5)
    await asyncio.to_thread(storm.cluster.kill, "clock-2")


async def _kill_clock(storm: _Storm) -> None:
    await storm.until(-1)
    await _kill_and_start(storm.cluster, "clock-1")


async def _kill_worker(storm: _Storm) -> None:
    # Where it is busiest: some are closed, and the others are in its hands.
    everything = storm.open
    while storm.open == everything and not storm.seen_closed:
        await asyncio.sleep(0.01)
    await _kill_and_start(storm.cluster, _closer(storm.cluster))


def _closer(cluster: Cluster) -> str:
    """Whichever worker closes auctions: one of its own kind, if there is one."""
    return next((name for name in cluster.names if name.startswith("closer")), "worker-1")


async def _kill_both(storm: _Storm) -> None:
    await asyncio.gather(_kill_clock(storm), _kill_worker(storm))


async def _kill_and_start(cluster: Cluster, name: str) -> None:
    await asyncio.to_thread(cluster.kill, name)
    _say(f"killed {name}")
    await asyncio.to_thread(cluster.start, name)
    _say(f"{name} is back")


_TROUBLE: dict[str, Trouble] = {
    "one clock": _none,
    "two clocks": _two_clocks,
    "clock killed": _kill_clock,
    "worker killed": _kill_worker,
    "clock and worker killed": _kill_both,
}


def _outcomes(cluster: Cluster, house: Stock) -> list[Outcome]:
    with connected(cluster.database_url) as database:
        ends = dict(
            database.execute_sql(
                "SELECT goods_id, ends_at FROM auction WHERE goods_id >= %s", (house.goods_ids[0],)
            ).fetchall()
        )
        facts = database.execute_sql(
            "SELECT kind, payload, created_at FROM outbox"
            " WHERE kind IN ('AuctionWon', 'AuctionFailed')"
        ).fetchall()
    told = [(kind, _goods_of(payload), at) for kind, payload, at in facts]
    return [
        Outcome(goods_id, kind, (at - ends[goods_id]).total_seconds())
        for kind, goods_id, at in told
        if goods_id in ends
    ]


def _goods_of(payload: str) -> int:
    return int(json.loads(payload)["auction"]["goods_id"])


def miscounted(goods_ids: Sequence[int], outcomes: Sequence[Outcome]) -> list[str]:
    """This function will say if any were closed never, twice or too early."""
    told = Counter(outcome.goods_id for outcome in outcomes)
    counts = {
        "were never closed": sum(goods_id not in told for goods_id in goods_ids),
        "were closed twice": sum(count > 1 for count in told.values()),
        "were closed before their end": sum(outcome.late < 0 for outcome in outcomes),
    }
    return [f"{count} auctions {what}" for what, count in counts.items() if count]


def _wrong(cluster: Cluster, house: Stock, outcomes: list[Outcome]) -> list[str]:
    """What must not be, besides what the history's checker finds."""
    faults = miscounted(house.goods_ids, outcomes)
    first = (house.goods_ids[0],)
    with connected(cluster.database_url) as database:
        for what, sql in _NEVER.items():
            if count := database.execute_sql(sql, first).fetchone()[0]:
                faults.append(f"{count} {what}")
        sql = "SELECT goods_id, state FROM auction WHERE goods_id >= %s"
        states = dict(database.execute_sql(sql, first).fetchall())
    if wrong := [each.goods_id for each in outcomes if _STATES[each.kind] != states[each.goods_id]]:
        faults.append(f"{len(wrong)} auctions ended otherwise than was told, such as {wrong[0]}")
    return faults


_STATES = {"AuctionWon": "WON", "AuctionFailed": "FAILED"}
_NEVER = {
    "bids were placed at or after the end": (
        "SELECT COUNT(*) FROM bids JOIN auction USING (goods_id)"
        " WHERE goods_id >= %s AND placed_at >= ends_at"
    ),
    "auctions with a bid were not won by their leader": (
        "SELECT COUNT(*) FROM auction LEFT JOIN unpaid_win USING (goods_id) WHERE goods_id >= %s"
        " AND seq > 0 AND (state <> 'WON' OR member_id IS NULL OR member_id <> leader_id)"
    ),
    "auctions without a bid did not fail": (
        "SELECT COUNT(*) FROM auction WHERE goods_id >= %s AND seq = 0 AND state <> 'FAILED'"
    ),
}


def _wait_for_the_aftermath(cluster: Cluster, seconds: float) -> None:
    """All are told, all orders made and mails sent, before the next storm."""
    began = said_at = time.monotonic()
    while left := _what_is_left(cluster):
        if time.monotonic() - began > seconds:
            _say(f"{left:,} things are still to be done; going on")
            return
        if time.monotonic() - said_at > 2:
            said_at = time.monotonic()
            _say(f"orders, alarms, mails: {left:,} left")
        time.sleep(0.1)


def _what_is_left(cluster: Cluster) -> int:
    """Facts to tell and jobs to do."""
    with connected(cluster.database_url) as database:
        sql = "SELECT COUNT(*) FROM outbox WHERE stage < 2"
        facts = int(database.execute_sql(sql).fetchone()[0])
    with redis.Redis.from_url(f"{cluster.redis_url}/0") as store:
        keys = store.scan_iter("dramatiq:*.msgs", count=1_000)
        return facts + sum(int(store.hlen(key)) for key in keys)
