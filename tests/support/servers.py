"""Which real servers do the tests talk to? Those of the bench, in temporary folders."""

import contextlib
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pymysql

from bench.servers import stores
from bench.servers.processes import HOST, ROOT, free_port, listens, running
from tests.support.waiting import wait_until

__all__ = ["HOST", "ROOT", "free_port", "listens", "running", "wait_until"]

EDGE_SECRET, WORKER_SECRET = "secret-of-the-edge", "secret-of-the-workers"
#: That edges had before, and some still may.
EDGE_OLD_SECRET = "secret-of-the-edge-before"
#: As far apart as the ports of bin/up reach.
_PORTS = (0, 1, 51, 52, 61, 62, 63, 64, 66, *range(80, 91))


def free_port_base() -> int:
    """This function will find a base from which all ports of bin/up are free."""
    # Tests may run in several processes; each has a thousand ports of its own to choose from.
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    lowest = 20_000 + worker * 1_000
    while True:
        base = random.randrange(lowest, lowest + 1_000, 100)
        if not any(map(listens, (base + offset for offset in _PORTS))):
            return base


@contextlib.contextmanager
def mariadb(folder: Path) -> Iterator[str]:
    """This function will run MariaDB; gives its URL without a database's name."""
    with stores.mariadb(folder, flushes=2) as port:
        yield f"mysql://root@{HOST}:{port}"


def make_database(url: str, name: str) -> str:
    """This function will make an empty database on a MariaDB server and give its URL."""
    port = int(url.rsplit(":", 1)[1])
    with pymysql.connect(host=HOST, port=port, user="root", ssl_disabled=True) as server:
        server.cursor().execute(f"CREATE DATABASE {name}")
    return f"{url}/{name}"


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """This function will run Redis; gives its URL without a database's number."""
    with stores.redis_server(folder) as port:
        yield f"redis://{HOST}:{port}"


@contextlib.contextmanager
def s3(folder: Path) -> Iterator[str]:
    """This function will run a store that speaks S3's own protocol; gives its URL."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(port)]
    with running(command, folder / "s3.log"):
        wait_until("S3", lambda: listens(port))
        yield f"http://{HOST}:{port}"
