"""How does a database come to the newest tables? `python -m models`, at every release."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee
from peewee import Database
from playhouse.migrations import Runner

import settings
from models.dialect import open_database, without_password

FOLDER = Path(__file__).parent / "migrations"
_LOCK_SECONDS = 60


def migrate(database: Database) -> list[str]:
    """This function will bring `database` to the newest tables and name the migrations it ran."""
    with database.connection_context(), _alone(database):
        if isinstance(database, peewee.MySQLDatabase):
            # Bytes decide whether two texts are equal, also at their end.
            database.execute_sql(
                f"ALTER DATABASE `{database.database}` "
                "CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
            )
        return [str(name) for name in Runner(database, str(FOLDER)).up() or []]


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    if not isinstance(database, peewee.MySQLDatabase):
        yield
        return
    locked = database.execute_sql(
        "SELECT GET_LOCK('pikcur.migrate', %s)", (_LOCK_SECONDS,)
    ).fetchone()[0]
    if not locked:
        raise TimeoutError(f"Another process has been migrating for {_LOCK_SECONDS} seconds.")
    try:
        yield
    finally:
        database.execute_sql("SELECT RELEASE_LOCK('pikcur.migrate')")


def main() -> None:
    url = settings.load("database_url").database_url or ""
    try:
        ran = migrate(open_database(url))
    except ValueError as error:
        sys.exit(f"DATABASE_URL: {error}")
    except peewee.OperationalError as error:
        sys.exit(f"DATABASE_URL: no database at {without_password(url)} ({error})")
    sys.stdout.write(f"Migrated: {', '.join(ran) or 'nothing to do'}.\n")


if __name__ == "__main__":
    main()
