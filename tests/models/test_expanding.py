"""May a migration run while the release before goes on? Then it adds, and takes nothing away."""

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import Database, SqliteDatabase
from playhouse.migrations import Runner

from models.__main__ import FOLDER
from models.dialect import open_database
from tests.support.servers import ROOT, make_database

#: Of the release before, which runs while those that came since are run.
RELEASED = {
    line.split()[1]
    for line in (ROOT / "tests" / "released.txt").read_text().splitlines()
    if line.startswith("migration ")
}


@pytest.fixture(params=["mariadb", "sqlite"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with no table of ours."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/expanding.db"
    else:
        name = f"expanding_{abs(hash(request.node.nodeid)) % 10**9}"
        url = make_database(request.getfixturevalue("mariadb_url"), name)
    database = open_database(url)
    yield database
    database.close()


def _columns(database: Database) -> dict[tuple[str, str], tuple[str, bool, bool]]:
    """Of each column its type, and whether who knows nothing of it may write a row."""
    found: dict[tuple[str, str], tuple[str, bool, bool]] = {}
    for table in database.get_tables():
        if isinstance(database, SqliteDatabase):
            told = database.execute_sql(f"PRAGMA table_info('{table}')").fetchall()
            rows = [(row[1], row[2], bool(row[3]), row[4] is not None) for row in told]
        else:
            told = database.execute_sql(
                "SELECT column_name, column_type, is_nullable, column_default, extra FROM "
                "information_schema.columns WHERE table_schema = DATABASE() AND table_name = %s",
                (table,),
            ).fetchall()
            rows = [
                (row[0], row[1], row[2] == "NO", row[3] is not None or bool(row[4])) for row in told
            ]
        found |= {(table, name): (kind, needed, given) for name, kind, needed, given in rows}
    return found


def _unique(database: Database) -> set[tuple[str, tuple[str, ...]]]:
    return {
        (table, tuple(index.columns))
        for table in database.get_tables()
        for index in database.get_indexes(table)
        if index.unique
    }


def taken_away(database: Database, folder: Path, name: str) -> list[str]:
    """This function will run a migration, and tell what the release before would stumble over."""
    columns, unique = _columns(database), _unique(database)
    Runner(database, str(folder)).up(name)
    after, tables = _columns(database), {table for table, _ in columns}
    told = [f"{table}.{column} is gone" for table, column in columns.keys() - after.keys()]
    for (table, column), (kind, needed, given) in after.items():
        before = columns.get((table, column))
        if before and before[0] != kind:
            told.append(f"{table}.{column} is {kind}, and was {before[0]}")
        is_new = before is None or not before[1]
        if table in tables and needed and not given and is_new:
            told.append(f"{table}.{column} has to be given")
    told += [
        f"{table} may not have two of {', '.join(names)}"
        for table, names in _unique(database) - unique
        if table in tables
    ]
    return sorted(told)


def _because(folder: Path, name: str) -> str | None:
    """Why a migration may take something away: the release before does without it."""
    made: Any = runpy.run_path(str(folder / f"{name}.py"))
    return made.get("CONTRACTS")


class TestMigrationsSinceTheRelease:
    def test_take_nothing_away_that_it_uses(self, empty):
        names = [path.stem for path in sorted(FOLDER.glob("[0-9]*.py"))]
        end = max((names.index(name) + 1 for name in names if name not in RELEASED), default=0)
        runner = Runner(empty, str(FOLDER))
        with empty.connection_context():
            for name in names[:end]:
                if name in RELEASED:
                    runner.up(name)
                    continue
                told = taken_away(empty, FOLDER, name)
                assert not told or _because(FOLDER, name), f"{name}: {'; '.join(told)}"


class TestAMigration:
    @pytest.mark.parametrize(
        ("does", "told"),
        [
            ("migrator.add_column('note', 'more', CharField(null=True))", []),
            ("migrator.add_column('note', 'count', IntegerField(constraints=[SQL('DEFAULT 0')]), "
             "True)", []),
            ("migrator.add_index('note', ('text',), False)", []),
            ("migrator.add_column('note', 'count', IntegerField(default=0))",
             ["note.count has to be given"]),
            ("migrator.drop_column('note', 'text')", ["note.text is gone"]),
            ("migrator.rename_column('note', 'text', 'words')",
             ["note.text is gone", "note.words has to be given"]),
            ("migrator.add_index('note', ('text',), True)", ["note may not have two of text"]),
            ("migrator.add_not_null('note', 'spare')", ["note.spare has to be given"]),
        ],
    )  # fmt: skip
    def test_is_told_what_it_takes_away(self, empty, tmp_path, does, told):
        folder = tmp_path / "migrations"
        folder.mkdir()
        head = "from peewee import *\n\n\ndef up(migrator, db):\n"
        (folder / "0001_note.py").write_text(
            f"{head}    db.execute_sql('CREATE TABLE note (note_id INTEGER PRIMARY KEY, "
            "text VARCHAR(40) NOT NULL, spare VARCHAR(40))')\n"
        )
        (folder / "0002_change.py").write_text(f"{head}    migrator.migrate({does})\n")
        with empty.connection_context():
            Runner(empty, str(folder)).up("0001_note")
            assert taken_away(empty, folder, "0002_change") == told
