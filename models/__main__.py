"""How does a database come to the newest tables? `python -m models`, at every release."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import peewee
from peewee import Database
from playhouse.migrations import Runner

import settings
from models.dialect import open_database, without_password
from models.migrating import turn

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> list[str]:
    """This function will bring `database` to the newest tables and name the migrations it ran."""
    with database.connection_context(), turn(database) as prolong:
        if isinstance(database, peewee.MySQLDatabase):
            # Bytes decide whether two texts are equal, also at their end.
            database.execute_sql(
                f"ALTER DATABASE `{database.database}` "
                "CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
            )
        return list(_migrated(Runner(database, str(FOLDER)), prolong))


def _migrated(runner: Runner, prolong: Callable[[], None]) -> Iterator[str]:
    for migration in runner.status():
        if migration.path and not migration.applied:
            prolong()
            runner.up(migration.name)
            yield str(migration.name)


def main() -> None:
    url = settings.load("database_url").database_url or ""
    try:
        ran = migrate(open_database(url))
    except TimeoutError as error:
        sys.exit(str(error))
    except ValueError as error:
        sys.exit(f"DATABASE_URL: {error}")
    except peewee.OperationalError as error:
        sys.exit(f"DATABASE_URL: no database at {without_password(url)} ({error})")
    sys.stdout.write(f"Migrated: {', '.join(ran) or 'nothing to do'}.\n")


if __name__ == "__main__":
    main()
