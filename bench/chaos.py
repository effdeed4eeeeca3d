"""Does every acknowledged bid stay, once, whatever happens? 200 clients while processes are killed.

Two services and two edges on MariaDB. Members bid by amount, by maximum and too low; they send the
same key twice, one after another and at once; they bid at the same moment on goods nobody has bid
on; somebody holds rows and takes their locks in the wrong order; services, edges and the database
are killed at random moments. What everybody asked, was told, and is stored is held against each
other by the checks of `bin/pikcur history`.
"""

import asyncio
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

import grpc
import peewee
import uvloop

from bench.check.record import Recorder, recorded_auctions, recorded_rules, recorder
from bench.load.bidding import Bidders, Offer, offer
from bench.report import Report, Row
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.processes import HOST
from bench.servers.stock import Stock, connected, database_time, stock
from grpc_services.audit.checks import findings
from grpc_services.audit.record import Rules, read
from protos import auction_pb2, auction_pb2_grpc
from settings import Settings

_START_PRICE = 10_000
#: Short, so that an end that bids have moved is seen in a run.
_SOFT_CLOSE = 1.0
_KINDS = ("services", "edge", "mariadb")
#: Bids that have to be accepted after a process was started again, before the next is killed.
_GOES_ON = 20
_CLOSED_TOGETHER = 200
_FINDINGS_SHOWN = 10
#: Like the worker, who closes a second time what deadlocks have kept from being closed.
_AGAIN = (
    (
        "grpc.service_config",
        json.dumps(
            {
                "methodConfig": [
                    {
                        "name": [{"service": "pikcur.auction.v1.Auctions"}],
                        "retryPolicy": {
                            "maxAttempts": 5,
                            "initialBackoff": "0.2s",
                            "maxBackoff": "2s",
                            "backoffMultiplier": 2,
                            "retryableStatusCodes": ["UNAVAILABLE"],
                        },
                    }
                ]
            }
        ),
    ),
)
_rules = Rules(list(Settings().bid_increments))


@dataclass
class Sizes:
    """What a run takes."""

    clients: int = 60
    goods: int = 300
    #: Goods of the stampede, on each of which all clients bid at the same moment.
    fresh: int = 10
    #: Of the load on one goods, and of that on many.
    seconds: float = 5.0
    #: Of each kind of process.
    kills: int = 2
    #: How long a row is held once; longer than anybody waits for a lock at a time.
    held: float = 3.5
    record: str = ""


FULL = Sizes(clients=200, goods=2_000, fresh=100, seconds=20.0, kills=20)


class Kill(NamedTuple):
    """That a process was killed, how many requests were under way, and when bids went on."""

    name: str
    in_flight: int
    seconds: float


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will make trouble under load, and check what became of every bid."""
    report = Report("chaos", asdict(sizes))
    file = Path(sizes.record) if sizes.record else folder / "chaos.jsonl"
    settings = {"SOFT_CLOSE_SECONDS": str(_SOFT_CLOSE)}
    with (
        running_cluster(folder / "cluster", services=2, edges=2, environment=settings) as cluster,
        recorder(file) as record,
    ):
        uvloop.run(_trouble(cluster, sizes, record, report))
    check(file, report)
    if report.faults and not sizes.record:
        kept = Path(tempfile.gettempdir()) / f"pikcur-chaos-{int(time.time())}.jsonl"
        shutil.copy(file, kept)
        _say(f"the record of it is in {kept}")
    return report


def _say(text: str) -> None:
    sys.stderr.write(f"  {text}\n")


async def _trouble(cluster: Cluster, sizes: Sizes, record: Recorder, report: Report) -> None:
    async with Bidders(cluster.edge_ports, {}, record) as bidders:
        chaos = _Chaos(cluster, sizes, bidders, report)
        await chaos.stampede()
        await chaos.load()
        await chaos.load_with_deadlocks()
        await chaos.kill()
        await asyncio.to_thread(record.add, recorded_auctions(cluster.database_url, chaos.all))
        record.add(iter([recorded_rules()]))
    rest = ", ".join(f"{count:,} {name}" for name, count in record.results.most_common())
    report.add(Row("slowest attempt that was accepted", record.slowest, "s", "", None))
    report.add(Row("requests in all", record.attempts, "", "", None, dict(record.results), rest))


class _Chaos:
    """One kind of trouble after another, each on goods of its own."""

    def __init__(self, cluster: Cluster, sizes: Sizes, bidders: Bidders, report: Report) -> None:
        #: All goods there have been.
        self.all: list[int] = []
        self._cluster = cluster
        self._sizes = sizes
        self._bidders = bidders
        self._record = bidders.recorder
        self._report = report
        #: The highest price that was asked for, by goods.
        self._asked: dict[int, int] = {}

    async def stampede(self) -> None:
        """Everybody bids at the same moment on goods that nobody has bid on."""
        house = await self._listed(self._sizes.fresh, seconds=3600)
        before = self._record.accepted
        for number, goods_id in enumerate(house.goods_ids):
            if number % 10 == 0:
                _say(f"stampede {number + 1} of {len(house.goods_ids)}")
            offers = [_first_offer(goods_id, member_id) for member_id in house.member_ids]
            await asyncio.gather(*map(self._bidders.bid, offers))
        self._judge("stampede", before, least=len(house.goods_ids))

    async def load(self) -> None:
        """Everybody bids on one goods as fast as they are answered, until its auction ends."""
        await self._load("one goods", await self._listed(1, seconds=self._sizes.seconds))

    async def _load(self, name: str, house: Stock) -> None:
        before, began = self._record.accepted, time.monotonic()
        give_up_at = began + self._sizes.seconds + 2 * _SOFT_CLOSE

        def is_over() -> bool:
            return time.monotonic() > give_up_at or self._bidders.over.issuperset(house.goods_ids)

        await self._bid_until(is_over, house, house.goods_ids, name)
        await asyncio.to_thread(_close, self._cluster, house.goods_ids)
        rate = (self._record.accepted - before) / (time.monotonic() - began)
        self._judge(name, before, least=self._sizes.clients, note=f"{rate:,.0f} a second")

    async def load_with_deadlocks(self) -> None:
        """The same on many, while somebody takes the locks of rows in the opposite order."""
        ended = threading.Event()
        before = await asyncio.to_thread(_deadlocks, self._cluster)
        house = await self._listed(self._sizes.goods, seconds=self._sizes.seconds)
        locking = asyncio.create_task(asyncio.to_thread(self._lock_until, ended))
        try:
            await self._load(f"{self._sizes.goods:,} goods", house)
        finally:
            ended.set()
        lost = await locking
        count = await asyncio.to_thread(_deadlocks, self._cluster) - before
        if count == 0:
            self._report.faults.append("no deadlock was provoked")
        note = f"{lost} undone of the other's, {count - lost} of bids"
        self._report.add(Row("deadlocks", count, "", "> 0", count > 0, {}, note))

    def _lock_until(self, ended: threading.Event) -> int:
        url = self._cluster.database_url
        _hold(url, self.all[-1], self._sizes.held)
        return _lock_backwards(url, lambda: list(self.all), ended)

    async def kill(self) -> None:
        """A hot goods and many others, while processes are killed and started again."""
        house = await self._listed(1 + self._sizes.goods, seconds=3600)
        # Every other bid is on the first.
        goods_ids = [*house.goods_ids, *house.goods_ids[:1] * len(house.goods_ids)]
        before, kills = self._record.accepted, list[Kill]()
        killing = asyncio.create_task(self._kill_now_and_then(kills))
        await self._bid_until(killing.done, house, goods_ids, "kills")
        await killing
        self._judge("kills", before, least=_GOES_ON * len(kills))
        self._judge_kills(kills)

    async def _kill_now_and_then(self, kills: list[Kill]) -> None:
        names = [kind for kind in _KINDS for _ in range(self._sizes.kills)]
        random.shuffle(names)
        await self._until_accepted(self._record.accepted + _GOES_ON)
        for number, kind in enumerate(names):
            name = kind if kind == "mariadb" else f"{kind}-{random.choice((1, 2))}"
            await asyncio.sleep(random.uniform(0.05, 0.5))
            in_flight, began = self._record.in_flight, time.monotonic()
            await asyncio.to_thread(self._cluster.kill, name)
            await asyncio.sleep(random.uniform(0.0, 0.4))
            await asyncio.to_thread(self._cluster.start, name)
            await self._until_accepted(self._record.accepted + _GOES_ON)
            kills.append(Kill(name, in_flight, time.monotonic() - began))
            _say(f"kill {number + 1} of {len(names)}: {name}, {in_flight} requests under way")

    async def _until_accepted(self, count: int) -> None:
        while self._record.accepted < count:
            await asyncio.sleep(0.01)

    def _judge_kills(self, kills: list[Kill]) -> None:
        for kind in _KINDS:
            seconds = [kill.seconds for kill in kills if kill.name.startswith(kind)]
            idle = sum(kill.name.startswith(kind) and not kill.in_flight for kill in kills)
            if len(seconds) < self._sizes.kills or idle:
                self._report.faults.append(f"{kind}: {len(seconds)} kills, {idle} in idleness")
            if seconds:
                note = f"{len(seconds)} kills; at most {max(seconds):.1f} s"
                name = f"{kind} killed, until {_GOES_ON} more were accepted, p50"
                self._report.add(Row(name, median(seconds), "s", "", None, {}, note))

    async def _listed(self, goods: int, *, seconds: float) -> Stock:
        """Goods, and members who owe nothing for what others have won before."""
        house = await asyncio.to_thread(_listed, self._cluster, self._sizes, goods, seconds)
        self._bidders.meet(house.tokens)
        self.all += house.goods_ids
        return house

    def _judge(self, name: str, before: int, *, least: int, note: str = "") -> None:
        count = self._record.accepted - before
        if count < least:
            self._report.faults.append(f"{name}: only {count} bids were accepted")
        row = Row(f"{name}, accepted", count, "bids", f"≥ {least}", count >= least, {}, note)
        self._report.add(row)

    async def _bid_until(
        self, is_over: Callable[[], bool], house: Stock, goods_ids: Sequence[int], name: str
    ) -> None:
        telling = asyncio.create_task(self._tell(name))
        await asyncio.gather(
            *(self._bid_in_turn(member_id, goods_ids, is_over) for member_id in house.member_ids)
        )
        telling.cancel()

    async def _tell(self, name: str) -> None:
        while True:
            await asyncio.sleep(1.5)
            _say(f"{name}: {self._record.accepted:,} of {self._record.attempts:,} accepted")

    async def _bid_in_turn(
        self, member_id: int, goods_ids: Sequence[int], is_over: Callable[[], bool]
    ) -> None:
        while not is_over():
            await self._send(self._next_offer(random.choice(goods_ids), member_id))

    def _next_offer(self, goods_id: int, member_id: int) -> Offer:
        minimum = self._bidders.minimums.get(goods_id, _START_PRICE)
        step = _rules.step(minimum)
        kind = random.random()
        if kind < 0.08:
            return offer(goods_id, member_id, price=max(1, minimum - random.randrange(1, 2 * step)))
        if kind < 0.5:
            price = minimum + step * random.randrange(10)
            return offer(goods_id, member_id, price=price, is_maximum=kind < 0.3)
        # More than anybody has asked for yet: else of those under way at once hardly one would do.
        price = max(minimum, self._asked.get(goods_id, 0) + step)
        self._asked[goods_id] = price
        return offer(goods_id, member_id, price=price)

    async def _send(self, bid: Offer) -> None:
        how = random.random()
        if how < 0.05:
            # The same bid at once, at both edges: both are told the same.
            ports = self._cluster.edge_ports
            await asyncio.gather(*(self._bidders.bid(bid, port=port) for port in ports))
            return
        request = await self._bidders.bid(bid)
        if how < 0.08:
            await self._bidders.bid(bid)
        elif how < 0.1 and request.answer:
            other = bid._replace(amount=request.answer.minimum_bid, maximum=None)
            again = await self._bidders.bid(other)
            if again.problem is None or again.problem.code != "IDEMPOTENCY_KEY_REUSED":
                self._report.faults.append(f"key {bid.key} was taken for two different bids")


def _first_offer(goods_id: int, member_id: int) -> Offer:
    price = _START_PRICE + 1_000 * random.randrange(20)
    return offer(goods_id, member_id, price=price, is_maximum=random.random() < 0.3)


def _listed(cluster: Cluster, sizes: Sizes, goods: int, seconds: float) -> Stock:
    with connected(cluster.database_url) as database:
        ends_at = database_time(database) + timedelta(seconds=seconds)
    return stock(
        cluster,
        members=sizes.clients,
        goods=goods,
        ends_at=ends_at,
        start_price=_START_PRICE,
        soft_close=True,
    )


def _close(cluster: Cluster, goods_ids: Sequence[int]) -> None:
    """Closes what has ended, by both services at once: each is told to close everything."""
    channels = [
        grpc.insecure_channel(f"{HOST}:{cluster.port(name)}", options=_AGAIN)
        for name in ("services-1", "services-2")
    ]
    metadata = [("authorization", f"Bearer {cluster.settings_environment['WORKER_SECRET']}")]
    stubs = [auction_pb2_grpc.AuctionsStub(channel) for channel in channels]
    for start in range(0, len(goods_ids), _CLOSED_TOGETHER):
        part = goods_ids[start : start + _CLOSED_TOGETHER]
        request = auction_pb2.AdvanceAuctionsRequest(goods_ids=part)
        calls = [
            stub.AdvanceAuctions.future(request, timeout=15, metadata=metadata) for stub in stubs
        ]
        for call in calls:
            call.result()
    for channel in channels:
        channel.close()


def _deadlocks(cluster: Cluster) -> int:
    with connected(cluster.database_url) as database:
        row = database.execute_sql("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'").fetchone()
        return int(row[1])


#: Rows that a transaction has written make it the heavier one, whose work a deadlock spares.
_BALLAST = 300
_LOCKED = 30


def _hold(database_url: str, goods_id: int, seconds: float) -> None:
    """Whoever waits for the row gives up, and tries again."""
    with connected(database_url) as database, database.atomic():
        database.execute_sql("SELECT 1 FROM auction WHERE goods_id = %s FOR UPDATE", (goods_id,))
        time.sleep(seconds)


def _lock_backwards(
    database_url: str, goods_ids: Callable[[], Iterable[int]], ended: threading.Event
) -> int:
    """Locks goods from the last to the first; tells how often that was undone."""
    undone = 0
    with connected(database_url) as database:
        database.execute_sql("CREATE TABLE IF NOT EXISTS ballast (n INT)")
        while not ended.wait(0.02):
            some = sorted(goods_ids())[-2_000:]
            chosen = sorted(random.sample(some, min(_LOCKED, len(some))), reverse=True)
            try:
                _lock_in_order(database, chosen, is_heavy=random.random() < 0.7)
            except peewee.OperationalError:
                undone += 1
    return undone


def _lock_in_order(database: peewee.Database, goods_ids: Sequence[int], *, is_heavy: bool) -> None:
    with database.atomic() as transaction:
        if is_heavy:
            rows = ", ".join(["(1)"] * _BALLAST)
            database.execute_sql(f"INSERT INTO ballast VALUES {rows}")  # noqa: S608
        for goods_id in goods_ids:
            sql = "SELECT 1 FROM auction WHERE goods_id = %s FOR UPDATE"
            database.execute_sql(sql, (goods_id,))
            time.sleep(0.001)
        transaction.rollback()


def check(file: Path, report: Report) -> None:
    """This function will put into a report whatever is wrong in a record."""
    _say("checking the record")
    with file.open("rb") as lines:
        kept = read(lines)
    found = findings(kept)
    for each in found[:_FINDINGS_SHOWN]:
        report.faults.append(f"{each.check}: goods {each.goods_id}: {each.text}")
    note = f"{len(kept.entries):,} entries in the logs of {len(kept.auctions):,} auctions"
    report.add(Row("errors found", len(found), "", "0", not found, {}, note))
