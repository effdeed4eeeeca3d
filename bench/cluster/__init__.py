"""What do members notice when a machine goes? Five hosts, and whatever can happen to them.

Three for data (MariaDB with Galera, Redis, Sentinel) and two for the rest, each a network namespace
with the files of deploy/, and everything with its own addresses and ports. Members bid at a steady
rate through nginx, repeat with their key what was not answered, and listen at the relay. What
happens is named by `--list`; afterwards the history, the books, the alarms and all tables of all
nodes are looked at. It takes root; nothing of it stays.
"""

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop

from bench.cluster.hosts import CannotBeBuilt
from bench.cluster.machines import Machines
from bench.cluster.playing import Outcome, Rounds, play, say
from bench.cluster.scenarios import SCENARIOS, Limits, chosen
from bench.cluster.starting import running_machines
from bench.report import Report, Row

_MEMORY = Path("/dev/shm")  # noqa: S108 - three databases that are flushed with each commit


@dataclass
class Sizes:
    """What a run takes."""

    only: str = ""
    list: bool = False
    #: Two at once, chosen by the seed.
    two: bool = False
    seed: int = 1
    members: int = 20
    #: Bids a second.
    rate: float = 30.0


FULL = Sizes(members=40, rate=50.0)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will have one scenario happen after another, and judge each."""
    report = Report("cluster", asdict(sizes))
    if sizes.list:
        sys.stdout.write("".join(f"{one.name}\n" for one in SCENARIOS))
        return report
    # Whoever ends us finds the machine as it was.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        plays = chosen(sizes.only, two=sizes.two, seed=sizes.seed)
        with (
            in_memory(folder) as own,
            _kept_logs(own / "log", report),
            running_machines(own) as machines,
        ):
            for together in plays:
                judge(report, [together], happening(machines, [together], sizes, own))
    except (CannotBeBuilt, LookupError) as reason:
        report.faults.append(str(reason))
    return report


@contextmanager
def in_memory(folder: Path) -> Iterator[Path]:
    if not _MEMORY.is_dir():
        yield folder
        return
    with tempfile.TemporaryDirectory(
        prefix="cluster-", dir=_MEMORY, ignore_cleanup_errors=True
    ) as own:
        yield Path(own)


@contextmanager
def _kept_logs(logs: Path, report: Report) -> Iterator[None]:
    """What everybody logged outlives a run in which something was not as it should be."""
    is_done = False
    try:
        yield
        is_done = not report.faults and all(row.reached for row in report.rows)
    finally:
        if not is_done and logs.is_dir():
            kept = Path(tempfile.mkdtemp(prefix="pikcur-cluster-"))
            shutil.copytree(logs, kept, dirs_exist_ok=True)
            say(f"the logs of it are in {kept}")


def happening(machines: Machines, rounds: Rounds, sizes: Sizes, folder: Path) -> Outcome:
    """This function will have scenarios happen, seen from outside."""
    with machines.hosts["outside"].inside():
        return uvloop.run(play(machines, rounds, folder, members=sizes.members, rate=sizes.rate))


def judge(report: Report, rounds: Rounds, found: Outcome) -> None:
    """This function will add the row of what came of scenarios."""
    limits = _widest([one.limits for together in rounds for one in together])
    silent = found.lost - (found.told if limits.may_lose else 0)
    is_well = (
        found.errors == 0
        and found.pause <= limits.pause
        and found.late <= limits.late
        and silent == 0
    )
    note = (
        f"{found.errors} errors, {found.repeated} repeats of {found.accepted:,} bids; closing"
        f" ≤ {found.late:.1f} s late; of {found.alarms:,} alarms {found.lost} lost"
        f" ({found.told} said), {found.doubled} doubled, {found.resets} resets"
    )
    say(note)
    target = f"≤ {limits.pause:g}"
    report.add(Row(found.name, found.pause, "s", target, is_well, asdict(found), note))
    report.faults += [f"{found.name}: {fault}" for fault in found.faults]


def _widest(limits: Sequence[Limits]) -> Limits:
    return Limits(
        max(one.pause for one in limits),
        max(one.late for one in limits),
        any(one.may_lose for one in limits),
    )
