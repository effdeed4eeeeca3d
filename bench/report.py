"""How does a measurement look? Rows beside their targets, as a table and as JSON."""

import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass
class Row:
    """One measure; `reached` is None if there is nothing to compare with."""

    name: str
    value: float | None
    unit: str
    target: str
    reached: bool | None
    details: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass
class Report:
    """What one run has measured, and whether anything was lost in it."""

    title: str
    settings: dict[str, Any]
    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        self.rows.append(row)
        sys.stderr.write(f"  {row.name}: {_value(row)}\n")

    def show(self) -> None:
        table = Table(title=self.title, title_justify="left")
        for name in ("measure", "measured", "to reach", "", "how"):
            table.add_column(name, justify="right" if name in ("measured", "to reach") else "left")
        for row in self.rows:
            mark = {True: "✓", False: "✗", None: "–"}[row.reached]
            table.add_row(row.name, _value(row), row.target, mark, row.note)
        Console(width=None if sys.stdout.isatty() else 150).print(table)
        for fault in self.faults:
            sys.stdout.write(f"WRONG: {fault}\n")

    def as_json(self) -> str:
        return json.dumps(
            {
                "title": self.title,
                "machine": machine(),
                "versions": versions(),
                "settings": self.settings,
                "rows": [asdict(row) for row in self.rows],
                "faults": self.faults,
            },
            ensure_ascii=False,
            indent=2,
        )


def _value(row: Row) -> str:
    if row.value is None:
        return "–"
    return f"{row.value:,.2f} {row.unit}" if row.value < 100 else f"{row.value:,.0f} {row.unit}"


def middle(values: list[float]) -> float:
    return float(median(values))


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "loadAverage": [round(load, 2) for load in os.getloadavg()],
        "system": platform.system() + " " + platform.release(),
    }


def versions() -> dict[str, str]:
    """This function will name what took part."""
    found = {name: version(name) for name in ("websockets", "uvloop", "redis", "hiredis")}
    found["python"] = platform.python_version()
    commands = {"node": ["node", "--version"], "redis-server": ["redis-server", "--version"]}
    for name, command in commands.items():
        if shutil.which(name):
            found[name] = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    folders = sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*"))
    if folders:
        found["rabbitmq"] = folders[-1].name.rpartition("-")[2]
    return found
