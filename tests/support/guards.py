"""Who may change what never changes? A test, which takes the database's guards away for that."""

import contextlib
from collections.abc import Iterator

from models.base import database as tables
from models.dialect import is_sqlite


@contextlib.contextmanager
def unguarded() -> Iterator[None]:
    """This function will have no trigger refuse anything for as long as the block lasts."""
    guards = dict(_in_sqlite() if is_sqlite() else _in_mariadb())
    for name in guards:
        tables.execute_sql(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        for made in guards.values():
            tables.execute_sql(made)


def _in_sqlite() -> list[tuple[str, str]]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    return list(tables.execute_sql(query).fetchall())


def _in_mariadb() -> list[tuple[str, str]]:
    names = [row[0] for row in tables.execute_sql("SHOW TRIGGERS").fetchall()]
    shown = (tables.execute_sql(f"SHOW CREATE TRIGGER {name}").fetchone() for name in names)
    return [(row[0], row[2].replace("%", "%%")) for row in shown]
