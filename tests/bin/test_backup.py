"""Is a market as it was, once its backup is put back? On both databases, by the real programs."""

import json
import os
import shutil
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bench.servers.stores import answers_sql, mariadb_command
from models import TABLES
from models.__main__ import migrate
from models.catalogue import Brand, Category
from models.dialect import open_database
from tests.bin.test_pikcur import pikcur
from tests.support import factories, sales
from tests.support.servers import HOST, free_port, make_database, running
from tests.support.waiting import wait_until

_numbers = count(1)


@pytest.fixture
def new_url(migrated: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes empty databases of the same kind as the market's."""

    def make() -> str:
        if migrated.startswith("sqlite"):
            return f"sqlite:///{tmp_path}/{next(_numbers)}.db"
        return make_database(request.getfixturevalue("mariadb_url"), f"restored_{next(_numbers)}")

    return make


@pytest.fixture
def traded(database: str) -> str:
    """A market with goods, bids, money, and words that no escaping may change."""
    seller, ann, bob = (factories.member(name) for name in ("seller", "ann", "bob"))
    lot = factories.goods(seller, name="나이키 'Air' \\ 😀\n\"270\"")
    factories.bid(lot, ann, maximum=50_000)
    factories.bid(lot, bob, amount=20_000)
    order = sales.won(seller, ann)
    sales.deliver(order)
    sales.confirm(order)
    sales.settle(order)
    return database


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    (folder / "public").mkdir(parents=True)
    (folder / "public" / "1-thumb.webp").write_bytes(b"\x00\xffpicture")
    return folder


def run(*arguments: Any, url: str, media: Path | None = None) -> subprocess.CompletedProcess[str]:
    folder = {"MEDIA_FOLDER": str(media)} if media else {}
    address = f"{HOST}:{free_port()}"
    return pikcur(*arguments, DATABASE_URL=url, SERVICES_ADDRESS=address, **folder)


def content(url: str) -> dict[str, list[Any]]:
    """All rows of all tables."""
    database = open_database(url)
    with database.connection_context():
        names = [table._meta.table_name for table in TABLES]
        return {
            name: sorted(map(repr, database.execute_sql(f"SELECT * FROM {name}").fetchall()))
            for name in names
        }


class TestABackup:
    def test_is_put_back_as_it_was(self, traded, media, new_url, tmp_path):
        folder, url, other = tmp_path / "kept", new_url(), tmp_path / "other"
        before = content(traded)

        made = run("backup", folder, url=traded, media=media)
        back = run("restore", folder, url=url, media=other)

        assert (made.returncode, back.returncode) == (0, 0), made.stderr + back.stderr
        assert before["bids"]
        assert content(url) == before == content(traded)
        assert (other / "public" / "1-thumb.webp").read_bytes() == b"\x00\xffpicture"
        assert migrate(open_database(url)) == []

    def test_goes_into_a_market_that_nobody_has_used(self, traded, new_url, tmp_path):
        folder, url = tmp_path / "kept", new_url()
        migrate(open_database(url))
        run("backup", folder, url=traded)

        assert run("restore", folder, url=url).returncode == 0
        assert content(url) == content(traded)

    def test_replaces_a_market_only_if_told_to(self, traded, media, new_url, tmp_path):
        folder, url, other = tmp_path / "kept", new_url(), tmp_path / "other"
        run("backup", folder, url=traded, media=media)
        run("restore", folder, url=url, media=other)
        database = open_database(url)
        with database.connection_context():
            database.execute_sql("UPDATE member SET name = 'somebody else'")
            database.execute_sql("CREATE TABLE of_a_newer_release (number INTEGER)")
        (other / "later.webp").write_bytes(b"later")
        before = content(url)

        refused = run("restore", folder, url=url, media=other)
        assert (refused.returncode, content(url)) == (1, before)
        assert "--replace" in refused.stderr
        assert (other / "later.webp").exists()

        assert run("restore", folder, "--replace", url=url, media=other).returncode == 0
        assert content(url) == content(traded)
        assert "of_a_newer_release" not in _tables(url)
        assert not (other / "later.webp").exists()

    def test_is_never_written_over(self, traded, tmp_path):
        folder = tmp_path / "kept"
        first = run("backup", folder, url=traded)
        again = run("backup", folder, url=traded)

        assert (first.returncode, again.returncode) == (0, 2)
        assert "is there already" in again.stderr

    def test_is_for_nobody_else_to_read(self, traded, media, tmp_path):
        folder = tmp_path / "kept"
        run("backup", folder, url=traded, media=media)

        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
        picture = "public/1-thumb.webp"
        assert (folder / "media" / picture).stat().st_mode == (media / picture).stat().st_mode

    def test_that_is_damaged_is_refused(self, traded, new_url, tmp_path):
        folder, url = tmp_path / "kept", new_url()
        run("backup", folder, url=traded)
        (kept,) = folder.glob("database.*")
        kept.write_bytes(kept.read_bytes()[:-1])

        refused = run("restore", folder, url=url)

        assert (refused.returncode, _tables(url)) == (2, [])
        assert "is not as it was made" in refused.stderr

    def test_is_told_to_programs(self, traded, tmp_path):
        told = json.loads(run("backup", tmp_path / "kept", "--json", url=traded).stdout)

        assert told["database"] in traded.replace("mysql", "mariadb")
        assert told["pictures"] == 0

    def test_is_of_one_moment_while_others_write(self, database, new_url, tmp_path):
        ended, url = threading.Event(), new_url()
        writer = threading.Thread(target=_write_pairs, args=(database, ended))
        writer.start()
        wait_until("the writer", lambda: Brand.select().count() > 5)

        made = run("backup", tmp_path / "kept", url=database)
        ended.set()
        writer.join()
        run("restore", tmp_path / "kept", url=url)

        kept = content(url)
        assert made.returncode == 0, made.stderr
        assert 5 < len(kept["brand"]) == len(kept["category"])
        assert len(kept["brand"]) <= Brand.select().count()


def _write_pairs(url: str, ended: threading.Event) -> None:
    """Always a brand and a category, in one transaction."""
    database = open_database(url)
    with database.connection_context():
        for number in count(1):
            if ended.is_set():
                return
            with database.atomic():
                for table in (Brand, Category):
                    more = {"position": number} if table is Category else {}
                    values = {"name": f"{number}", "name_en": f"{number}", **more}
                    database.execute(table.insert(**values))


class TestARestore:
    def test_says_what_no_backup_is(self, database, tmp_path):
        refused = run("restore", tmp_path, url=database)

        assert refused.returncode == 2
        assert f"{tmp_path} is no backup" in refused.stderr

    @pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
    def test_is_not_into_another_kind_of_database(self, traded, tmp_path):
        run("backup", tmp_path / "kept", url=traded)

        refused = run("restore", tmp_path / "kept", url="mysql://root@127.0.0.1:1/pikcur")

        assert refused.returncode == 2
        assert "is of sqlite, and DATABASE_URL is of mariadb" in refused.stderr

    @pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
    def test_is_not_into_a_running_market(self, traded, tmp_path):
        run("backup", tmp_path / "kept", url=traded)

        with factories.serving(lambda server: None) as address:
            refused = pikcur(
                "restore", tmp_path / "kept", DATABASE_URL=traded, SERVICES_ADDRESS=address
            )

        assert refused.returncode == 2
        assert "the market is running" in refused.stderr


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An empty market on a MariaDB that keeps logs, and the folder that they are in."""
    port, logs = free_port(), tmp_path / "logs"
    logs.mkdir()
    usual = [part for part in mariadb_command(tmp_path, port) if part != "--skip-log-bin"]
    logging = [f"--log-bin={logs}/log", "--server-id=1", "--binlog-format=ROW"]
    with running([*usual, *logging], tmp_path / "mariadb.log"):
        wait_until("MariaDB", lambda: answers_sql(port))
        url = make_database(f"mysql://root@{HOST}:{port}", "pikcur")
        migrate(open_database(url))
        yield url, logs


def _brands(url: str) -> set[str]:
    database = open_database(url)
    with database.connection_context():
        return {name for (name,) in database.execute_sql("SELECT name FROM brand").fetchall()}


def _add_brand(url: str, name: str) -> None:
    _as_root(
        url,
        f"INSERT INTO brand (name, name_en, like_count, position)"
        f" VALUES ('{name}', '{name}', 0, 1)",
    )


class TestARestoreToAMoment:
    def test_does_again_what_was_done_until_then_and_nothing_after(self, logged, tmp_path):
        url, logs = logged
        _add_brand(url, "나이키")
        assert run("backup", tmp_path / "kept", url=url).returncode == 0
        _add_brand(url, "in time")
        _as_root(url, "FLUSH BINARY LOGS")
        _add_brand(url, "in another log")
        moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
        wait_until("the next second", lambda: datetime.now(UTC) > moment)
        _add_brand(url, "too late")

        to = ["--until", moment.isoformat(), "--binlogs", logs]
        done = run("restore", tmp_path / "kept", "--replace", *to, url=url)

        assert done.returncode == 0, done.stderr
        assert _brands(url) == {"나이키", "in time", "in another log"}

    def test_needs_every_log_since_the_backup(self, logged, tmp_path):
        url, logs = logged
        run("backup", tmp_path / "kept", url=url)
        _as_root(url, "FLUSH BINARY LOGS")
        (first, *_) = sorted(logs.glob("log.0*"))
        first.rename(tmp_path / first.name)
        to = ["--until", datetime.now(UTC).isoformat(), "--binlogs", logs]

        refused = run("restore", tmp_path / "kept", "--replace", *to, url=url)

        assert refused.returncode == 2
        assert f"has no {first.name}" in refused.stderr

    @pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
    def test_is_only_where_logs_are_kept(self, traded, tmp_path):
        run("backup", tmp_path / "kept", url=traded)
        to = ["--until", "2030-01-01T00:00Z", "--binlogs", tmp_path]

        refused = run("restore", tmp_path / "kept", "--replace", *to, url=traded)

        assert (refused.returncode, len(_tables(traded)) > 1) == (2, True)
        assert "only MariaDB keeps logs" in refused.stderr


#: Only there other programs are run.
@pytest.mark.parametrize("migrated", ["mariadb"], indirect=True)
class TestThePassword:
    def test_is_on_no_command_line_and_in_no_environment(self, traded, tmp_path):
        programs = tmp_path / "programs"
        programs.mkdir()
        for name in ("mariadb-dump", "mariadb"):
            spy = programs / name
            spy.write_text(
                f'#!/bin/sh\n(echo "$@"; env) >> {tmp_path}/seen\nexec {shutil.which(name)} "$@"\n'
            )
            spy.chmod(0o700)
        user = "'keeper'@'127.0.0.1'"
        _as_root(traded, f"CREATE OR REPLACE USER {user} IDENTIFIED BY 'hunter2\\\\ \"#'")
        _as_root(traded, f"GRANT ALL ON *.* TO {user}")
        url = traded.replace("root@", "keeper:hunter2%5C%20%22%23@")

        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        given = {"SERVICES_ADDRESS": f"{HOST}:{free_port()}", "PATH": path}
        kept = tmp_path / "kept"
        made = pikcur("backup", kept, DATABASE_URL=url, **given)
        back = pikcur("restore", kept, "--replace", DATABASE_URL=url, **given)

        assert (made.returncode, back.returncode) == (0, 0), made.stderr + back.stderr
        seen = (tmp_path / "seen").read_text()
        assert seen.count("--defaults-file=") == 2
        assert "hunter2" not in seen


def _tables(url: str) -> list[str]:
    database = open_database(url)
    with database.connection_context():
        return list(database.get_tables())


def _as_root(url: str, sql: str) -> None:
    database = open_database(url)
    with database.connection_context():
        database.execute_sql(sql)
