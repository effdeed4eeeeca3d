"""Can two releases run side by side? Each process is replaced by the other release's, under load.

All processes of this release run on tables of this release. Members bid through both edges, and
auctions end, are won and are ordered, while one process after the other is ended as an upgrade does
it and the other release's takes its place; then the same back again. So old edges meet new
services and new ones old, facts are told and jobs done by either. No bid may be lost, nobody told
that something broke, no fact put aside, and no job a dead letter.
"""

import asyncio
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

import redis
import uvloop

from bench.chaos import check
from bench.check.record import Recorder, recorded_auctions, recorded_rules, recorder
from bench.load.bidding import Bidders, offer
from bench.report import Report, Row
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.processes import ROOT, wait_for
from bench.servers.stock import Stock, connected, database_time, stock
from models.outbox import FOREIGN, NEW, PARKED, RAISED

_START_PRICE = 10_000
#: Bids that are accepted before the next process is replaced.
_GOES_ON = 20
_TOLD_SECONDS = 120


@dataclass
class Sizes:
    """What a run takes."""

    clients: int = 20
    #: Half of them end while it runs.
    goods: int = 60
    seconds: float = 60.0
    #: Of the other release, as git knows it; the newest tag, unless it is said.
    of: str = ""
    #: Where the other release is already, installed, instead.
    at: str = ""


FULL = Sizes(clients=100, goods=600, seconds=240.0)


class NoRelease(SystemExit):
    """There is no other release to be found here."""


def run(sizes: Sizes, folder: Path) -> Report:
    """
    This function will replace each process by the other release's and back, while members bid.

    :raises NoRelease: if it is not there, saying what to do
    """
    report = Report("releases", asdict(sizes))
    file = folder / "releases.jsonl"
    other = Path(sizes.at) if sizes.at else _checked_out(sizes.of, folder / "other")
    with (
        running_cluster(
            folder / "cluster", services=2, edges=2, workers=1, clocks=1, relays=1
        ) as cluster,
        recorder(file) as record,
    ):
        uvloop.run(_upgraded(cluster, sizes, other, record, report))
        _judge_what_was_told(cluster, report)
    check(file, report)
    return report


def _checked_out(name: str, folder: Path) -> Path:
    """:raises NoRelease: if git does not know it"""
    ref = name or _git("describe", "--tags", "--abbrev=0", "--match", "v*")
    if not ref or not _git("rev-parse", "--verify", f"{ref}^{{commit}}"):
        raise NoRelease(
            f"There is no release {ref or 'with a tag v*'} here. Name one: --of COMMIT; a clone "
            "without history fetches it first: git fetch --unshallow --tags."
        )
    folder.mkdir()
    archive = folder.with_suffix(".tar")
    _git("archive", "--output", str(archive), ref)
    shutil.unpack_archive(archive, folder, filter="data")
    sys.stderr.write(f"  installing {ref} …\n")
    subprocess.run([folder / "bin" / "install"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""


async def _upgraded(
    cluster: Cluster, sizes: Sizes, other: Path, record: Recorder, report: Report
) -> None:
    house = await asyncio.to_thread(_listed, cluster, sizes)
    async with Bidders(cluster.edge_ports, house.tokens, record) as bidders:
        replacing = asyncio.create_task(_replace_all(cluster, other, record))
        await asyncio.gather(
            *(_bid_until(replacing, bidders, house, member_id) for member_id in house.member_ids)
        )
        count = await replacing
    recorded = recorded_auctions(cluster.database_url, house.goods_ids)
    await asyncio.to_thread(record.add, recorded)
    record.add(iter([recorded_rules()]))
    least = _GOES_ON * count
    row = Row("bids accepted", record.accepted, "", f"≥ {least}", record.accepted >= least)
    row.note = ", ".join(f"{number:,} {name}" for name, number in record.results.most_common())
    report.add(row)
    report.add(Row("processes replaced", count, "", "", None))
    if broken := [name for name in record.results if "INTERNAL" in name or "500" in name]:
        report.faults.append(f"members were told {', '.join(broken)}")


def _listed(cluster: Cluster, sizes: Sizes) -> Stock:
    """Goods that end while processes are replaced, and others that do not."""
    with connected(cluster.database_url) as database:
        now = database_time(database)
    ends_at = now + timedelta(seconds=sizes.seconds)
    half = sizes.goods // 2
    ending = stock(cluster, members=1, goods=half, ends_at=ends_at, start_price=_START_PRICE)
    lasting = stock(cluster, members=sizes.clients, goods=half, start_price=_START_PRICE)
    return replace(lasting, goods_ids=[*ending.goods_ids, *lasting.goods_ids])


async def _bid_until(
    over: "asyncio.Task[int]", bidders: Bidders, house: Stock, member_id: int
) -> None:
    while not over.done():
        goods_id = random.choice(house.goods_ids)
        minimum = bidders.minimums.get(goods_id, _START_PRICE)
        await bidders.bid(offer(goods_id, member_id, price=minimum + 1_000 * random.randrange(5)))
        await asyncio.sleep(random.uniform(0.0, 0.2))


async def _replace_all(cluster: Cluster, other: Path, record: Recorder) -> int:
    """The order of an upgrade, and back again."""
    ours = dict(_commands(cluster))
    theirs = {name: _of(other, command) for name, command in ours.items()}
    count = 0
    for commands in (theirs, ours):
        for name in commands:
            sys.stderr.write(f"  {name}, {count + 1} of {2 * len(ours)}\n")
            await asyncio.to_thread(cluster.replace, name, commands[name])
            count += 1
            goes_on = record.accepted + _GOES_ON
            while record.accepted < goes_on:
                await asyncio.sleep(0.01)
    return count


def _commands(cluster: Cluster) -> Iterator[tuple[str, list[str]]]:
    """Services first, edges and relays last, as docs/operating.md has it."""
    kinds = ("services", "background", "closer", "worker", "payments", "delivery", "mail")
    for kind in (*kinds, "images", "clock", "edge", "relay"):
        for name in cluster.names:
            if name.rpartition("-")[0] == kind or name == kind:
                yield name, cluster.command_of(name)


def _of(other: Path, command: list[str]) -> list[str]:
    """The same, by the other release's programs and in its folder."""
    program, *arguments = command
    return ["env", "-C", str(other), str(other / ".venv/bin" / Path(program).name), *arguments]


def _judge_what_was_told(cluster: Cluster, report: Report) -> None:
    log = cluster.logs / "services-1.log"
    with connected(cluster.database_url) as database:

        def left(*stages: int) -> int:
            wanted = ", ".join(map(str, stages))
            sql = f"SELECT COUNT(*) FROM outbox WHERE stage IN ({wanted})"  # noqa: S608 - ours
            return int(database.execute_sql(sql).fetchone()[0])

        def unordered() -> int:
            sql = (
                "SELECT COUNT(*) FROM auction a LEFT JOIN orders o ON o.goods_id = a.goods_id "
                "WHERE a.state = 'WON' AND o.order_id IS NULL"
            )
            return int(database.execute_sql(sql).fetchone()[0])

        wait_for("facts", lambda: not left(NEW, RAISED, FOREIGN), log, _TOLD_SECONDS)
        wait_for("orders", lambda: not unordered(), log, _TOLD_SECONDS)
        parked = left(PARKED)
    with _jobs(cluster) as jobs:
        dead = sum(int(jobs.zcard(name)) for name in jobs.scan_iter("dramatiq:*.XQ"))
    report.add(Row("facts put aside", parked, "", "0", not parked))
    report.add(Row("dead letters", dead, "", "0", not dead))
    if parked or dead:
        report.faults.append(f"{parked} facts were put aside, {dead} jobs are dead letters")


@contextmanager
def _jobs(cluster: Cluster) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(f"{cluster.redis_url}/0") as client:
        yield client
