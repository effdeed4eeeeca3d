"""What do all tests share? A real MariaDB, a real Redis, tables on MariaDB and on SQLite."""

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pymysql
import pytest
import redis
import requests

from demo.client import Market
from models import TABLES
from models.__main__ import migrate
from models.base import database as tables
from models.dialect import is_sqlite, open_database
from tests import servers

ROOT = Path(__file__).parent.parent


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
        servers.wait_until(f"a new {name}", lambda: pid_file.read_text() not in ("", pid))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """This function will read from the database behind it."""
        database = open_database(self.database_url)
        with database.connection_context():
            return list(database.execute_sql(sql).fetchall())


@pytest.fixture(scope="session")
def mariadb_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.mariadb(tmp_path_factory.mktemp("mariadb")) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


def make_database(url: str, name: str) -> str:
    """This function will make an empty database on a MariaDB server and give its URL."""
    port = int(url.rsplit(":", 1)[1])
    with pymysql.connect(host=servers.HOST, port=port, user="root", ssl_disabled=True) as server:
        server.cursor().execute(f"CREATE DATABASE {name}")
    return f"{url}/{name}"


@pytest.fixture(scope="session")
def migrated_mariadb(mariadb_url: str) -> str:
    url = make_database(mariadb_url, "rules")
    migrate(open_database(url))
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/test.db"
    migrate(open_database(url))
    return url


@pytest.fixture(params=["mariadb", "sqlite"])
def migrated(request: pytest.FixtureRequest) -> str:
    """A migrated database of each kind, in turn."""
    return str(request.getfixturevalue(f"migrated_{request.param}"))


@pytest.fixture
def database(migrated: str) -> Iterator[str]:
    """Empty tables, on MariaDB and on SQLite."""
    tables.initialize(open_database(migrated))
    tables.connect()
    try:
        yield migrated
    finally:
        _empty()
        tables.close()


def _empty() -> None:
    switch = "PRAGMA foreign_keys = {}" if is_sqlite() else "SET foreign_key_checks = {}"
    tables.execute_sql(switch.format(0))
    for table in TABLES:
        table.delete().execute()
    tables.execute_sql(switch.format(1))


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def codes_store(redis_url: str) -> Iterator[redis.Redis]:
    """An empty Redis database for e-mail codes and limits."""
    with redis.Redis.from_url(f"{redis_url}/2", decode_responses=True) as client:
        client.flushdb()
        yield client


@pytest.fixture(scope="session")
def market_on_mariadb(
    mariadb_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningMarket]:
    with _market(tmp_path_factory.mktemp("market"), make_database(mariadb_url, "market")) as market:
        yield market


@pytest.fixture(scope="session")
def market_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMarket]:
    with _market(tmp_path_factory.mktemp("market"), None) as market:
        yield market


@pytest.fixture(scope="module", params=["mariadb", "sqlite"])
def market(request: pytest.FixtureRequest) -> RunningMarket:
    """All of PIKCUR as `bin/up` runs it, with the demo catalogue, on each kind of database."""
    running: RunningMarket = request.getfixturevalue(f"market_on_{request.param}")
    return running


@contextlib.contextmanager
def _market(folder: Path, database_url: str | None) -> Iterator[RunningMarket]:
    base = servers.free_port_base()
    given = {"DATABASE_URL": database_url} if database_url else {}
    others = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    command = ["bin/up", "--port-base", str(base), "--data", str(folder / "data")]
    with servers.running(command, folder / "up.log", cwd=ROOT, env=others | given) as up:
        ready = f"http://{servers.HOST}:{base}/readyz"

        def is_up() -> bool:
            assert up.poll() is None, (folder / "up.log").read_text()
            return "PIKCUR is up" in (folder / "up.log").read_text() and _is_ready(ready)

        servers.wait_until("bin/up", is_up, 90)
        url = database_url or f"sqlite:///{folder}/data/pikcur.db"
        yield RunningMarket(Market(base), folder / "data", url)


def _is_ready(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False
