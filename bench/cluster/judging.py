"""Is everything right afterwards? Every bid, the books, the alarms, and all nodes alike."""

import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bench.check.record import Recorder, recorded_auctions, recorded_rules
from bench.cluster.databases import connected
from bench.cluster.hosts import APP, DATA
from bench.cluster.machines import Machines
from bench.servers.processes import ROOT
from grpc_services.audit.checks import findings
from grpc_services.audit.record import read

_PATIENCE = 30.0
_FINDINGS_SHOWN = 5
Found = TypeVar("Found")


def history_faults(
    machines: Machines, goods_ids: Sequence[int], record: Recorder, file: Path
) -> list[str]:
    """This function will hold what bidders were told against what is stored."""
    with machines.hosts[next(iter(DATA))].inside():
        record.add(recorded_auctions(machines.database_url, goods_ids))
    record.add(iter([recorded_rules()]))
    record.flush()
    with file.open("rb") as lines:
        found = findings(read(lines))
    return [f"{one.check}: goods {one.goods_id}: {one.text}" for one in found[:_FINDINGS_SHOWN]]


def audit_faults(machines: Machines) -> list[str]:
    """This function will ask as an operator does whether books, logs and what waits are right."""
    host = machines.hosts[next(iter(APP))]
    unit = machines.units(host)["release"]
    command = [unit.command[0], "-m", "bin.pikcur", "--data", str(machines.folder), "audit"]
    done = subprocess.run(
        host.command(*command), env=unit.environment, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [] if done.returncode == 0 else [f"audit: {done.stdout[-1000:]}{done.stderr[-1000:]}"]


def node_faults(machines: Machines) -> list[str]:
    """This function will compare all tables of all nodes, once nothing changes any more."""
    found = _until_none(lambda: _unlike(machines))
    return [f"the nodes differ in {', '.join(found)}"] if found else []


def _unlike(machines: Machines) -> list[str]:
    sums = [_checksums(machines, host) for host in DATA]
    return sorted(table for table in sums[0] if len({one.get(table) for one in sums}) > 1)


def _checksums(machines: Machines, host: str) -> dict[str, int]:
    with connected(machines, host) as line, line.cursor() as cursor:
        cursor.execute("SHOW FULL TABLES IN pikcur WHERE Table_type = 'BASE TABLE'")
        tables = ", ".join(f"pikcur.{name}" for name, _ in cursor.fetchall())
        cursor.execute(f"CHECKSUM TABLE {tables}")
        return dict(cursor.fetchall())


def wait_until_told(machines: Machines) -> list[str]:
    """This function will wait until all facts are told, and say how many are not."""
    sql = "SELECT COUNT(*) FROM pikcur.outbox WHERE stage < 2"

    def left() -> int:
        with connected(machines, next(iter(DATA))) as line, line.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

    count = _until_none(left)
    return [f"{count} facts are not told"] if count else []


def stored_alarms(machines: Machines, member_ids: Sequence[int]) -> dict[int, set[int]]:
    """This function will give the alarms that are to be seen on the screens of members."""
    marks = ", ".join(["%s"] * len(member_ids))
    sql = f"SELECT member_id, alarm_id FROM pikcur.alarm WHERE by_push AND member_id IN ({marks})"  # noqa: S608
    found: dict[int, set[int]] = defaultdict(set)
    with connected(machines, next(iter(DATA))) as line, line.cursor() as cursor:
        cursor.execute(sql, member_ids)
        for member_id, alarm_id in cursor.fetchall():
            found[member_id].add(alarm_id)
    return found


def twice_told(machines: Machines) -> int:
    """This function will count alarms of one fact to one member that have two numbers."""
    sql = (
        "SELECT COUNT(*) FROM (SELECT 1 FROM pikcur.alarm GROUP BY member_id, fact_id, kind"
        " HAVING COUNT(*) > 1) AS twice"
    )
    with connected(machines, next(iter(DATA))) as line, line.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _until_none(look: Callable[[], Found]) -> Found:
    deadline = time.monotonic() + _PATIENCE
    while (found := look()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found
