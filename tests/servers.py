"""Which real servers do the tests talk to? Started here on free ports, in temporary folders."""

import contextlib
import getpass
import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pymysql

HOST = "127.0.0.1"
EDGE_SECRET, WORKER_SECRET = "secret-of-the-edge", "secret-of-the-workers"
#: As far apart as the ports of bin/up reach.
_PORTS = (0, 1, 51, 61, 62, 63, 64, 66)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def free_port_base() -> int:
    """This function will find a base from which all ports of bin/up are free."""
    # Tests may run in several processes; each has a thousand ports of its own to choose from.
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    lowest = 20_000 + worker * 1_000
    while True:
        base = random.randrange(lowest, lowest + 1_000, 100)
        if all(map(_is_free, (base + offset for offset in _PORTS))):
            return base


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def wait_until(what: str, look, seconds: float = 30):  # type: ignore[no-untyped-def]
    """This function will look until something is there; fails naming what did not come."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:g} s for {what}")


@contextlib.contextmanager
def running(command: list[str], log: Path, **options) -> Iterator[subprocess.Popen[bytes]]:  # type: ignore[no-untyped-def]
    """This function will run a process for as long as the block lasts."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def mariadb(folder: Path) -> Iterator[str]:
    """This function will run MariaDB; gives its URL without a database's name."""
    data, port = folder / "mariadb", free_port()
    # Its own: a server that starts deletes what others keep in a common one.
    temporary = folder / "mariadb-tmp"
    temporary.mkdir()
    server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    subprocess.run(
        [
            "mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db",
            "--auth-root-authentication-method=normal", f"--user={getpass.getuser()}",
        ],
        env=os.environ | {"TMPDIR": str(temporary)},
        check=True,
        capture_output=True,
    )  # fmt: skip
    command = [
        server, "--no-defaults", f"--datadir={data}", f"--socket={folder}/mariadb.sock",
        f"--port={port}", f"--bind-address={HOST}", f"--user={getpass.getuser()}",
        "--character-set-server=utf8mb4", "--skip-log-bin", "--innodb-buffer-pool-size=128M",
        f"--tmpdir={temporary}",
    ]  # fmt: skip
    with running(command, folder / "mariadb.log"):
        wait_until("MariaDB", lambda: _answers(port))
        yield f"mysql://root@{HOST}:{port}"


def _answers(port: int) -> bool:
    try:
        pymysql.connect(host=HOST, port=port, user="root", ssl_disabled=True).close()
    except pymysql.OperationalError:
        return False
    return True


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """This function will run Redis; gives its URL without a database's number."""
    port = free_port()
    command = [
        "redis-server", "--bind", HOST, "--port", str(port), "--dir", str(folder), "--save", "",
    ]  # fmt: skip
    with running(command, folder / "redis.log"):
        wait_until("Redis", lambda: not _is_free(port))
        yield f"redis://{HOST}:{port}"
