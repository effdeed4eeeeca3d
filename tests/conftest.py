"""What do all tests share? A real MariaDB, a real Redis, tables on MariaDB and on SQLite."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import redis

from models import TABLES
from models.__main__ import migrate
from models.base import BaseModel
from models.base import database as tables
from models.dialect import is_sqlite, open_database
from models.members import Member, Terms
from models.money import LedgerEntry, LedgerLine
from models.trade import FeeRule
from tests.support import factories, servers
from tests.support.guards import unguarded
from tests.support.markets import RunningMarket, running_market
from tests.support.sharing import ByFileOrShared, named, put_in_order, shared_by

#: A market that runs takes a sixth of a core, though nobody asks it anything.
_markets = contextlib.ExitStack()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileOrShared:
    return ByFileOrShared(config, log)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    return named(argname, val)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    put_in_order(items)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if nextitem is None or shared_by(item.nodeid) != shared_by(nextitem.nodeid):
        _markets.close()


KEPT = (LedgerLine, LedgerEntry)


@pytest.fixture(scope="session")
def mariadb_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.mariadb(tmp_path_factory.mktemp("mariadb")) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(scope="session")
def s3_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.s3(tmp_path_factory.mktemp("s3")) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_mariadb(mariadb_url: str) -> str:
    url = servers.make_database(mariadb_url, "rules")
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


@pytest.fixture
def people(database: str) -> list[Member]:
    """The seller, and ann and bob, who bid."""
    return [factories.member(name) for name in ("seller", "ann", "bob")]


def _empty() -> None:
    filled = _filled()
    switch = "PRAGMA foreign_keys = {}" if is_sqlite() else "SET foreign_key_checks = {}"
    tables.execute_sql(switch.format(0))
    # As one transaction: each would wait for the disk.
    with tables.atomic():
        for table in filled:
            if table not in (Terms, FeeRule, *KEPT):
                table.delete().execute()
        # The first of each comes with the tables.
        Terms.delete().where(Terms.version > 1).execute()
        FeeRule.delete().where(FeeRule.rule_id > 1).execute()
        FeeRule.update(valid_until=None).where(FeeRule.valid_until.is_null(False)).execute()
    if not filled.isdisjoint(KEPT):
        _empty_what_never_changes()
    tables.execute_sql(switch.format(1))


def _filled() -> set[type[BaseModel]]:
    """A test fills a few of the many tables; one question costs less than to empty all."""
    by_name = {table._meta.table_name: table for table in TABLES}
    looks = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in by_name)
    return {by_name[name] for (name,) in tables.execute_sql(" UNION ALL ".join(looks))}


def _empty_what_never_changes() -> None:
    if not is_sqlite():
        # No trigger hears of it, and it is quicker than to make them anew.
        for table in KEPT:
            tables.execute_sql(f"TRUNCATE {table._meta.table_name}")
        return
    with tables.atomic(), unguarded():
        for table in KEPT:
            table.delete().execute()


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
def market_on_mariadb(mariadb_url: str, tmp_path_factory: pytest.TempPathFactory) -> RunningMarket:
    url = servers.make_database(mariadb_url, "market")
    return _markets.enter_context(running_market(tmp_path_factory.mktemp("market"), url))


@pytest.fixture(scope="session")
def market_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> RunningMarket:
    return _markets.enter_context(running_market(tmp_path_factory.mktemp("market"), None))


@pytest.fixture(scope="session")
def shop_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> RunningMarket:
    folder = tmp_path_factory.mktemp("shop")
    # Auctions that are fought over end while one watches.
    return _markets.enter_context(running_market(folder, None, SOFT_CLOSE_SECONDS="15"))


@pytest.fixture(scope="module", params=["sqlite"])
def shop(request: pytest.FixtureRequest) -> RunningMarket:
    """The same, for people in browsers."""
    running: RunningMarket = request.getfixturevalue(f"shop_on_{request.param}")
    return running


@pytest.fixture(scope="module", params=["mariadb", "sqlite"])
def market(request: pytest.FixtureRequest) -> RunningMarket:
    """All of PIKCUR as `bin/up` runs it, with the demo catalogue, on each kind of database."""
    running: RunningMarket = request.getfixturevalue(f"market_on_{request.param}")
    return running
