"""How many machines do so many bidders need, at what price, and what breaks first?

A busy hour is simulated; what each thing in it costs each process was measured (`bench costs`,
kept in bench/costs.json). What machines are and cost is assumed, and can be said otherwise.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from bench.load.evenings import Habits, Second, busy_second
from bench.report import Report, Row

_COSTS = Path(__file__).with_name("costs.json")
#: Above this, waits grow faster than work does.
_BUSY = 0.6
#: Of the machines of a topology (docs/scale.md), those for what is ours: no store, no nginx.
_TOPOLOGIES = {1: 1, 5: 2, 20: 12}
#: Up to so many of ours, nginx runs on them, and Redis where MariaDB does.
_SMALL = 6
#: They run on machines of their own, but where there is a single one.
_STORES = ("mariadb", "redis")
#: Bids a second on one goods, which one lane takes (`python -m bench bids`).
_HOT_GOODS = 1_500.0
#: A STOMP frame with a state, and what TCP and TLS put around it.
_FRAME_BYTES = 700


@dataclass
class Sizes:
    """What a run takes."""

    bidders: int = 10_000
    #: Of the hour, these seconds are simulated.
    seconds: int = 1_800
    #: Of each machine.
    cores: int = 8
    gigabytes: float = 32.0
    gigabits: float = 10.0
    #: Won a month, for one machine.
    won: int = 300_000
    #: Per person and hour.
    pages: float = Habits.pages
    searches: float = Habits.searches
    bids: float = Habits.bids
    lots: float = Habits.lots
    pictures: float = Habits.pictures

    @property
    def habits(self) -> Habits:
        return Habits(self.pages, self.searches, self.bids, self.lots, self.pictures)


FULL = Sizes(bidders=100_000)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will say what so many need, what first is not enough, and what others carry."""
    report = Report("plan", asdict(sizes))
    costs = measured()
    busy = busy_second(bidders=sizes.bidders, habits=sizes.habits, seconds=sizes.seconds)
    rates = happening(sizes, busy)
    used = cores(costs, rates)
    for name, rate in rates.items():
        report.add(Row(f"{name}, at the peak", rate, "/s", "", None))
    for name, share in used.most_common():
        if share >= 0.01:
            note = f"{processes(name, share)} process(es), {100 * _BUSY:.0f} % busy at most"
            report.add(Row(f"cores of {name}", share, "", "", None, {}, note))
    needed = machines(sizes, used)
    report.add(Row("machines", needed.total, "", "", None, needed._asdict(), str(needed)))
    report.add(Row("won a month", needed.total * sizes.won, "won", "", None))
    for name, bidders in sorted(limits(sizes, used, busy), key=lambda limit: limit[1]):
        report.add(Row(f"{name} is enough for", bidders, "bidders", "", None))
    for count in _TOPOLOGIES:
        carried = carries(sizes, count, used)
        report.add(Row(f"{count} machine(s) carry", carried, "bidders", "", None))
    return report


def measured() -> dict[str, Counter[str]]:
    """This function will give seconds of a core, by what is done and by process."""
    rows = json.loads(_COSTS.read_text())["rows"]
    costs = {row["name"]: Counter(row["details"]) for row in rows if row["unit"] == "µs"}
    return {
        name: Counter({process: us / 1e6 for process, us in each.items()})
        for name, each in costs.items()
    }


def happening(sizes: Sizes, busy: Second) -> dict[str, float]:
    """This function will give how often a second what is done."""
    habits = sizes.habits
    hourly = {
        "page": habits.pages,
        "search": habits.searches,
        # Whoever comes, comes once; half of them again, by another way into the network.
        "connecting": 1.5,
        "picture": habits.lots * habits.pictures,
        "payment": habits.lots,
    }
    each = {name: sizes.bidders * times / 3_600 for name, times in hourly.items()}
    return {"bid": busy.bids, "delivery": busy.deliveries} | each


def cores(costs: dict[str, Counter[str]], rates: dict[str, float]) -> Counter[str]:
    """This function will give the cores that each kind of process takes in all."""
    used: Counter[str] = Counter()
    for name, rate in rates.items():
        used.update({process: rate * seconds for process, seconds in costs[name].items()})
    return used


def processes(name: str, used: float) -> int:
    """This function will give how many of a kind are to run; MariaDB takes all cores there are."""
    return 1 if name in _STORES else math.ceil(used / _BUSY)


def machines(sizes: Sizes, used: Counter[str]) -> "Machines":
    """This function will give as many machines as are needed; all on one, if that is enough."""
    room = sizes.cores * _BUSY
    if used.total() <= room:
        return Machines(0, 0, 1, 1)
    ours = max(_TOPOLOGIES[5], math.ceil(_ours(used) / room))
    markets = math.ceil(used["mariadb"] / room)
    if ours <= _SMALL and markets == 1:
        return Machines(0, 3, ours, 1)
    return Machines(2, 6 * markets, ours, markets)


class Machines(NamedTuple):
    """How many are for what."""

    fronts: int
    stores: int
    ours: int
    #: Into how many the market is cut by its goods, each with stores of its own.
    markets: int

    @property
    def total(self) -> int:
        return self.fronts + self.stores + self.ours

    def __str__(self) -> str:
        if self.total == 1:
            return "all on one"
        cut = f"; cut by goods into {self.markets}" if self.markets > 1 else ""
        return f"{self.fronts} nginx, {self.stores} data, {self.ours} for the rest{cut}"


def limits(sizes: Sizes, used: Counter[str], busy: Second) -> Iterator[tuple[str, float]]:
    """This function will give up to how many bidders each thing suffices that there is once."""
    of_all = {
        "MariaDB that takes all writes": used["mariadb"] / (sizes.cores * _BUSY),
        "Redis that all is told through": used["redis"] / _BUSY,
        "the lane of the one goods that draw most": busy.hottest / _HOT_GOODS,
        "the cable of one machine of nginx": busy.deliveries
        * _FRAME_BYTES
        * 8
        / (sizes.gigabits * 1e9 * _BUSY),
    }
    for name, share in of_all.items():
        yield name, sizes.bidders / share if share else math.inf


def carries(sizes: Sizes, count: int, used: Counter[str]) -> float:
    """This function will give how many bidders so many machines are enough for, about."""
    room = sizes.cores * _BUSY
    if count == 1:
        return sizes.bidders * room / used.total()
    of_ours = sizes.bidders * _TOPOLOGIES[count] * room / _ours(used)
    of_writer = sizes.bidders * room / used["mariadb"]
    return min(of_ours, of_writer)


def _ours(used: Counter[str]) -> float:
    return used.total() - sum(used[name] for name in _STORES)
