"""What do the tests of the tables share? Empty databases, and one on MariaDB that is migrated."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from peewee import Database

from models.__main__ import migrate
from models.base import database as tables
from models.dialect import open_database
from tests.support.servers import make_database

_numbers = count(1)


@pytest.fixture(params=["mariadb", "sqlite"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes empty databases, of each kind in turn."""

    def make() -> str:
        number = next(_numbers)
        if request.param == "sqlite":
            return f"sqlite:///{tmp_path}/{number}.db"
        return make_database(request.getfixturevalue("mariadb_url"), f"models_{number}")

    return make


@pytest.fixture(scope="session")
def mariadb_migrated(mariadb_url: str) -> str:
    url = make_database(mariadb_url, "models")
    migrate(open_database(url))
    return url


@pytest.fixture
def mariadb(mariadb_migrated: str) -> Iterator[Database]:
    """The tables on MariaDB, for what only it can do."""
    tables.initialize(open_database(mariadb_migrated))
    tables.connect()
    yield tables.obj
    tables.close()
