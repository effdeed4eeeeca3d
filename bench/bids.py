"""How many bids a second, how soon, at what cost? Ours beside others that do less, in turn.

Ours go through the real edge with all that a bid is: token, validation, key, rules, hash, receipt
and facts. All of them are checked afterwards; one wrong answer, and nothing counts.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.load.markets import Market, Usage, check, put_long_logs, stocked_market
from bench.load.players import Player, playing
from bench.peers import environment
from bench.report import Report, Row, middle
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.processes import ROOT
from bench.servers.stock import connected
from settings import Settings

#: The same code; each bid is a call, and a transaction, of its own.
ONE_BY_ONE = {"BID_BATCH_MOST": "1"}
_THREADS = (1, 8, 32)
_MEGABYTE = 1_000_000
#: Above what any long log has come to.
_ABOVE_ALL = 100_000_000_000
_PACKAGES = ("cryptography", "falcon", "grpcio", "gunicorn", "msgspec", "protobuf", "pymysql")


@dataclass
class Sizes:
    """What a run takes; the defaults are short, `FULL` is for what is written down."""

    #: Some of bare, alone, peer, latency, memory, logs; all if empty.
    only: str = ""
    seconds: float = 1.0
    warm: float = 0.3
    rounds: int = 3
    connections: int = 256
    #: So many that nobody reaches the bids that one member may make a minute.
    members: int = 2_000
    spread: int = 1_000
    services: int = 1
    edges: int = 1
    #: Of the FastAPI service: one a core.
    processes: int = 2
    rate: float = 500.0
    open_seconds: float = 4.0
    #: Bids in the longest log, and goods with a single one.
    long: int = 100_000
    fresh: int = 2_000
    cost_seconds: float = 6.0
    listed: int = 10_000

    def has(self, part: str) -> bool:
        return not self.only or part in self.only.split(",")


FULL = Sizes(
    seconds=4.0,
    warm=1.0,
    rounds=7,
    open_seconds=30.0,
    cost_seconds=30.0,
    fresh=10_000,
    members=6_000,
)


@dataclass
class Bench:
    """One run: who takes part, and what comes of it."""

    report: Report
    sizes: Sizes
    folder: Path
    cluster: Cluster
    ours: Market
    #: Ours with batches of one, and the service of the others; and why one of them is missing.
    alone: Market | None = None
    peer: Market | None = None
    peer_note: str = "not asked for"
    rates: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def warm_up(self) -> None:
        """The first bids meet processes that have not worked yet."""
        for market in filter(None, (self.ours, self.alone, self.peer)):
            for goods in (market.hot, self._spread(market)):
                self._flood(market, goods, seconds=min(1.0, self.sizes.seconds))

    def compare_all(self) -> None:
        """This function will measure all that is compared, each in its turn, round for round."""
        sizes, is_compared = self.sizes, any(map(self.sizes.has, ("bare", "alone", "peer")))
        for _ in range(sizes.rounds if is_compared else 0):
            self._note("ours hot", self._flood(self.ours, self.ours.hot))
            if sizes.has("bare"):
                self._note("bare hot", self._bare(1))
            for market in filter(None, (self.alone, self.peer)):
                self._note(f"{market.name} hot", self._flood(market, market.hot))
            if sizes.has("bare"):
                self._note("ours spread", self._flood(self.ours, self._spread(self.ours)))
                self._note("bare spread", self._bare(sizes.spread))
        if is_compared:
            self._add_rows()

    def _add_rows(self) -> None:
        self._compare("one hot auction ÷ bare pymysql, the best of its threads", 2.0,
                      "ours hot", "bare hot")  # fmt: skip
        self._compare("the same ÷ our own path with batches of one", 3.0, "ours hot", "alone hot")
        self._compare(f"spread over {self.sizes.spread:,} ÷ bare pymysql spread", 1.2,
                      "ours spread", "bare spread")  # fmt: skip
        self._compare("one hot auction ÷ FastAPI + uvicorn + pymysql", 1.5, "ours hot", "peer hot",
                      self.peer_note)  # fmt: skip
        self._add_accepted()

    def _spread(self, market: Market) -> list[int]:
        return market.others[: self.sizes.spread]

    def _flood(self, market: Market, goods: Sequence[int], **more: Any) -> dict[str, Any]:
        sizes = self.sizes
        usual = {
            "connections": sizes.connections, "seconds": sizes.seconds, "warm": sizes.warm,
        }  # fmt: skip
        return market.flood(goods, **(usual | more))

    def _note(self, name: str, done: dict[str, Any]) -> None:
        self.rates.setdefault(name, []).append(done)
        sys.stderr.write(f"    {name}: {done['perSecond']:,.0f}/s\n")

    def _bare(self, goods: int) -> dict[str, Any]:
        tried = [self._bare_with(threads, goods) for threads in _THREADS]
        best = max(tried, key=lambda one: float(one["perSecond"]))
        return best | {"tried": tried}

    def _bare_with(self, threads: int, goods: int) -> dict[str, Any]:
        command = [
            sys.executable, "-m", "bench.peers.bare", f"{server_url(self.cluster)}/bare",
            "--goods", str(goods), "--seconds", str(self.sizes.seconds), "--threads", str(threads),
        ]  # fmt: skip
        usage = Usage(lambda: {"mariadb": self.cluster.cpu_seconds()["mariadb"]})
        said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        told: dict[str, Any] = json.loads(said)
        bids = max(1, told["allBids"])
        told |= usage.by(bids, client_seconds=told["cpuSeconds"])
        told["cpuMicroseconds"]["bare"] = round(1e6 * told["cpuSeconds"] / bids)
        return told

    def _compare(
        self, name: str, target: float, ours: str, theirs: str, why_not: str = "not asked for"
    ) -> None:
        if theirs not in self.rates:
            note = f"not measured: {why_not}"
            self.report.add(Row(name, None, "×", f"≥ {target}", None, note=note))
            return
        pairs = list(zip(self.rates[ours], self.rates[theirs], strict=True))
        ratios = [a["perSecond"] / b["perSecond"] for a, b in pairs]
        ratio = middle(ratios)
        details = {"ours": self.rates[ours], "theirs": self.rates[theirs],
                   "ratios": [round(one, 3) for one in ratios]}  # fmt: skip
        note = f"{said(self.rates[ours])}, against {said(self.rates[theirs])}"
        self.report.add(Row(name, ratio, "×", f"≥ {target}", ratio >= target, details, note))

    def _add_accepted(self) -> None:
        shares = [done["accepted"] / max(1, done["answered"]) for done in self.rates["ours hot"]]
        share = 100 * middle(shares)
        name = "  of the bids on the hot auction accepted"
        self.report.add(Row(name, share, "%", "≥ 70", share >= 70, {"shares": shares}))
        microseconds = [done["clientMicroseconds"] for done in self.rates["ours hot"]]
        client = middle([done["clientCpu"] for done in self.rates["ours hot"]])
        note = f"{middle(microseconds):.0f} µs a bid"
        self.report.add(Row("  bid client, of a core", 100 * client, "%", "", None, {}, note))
        others = [done["othersCores"] for rounds in self.rates.values() for done in rounds]
        note = f"at most {max(others):.2f}; with more than a few per cent no rate says much"
        self.report.add(Row("  cores that others used", middle(others), "", "", None, {}, note))

    def measure_latency(self) -> None:
        """This function will add the rows of bids that come evenly, answered or not."""
        sizes = self.sizes
        order = {"do": "open", "connections": sizes.connections, "rate": sizes.rate,
                 "seconds": sizes.open_seconds, "warm": 1.0}  # fmt: skip
        done = self.ours.does(order, self.ours.hot)
        details, note = done, f"{done['accepted']:,} of {done['answered']:,} accepted"
        for part, limit in (("p50", 10), ("p99", 50)):
            value = done["ms"][part]
            name = f"answered at {sizes.rate:g} bids/s on one auction, {part}"
            self.report.add(Row(name, value, "ms", f"≤ {limit}", value <= limit, details, note))
            details, note = {}, f"longest {done['ms']['max']:.0f} ms"

    def measure_long_logs(self) -> None:
        """
        This function will add the row of what a bid costs where there have been many.

        One bidder bids on goods of each kind in turn, so that noise falls on all kinds alike.
        """
        counts = {1: self.sizes.fresh, 1_000: 1, self.sizes.long: 1}
        kinds = put_long_logs(self.ours, self.cluster, counts, self.folder)
        turns = [list(goods) for goods in kinds.values()]
        rounds = max(map(len, turns))
        goods = [one[number % len(one)] for number in range(rounds) for one in turns]
        order = {"do": "closed", "connections": 1, "seconds": self.sizes.cost_seconds,
                 "warm": 0.0, "parts": len(turns), "start": _ABOVE_ALL}  # fmt: skip
        done = self.ours.does(order, goods)
        times = [part["p50"] for part in done["msOfParts"]]
        ratio = max(times) / max(0.001, min(times))
        note = "time of one client's bid: " + ", ".join(
            f"{ms:.2f} ms after {count:,}" for count, ms in zip(kinds, times, strict=True)
        )
        name = "cost of a bid after many ÷ after few"
        self.report.add(Row(name, ratio, "×", "≤ 1.2", ratio <= 1.2, done, note))
        self._add_grown()

    def _add_grown(self) -> None:
        """Where looking for a key took longer with every bid in the table, this would show it."""
        before = self.rates.get("ours hot")
        if before is None:
            return
        after = [self._flood(self.ours, self.ours.hot) for _ in before]
        ratio = middle([done["perSecond"] for done in after]) / middle(
            [done["perSecond"] for done in before]
        )
        name = f"  one hot auction with {self.sizes.long:,} more bids in the table ÷ before"
        self.report.add(Row(name, ratio, "×", "", None, {"after": after}, said(after)))

    def measure_memory(self) -> None:
        """This function will add the row of what a services process needs with many auctions."""
        goods = self.ours.goods[: self.sizes.listed]
        done = self._flood(self.ours, goods)
        names = [name for name in self.cluster.names if name.startswith("services-")]
        peaks = {name: _peak_bytes(self.cluster.pid(name)) / _MEGABYTE for name in names}
        most = max(peaks.values())
        name = f"memory of a services process with {len(goods):,} open auctions"
        note = f"at its peak, {done['perSecond']:,.0f} bids/s"
        self.report.add(Row(name, most, "MB", "≤ 250", most <= 250, done | {"peaks": peaks}, note))


def said(rounds: Sequence[dict[str, Any]]) -> str:
    """This function will tell the middle rate of some rounds, and what each process used."""
    used = {
        name: middle([done["cpuMicroseconds"][name] for done in rounds])
        for name in rounds[0]["cpuMicroseconds"]
    }
    parts = [f"{name} {us:.0f}" for name, us in used.items() if us >= 1]
    threads = sorted({str(done["threads"]) for done in rounds if "threads" in done})
    how = [f"{' or '.join(threads)} threads"] if threads else []
    said = f"{middle([done['perSecond'] for done in rounds]):,.0f}/s"
    return f"{said} ({'; '.join([*how, ', '.join(parts) + ' µs each'])})"


def _peak_bytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will measure the bid path beside others that do the same, or less."""
    report = Report("bids", asdict(sizes) | {"increments": Settings().bid_increments})
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(_cluster(sizes, folder / "ours"))
        client = stack.enter_context(playing("bench.load.bidclient"))
        report.settings["versions"] = _versions(cluster)
        listed = max(sizes.listed, sizes.spread + 1)
        ours = stocked_market(
            "ours", cluster, client, report.faults, members=sizes.members, goods=listed
        )
        bench = Bench(report, sizes, folder, cluster, ours)
        if sizes.has("peer"):
            _invite_peer(bench, stack)
        checked = [(ours, cluster)]
        if sizes.has("alone"):
            checked.append(_invite_alone(bench, client, stack))
        _measure(bench)
        for market, its_cluster in checked:
            check(market, its_cluster, folder)
    if report.faults:
        void(report)
    return report


def _measure(bench: Bench) -> None:
    bench.warm_up()
    bench.compare_all()
    if bench.sizes.has("latency"):
        bench.measure_latency()
    if bench.sizes.has("memory"):
        bench.measure_memory()
    if bench.sizes.has("logs"):
        bench.measure_long_logs()


def void(report: Report) -> None:
    """This function will let nothing count of what was measured while something went wrong."""
    for row in report.rows:
        if row.value is not None:
            row.details["measured"] = row.value
            row.value, row.reached = 0.0, False if row.target else None


def _cluster(
    sizes: Sizes, folder: Path, settings: Mapping[str, str] | None = None
) -> contextlib.AbstractContextManager[Cluster]:
    return running_cluster(folder, services=sizes.services, edges=sizes.edges, environment=settings)


def server_url(cluster: Cluster) -> str:
    """This function will give where the database is, without a database's name."""
    return cluster.database_url.rpartition("/")[0]


def _invite_alone(
    bench: Bench, client: Player, stack: contextlib.ExitStack
) -> tuple[Market, Cluster]:
    sizes, faults = bench.sizes, bench.report.faults
    cluster = stack.enter_context(_cluster(sizes, bench.folder / "alone", ONE_BY_ONE))
    bench.alone = stocked_market(
        "alone", cluster, client, faults, members=sizes.members, goods=sizes.spread + 1
    )
    return bench.alone, cluster


def _invite_peer(bench: Bench, stack: contextlib.ExitStack) -> None:
    goods = list(range(1, bench.sizes.spread + 2))
    try:
        service = stack.enter_context(
            environment.service(
                bench.folder,
                server_url(bench.cluster),
                goods=len(goods),
                processes=bench.sizes.processes,
            )
        )
    except environment.NotInstalled as error:
        bench.peer_note = str(error)
        return
    bench.report.settings["peerThreads"] = service.threads
    bench.peer = replace(
        bench.ours,
        name="peer",
        ports=[service.port],
        # The seller is member 1.
        members=[(n, service.signer.token(n)) for n in range(2, bench.sizes.members + 2)],
        goods=goods,
        # It has its own database, in the same server.
        cpu_seconds=lambda: {
            "uvicorn": service.cpu_seconds(),
            "mariadb": bench.cluster.cpu_seconds()["mariadb"],
        },
    )


def _versions(cluster: Cluster) -> dict[str, str]:
    found = {name: version(name) for name in _PACKAGES}
    with connected(cluster.database_url) as database:
        found["mariadb"] = database.execute_sql("SELECT VERSION()").fetchone()[0]
    return found
