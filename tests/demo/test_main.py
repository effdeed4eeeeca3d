"""Does `python -m demo load` load once, whatever happens to it?"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from demo.catalogue.lots import LOTS
from demo.past.people import TO_TRY
from demo.stories import STORIES
from models.__main__ import migrate
from models.dialect import open_database
from tests.support import factories

_ROOT = Path(__file__).parents[2]
_TABLES = ("category", "brand", "goods", "goods_image", "upload", "auction", "member", "faq")
_DEADLINE = 300
_PASSWORD = "told to whoever tries it"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    database = open_database(f"sqlite:///{tmp_path}/demo.db")
    migrate(database)
    database.close()
    return factories.environ(f"sqlite:///{tmp_path}/demo.db", "redis://nowhere") | {
        "PATH": os.environ["PATH"],
        "MEDIA_FOLDER": str(tmp_path / "media"),
        "PORTONE_URL": "http://127.0.0.1:8061",
        "SWEETTRACKER_URL": "http://127.0.0.1:8062",
        "DEMO_PASSWORD": _PASSWORD,
    }


def _start(environment: dict[str, str], do: str = "load") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "demo", do],
        cwd=_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def _run(environment: dict[str, str], do: str = "load") -> tuple[int, str]:
    with _start(environment, do) as process:
        told, _ = process.communicate(timeout=_DEADLINE)
        return process.returncode, told


def _rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    database = sqlite3.connect(folder / "demo.db")
    try:
        return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}
    finally:
        database.close()


def _files(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder / "media")): path.stat().st_mtime_ns
        for path in (folder / "media").rglob("*.webp")
    }


class TestDemo:
    def test_loads_every_picture_that_is_named(
        self, environment: dict[str, str], tmp_path: Path
    ) -> None:
        code, told = _run(environment)

        assert code == 0, told
        assert f"Loaded 10 categories, 47 brands, {len(LOTS)} goods for sale." in told
        weeks = [line.split()[0] for line in told.splitlines() if "weeks are over" in line]
        assert weeks == ["1", "2", "3", "4", "5"]
        rows = _rows(tmp_path)
        named = {row[3] for row in rows["brand"]} | {
            key for row in rows["goods_image"] for key in row[-2:]
        }
        assert named == set(_files(tmp_path))

    def test_changes_nothing_the_second_time(
        self, environment: dict[str, str], tmp_path: Path
    ) -> None:
        _run(environment)
        rows, files = _rows(tmp_path), _files(tmp_path)
        code, accounts = _run(environment, "accounts")
        assert code == 0, accounts
        assert [line.split()[0] for line in accounts.splitlines()] == list(TO_TRY)
        assert accounts.count(_PASSWORD) == len(TO_TRY)

        code, told = _run(environment)

        assert (code, told) == (0, "The demo is loaded already; nothing to do.\n")
        assert (_rows(tmp_path), _files(tmp_path)) == (rows, files)

    def test_is_complete_after_a_kill_and_a_second_run(
        self, environment: dict[str, str], tmp_path: Path
    ) -> None:
        with _start(environment) as process:
            assert process.stdout
            assert process.stdout.readline().startswith("Drawing")
            process.stdout.readline()
            process.stdout.readline()
            process.kill()
        assert not any(_rows(tmp_path).values())

        code, told = _run(environment)

        assert code == 0, told
        assert len(_rows(tmp_path)["goods"]) > len(LOTS)

    def test_names_the_setting_that_is_missing(self, environment: dict[str, str]) -> None:
        del environment["MEDIA_FOLDER"]

        code, told = _run(environment)

        assert code == 1
        assert "MEDIA_FOLDER" in told

    @pytest.mark.parametrize("name", ["PORTONE_URL", "SWEETTRACKER_URL"])
    def test_lets_nobody_sign_in_where_money_or_parcels_are_real(
        self, environment: dict[str, str], tmp_path: Path, name: str
    ) -> None:
        # As in production: the provider's own address is the default.
        del environment[name]

        code, told = _run(environment)

        assert code == 1
        assert name in told
        assert _PASSWORD not in told
        assert not any(_rows(tmp_path).values())

    def test_names_no_accounts_whose_password_is_another(self, environment: dict[str, str]) -> None:
        assert _run(environment, "accounts") == (0, "")

    def test_names_the_database_that_was_not_migrated(
        self, environment: dict[str, str], tmp_path: Path
    ) -> None:
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/other.db"

        code, told = _run(environment)

        assert code == 1
        assert "DATABASE_URL" in told
        assert "Traceback" not in told

    def test_names_the_stories_that_there_are_for_one_that_there_is_not(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "demo", "play", "--story", "nowhere"],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 2
        assert all(f"'{name}'" in done.stderr for name in ("nowhere", *STORIES))
