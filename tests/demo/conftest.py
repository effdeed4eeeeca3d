"""What do the tests of the demo share? One that is loaded, on MariaDB and on SQLite, to look at."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from demo.loading import load
from demo.past.people import Hashes
from demo.past.town import Terms
from grpc_services.trade import deadlines
from models.__main__ import migrate
from models.base import database
from models.dialect import open_database
from tests.support import servers
from tests.support.factories import HOUSE, LENGTHS

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
TERMS = Terms(LENGTHS, deadlines.Terms(timedelta(hours=72), 3, 7, 14))
TOLD, UNTOLD = "the hash that is told", "no password has this hash"


def load_all(*, told: str | None = TOLD) -> list[int]:
    """This function will load the demo, and give the weeks that were said to be over."""
    weeks: list[int] = []
    load(house=HOUSE, terms=TERMS, hashes=Hashes(told, UNTOLD), now=NOW, passed=weeks.append)
    return weeks


@pytest.fixture(scope="session")
def loaded_on_mariadb(mariadb_url: str) -> str:
    return _load(servers.make_database(mariadb_url, "demo"))


@pytest.fixture(scope="session")
def loaded_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    return _load(f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db")


def _load(url: str) -> str:
    database.initialize(open_database(url))
    migrate(database.obj)
    with database.connection_context():
        assert load_all() == [1, 2, 3, 4, 5]
    database.close()
    return url


@pytest.fixture(params=["mariadb", "sqlite"])
def loaded(request: pytest.FixtureRequest) -> Iterator[str]:
    """The loaded demo, which all tests look at and none changes."""
    url: str = request.getfixturevalue(f"loaded_on_{request.param}")
    database.initialize(open_database(url))
    with database.connection_context():
        yield url
    database.close()
