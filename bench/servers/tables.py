"""Of what do benches ask the rules themselves? All tables, in this process, on either database."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from bench.servers.processes import HOST
from bench.servers.stores import mariadb, mariadb_admin
from models.__main__ import migrate
from models.base import database
from models.dialect import open_database


@contextlib.contextmanager
def migrated(folder: Path, kind: str, *, name: str) -> Iterator[None]:
    """This function will have the rules use a database of that kind, kept in a folder."""
    if kind == "sqlite":
        with _connected(f"sqlite:///{folder}/{name}.db"):
            yield
        return
    with mariadb(folder, pool="1G") as port:
        with mariadb_admin(port) as admin, admin.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE IF NOT EXISTS {name}")
        with _connected(f"mysql://root@{HOST}:{port}/{name}"):
            yield


@contextlib.contextmanager
def _connected(url: str) -> Iterator[None]:
    migrate(open_database(url))
    database.initialize(open_database(url))
    with database.connection_context():
        yield
