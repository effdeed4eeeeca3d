"""Where do the peers' packages live? In an environment of their own, made when first needed."""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.peers.bare import connected
from bench.peers.rivals import Signer
from bench.servers.processes import ROOT, cpu_seconds, free_port, listens, running, wait_for

_LOCK = Path(__file__).with_name("requirements.lock")
_FOLDER = ROOT / ".venv" / "peers"
_DATABASE = "peer"
#: Of each process. The best on one hot auction of 2, 4, 8, 16, and 40, which is the default.
_THREADS = 8
_TABLES = (
    "CREATE TABLE auction (goods_id BIGINT PRIMARY KEY, seller_id BIGINT NOT NULL,"
    " state VARCHAR(10) NOT NULL, start_price BIGINT NOT NULL, current_price BIGINT,"
    " leader_id BIGINT, seq BIGINT NOT NULL, ends_at DATETIME(6) NOT NULL,"
    " last_hash CHAR(64) NOT NULL) ENGINE=InnoDB",
    "CREATE TABLE bids (goods_id BIGINT NOT NULL, seq BIGINT NOT NULL, bidder_id BIGINT NOT NULL,"
    " amount BIGINT NOT NULL, placed_at DATETIME(6) NOT NULL, hash CHAR(64) NOT NULL,"
    " idempotency_key VARCHAR(255) NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (goods_id, seq),"
    " UNIQUE KEY (bidder_id, idempotency_key)) ENGINE=InnoDB",
    "CREATE TABLE outbox (fact_id BIGINT PRIMARY KEY AUTO_INCREMENT, kind VARCHAR(40) NOT NULL,"
    " body TEXT NOT NULL, created_at DATETIME(6) NOT NULL) ENGINE=InnoDB",
)


class NotInstalled(Exception):
    """The packages cannot be had here."""


def python() -> Path:
    """
    This function will give the interpreter that has the packages of the lock file.

    :raises NotInstalled: if they cannot be installed
    """
    found, complete = _FOLDER / "bin" / "python", _FOLDER / "complete"
    lock = hashlib.sha256(_LOCK.read_bytes()).hexdigest()
    if complete.exists() and complete.read_text() == lock:
        return found
    try:
        _run(sys.executable, "-m", "venv", "--clear", str(_FOLDER))
        _run(str(found), "-m", "pip", "install", "--disable-pip-version-check", "--quiet",
             "--no-deps", "--require-hashes", "-r", str(_LOCK))  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        raise NotInstalled(str(said).strip()[-300:]) from error
    complete.write_text(lock)
    return found


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


@dataclass(frozen=True)
class Service:
    """A running service: where it is, and what signs the tokens that it takes."""

    port: int
    pid: int
    signer: Signer
    threads: int
    _url: str

    def cpu_seconds(self) -> float:
        return sum(map(cpu_seconds, [self.pid, *_children(self.pid)]))

    def bids_stored(self) -> int:
        """This function will count what it has committed."""
        with connected(self._url) as database, database.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM bids")
            return int(cursor.fetchone()[0])


@contextlib.contextmanager
def service(
    folder: Path, server_url: str, *, goods: int, processes: int, threads: int = _THREADS
) -> Iterator[Service]:
    """
    This function will run the service on a database of its own, with goods from 1.

    :raises NotInstalled: if its packages cannot be had
    """
    url = f"{server_url}/{_DATABASE}"
    _make_tables(url, goods)
    with _serving(folder, "service", url, processes, threads) as served:
        yield served


@contextlib.contextmanager
def reading(folder: Path, database_url: str, *, processes: int) -> Iterator[Service]:
    """
    This function will run the service that shows goods, on a database of ours.

    :raises NotInstalled: if its packages cannot be had
    """
    with _serving(folder, "details", database_url, processes, _THREADS) as served:
        yield served


@contextlib.contextmanager
def _serving(
    folder: Path, module: str, url: str, processes: int, threads: int
) -> Iterator[Service]:
    interpreter, signer, port = python(), Signer(), free_port()
    command = [
        str(interpreter), "-m", "uvicorn", f"bench.peers.{module}:app", "--port", str(port),
        "--workers", str(processes), "--loop", "uvloop", "--http", "httptools",
        "--no-access-log", "--log-level", "warning",
    ]  # fmt: skip
    environment = os.environ | {
        "DATABASE_URL": url,
        "THREADS": str(threads),
        "TOKEN_PUBLIC_KEY": signer.public_pem,
    }
    log = folder / "peer.log"
    with running(command, log, cwd=ROOT, env=environment) as process:
        wait_for("FastAPI", lambda: _all_answer(port, process.pid, processes), log)
        yield Service(port, process.pid, signer, threads, url)


def _all_answer(port: int, pid: int, processes: int) -> bool:
    return listens(port) and len(_children(pid)) >= processes


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def _make_tables(url: str, goods: int) -> None:
    name = urlsplit(url).path[1:]
    with connected(url, with_database=False) as server, server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        cursor.execute(f"USE {name}")
        for table in _TABLES:
            cursor.execute(table)
        cursor.executemany(
            "INSERT INTO auction (goods_id, seller_id, state, start_price, seq, ends_at, last_hash)"
            " VALUES (%s, 1, 'OPEN', 10000, 0, '2100-01-01', '')",
            [(goods_id,) for goods_id in range(1, goods + 1)],
        )
        server.commit()
