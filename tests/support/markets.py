"""Where does all of PIKCUR run, for tests that know it from outside only?"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

from demo.catalogue.stocking import store_brands, store_categories
from demo.client import Market
from models.__main__ import migrate
from models.base import database as tables
from models.dialect import open_database
from tests.support.servers import HOST, ROOT, free_port_base, running
from tests.support.waiting import wait_until


@dataclass(frozen=True)
class RunningMarket:
    """A running system, its data folder, and its database for looking behind the scenes."""

    market: Market
    data: Path
    database_url: str

    def kill(self, name: str) -> None:
        """This function will kill a process by its id and wait until it runs again."""
        pid_file = self.data / "run" / f"{name}.pid"
        pid = pid_file.read_text()
        os.kill(int(pid), signal.SIGKILL)
        wait_until(f"a new {name}", lambda: pid_file.read_text() not in ("", pid))

    def pikcur(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """This function will run the operator's command on its machine."""
        return subprocess.run(
            [ROOT / "bin" / "pikcur", "--data", str(self.data), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """This function will read from the database behind it."""
        database = open_database(self.database_url)
        with database.connection_context():
            return list(database.execute_sql(sql).fetchall())


@contextlib.contextmanager
def running_market(
    folder: Path, database_url: str | None, *, past: bool = True, **settings: str
) -> Iterator[RunningMarket]:
    """
    This function will run all of PIKCUR by `bin/up`, on SQLite or on the given database.

    Without a `past` nobody has traded yet, on the same shelves. `settings` are other than usual.
    """
    base = free_port_base()
    given = {"DATABASE_URL": database_url} if database_url else {}
    others = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    url = database_url or f"sqlite:///{folder}/data/pikcur.db"
    command = ["bin/up", "--port-base", str(base), "--data", str(folder / "data")]
    if not past:
        command.append("--no-demo")
        (folder / "data").mkdir()
        _fill_shelves(url)
    environment = others | given | settings
    with running(command, folder / "up.log", cwd=ROOT, env=environment) as up:
        ready = f"http://{HOST}:{base}/readyz"

        def is_up() -> bool:
            assert up.poll() is None, (folder / "up.log").read_text()
            return "PIKCUR is up" in (folder / "up.log").read_text() and _is_ready(ready)

        wait_until("bin/up", is_up)
        yield RunningMarket(Market(base, folder / "data"), folder / "data", url)


def _fill_shelves(url: str) -> None:
    tables.initialize(open_database(url))
    migrate(tables.obj)
    with tables.connection_context():
        store_categories()
        store_brands()


def _is_ready(url: str) -> bool:
    try:
        return requests.get(url, timeout=60).status_code == 200
    except requests.ConnectionError:
        return False
