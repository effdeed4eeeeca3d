"""How is a MariaDB database dumped while others write to it, and put back? By its own programs."""

import contextlib
import gzip
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from models.dialect import open_database

FILE = "database.sql.gz"
_CHUNK = 1 << 20
#: What a dump ends with, if nothing was lost.
_END = b"-- Dump completed"

Say = Callable[[int, int], None]


def save(url: str, folder: Path, say: Say) -> None:
    """
    This function will dump the database of one moment.

    :raises OSError: if it cannot be dumped, or not to its end
    """
    options = ["--single-transaction", "--quick", "--skip-lock-tables", "--hex-blob"]
    if _has_logs(url):
        # As a comment, where in them it was made: `restore --until` goes on from there.
        options.append("--master-data=2")
    with _options_file(url) as given:
        command = [program("mariadb-dump"), f"--defaults-file={given}", *options, name(url)]
        with running(command, stdout=subprocess.PIPE) as dump:
            _keep(dump.stdout, folder / FILE, say)


def _has_logs(url: str) -> bool:
    database: Any = open_database(url)
    with database.connection_context():
        return bool(database.execute_sql("SELECT @@log_bin").fetchone()[0])


def _keep(dumped: IO[bytes], file: Path, say: Say) -> None:
    done, last = 0, b""
    with gzip.open(file, "wb", compresslevel=6) as out:
        while chunk := dumped.read(_CHUNK):
            out.write(chunk)
            last = last[-200:] + chunk[-200:]
            done += len(chunk)
            say(done, 0)
    if _END not in last:
        raise OSError("the dump has no end: see what mariadb-dump says above")


def load(url: str, folder: Path, say: Say) -> None:
    """
    This function will put the dump in the place of whatever is there.

    :raises OSError: if it cannot be read in; then it is to be done again
    """
    _drop_all(url)
    size = (folder / FILE).stat().st_size
    with client(url, stdin=subprocess.PIPE) as reader:
        _read_in(folder / FILE, reader.stdin, size, say)


@contextlib.contextmanager
def client(url: str, *options: str, stdin: Any) -> Iterator[Any]:
    """
    This function will have MariaDB's own client do what it reads.

    :raises OSError: if it could not
    """
    with _options_file(url) as given:
        command = [program("mariadb"), f"--defaults-file={given}", *options, name(url)]
        with running(command, stdin=stdin) as process:
            yield process


def _read_in(file: Path, reader: IO[bytes], size: int, say: Say) -> None:
    with file.open("rb") as packed, gzip.open(packed) as unpacked:
        while chunk := unpacked.read(_CHUNK):
            reader.write(chunk)
            say(packed.tell(), size)


def _drop_all(url: str) -> None:
    """Tables of a newer release, too, which the dump knows nothing of."""
    database: Any = open_database(url)
    with database.connection_context():
        database.execute_sql("SET foreign_key_checks = 0")
        for table in database.get_tables():
            database.execute_sql(f"DROP TABLE `{table}`")


@contextlib.contextmanager
def running(command: list[str], **pipes: Any) -> Iterator[Any]:
    """
    This function will run a program for as long as the block lasts, and to its end.

    :raises OSError: if it ends with another code than 0
    """
    # Whoever stops listening tells why by its own code.
    with contextlib.suppress(BrokenPipeError), _started(command, pipes) as process:
        yield process
    if process.returncode != 0:
        raise OSError(f"{Path(command[0]).name} ended with {process.returncode}")


def _started(command: list[str], pipes: dict[str, Any]) -> subprocess.Popen[bytes]:
    # What we are told in our environment is not for others.
    return subprocess.Popen(command, env={"PATH": os.environ["PATH"], "TZ": "UTC"}, **pipes)


@contextlib.contextmanager
def _options_file(url: str) -> Iterator[Path]:
    """Readable by us only: a command, and an environment, everybody on the machine may see."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "client.cnf"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            out.write("[client]\n")
            out.writelines(f"{name} = {_quoted(value)}\n" for name, value in _given(url).items())
        yield file


def _given(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    given = {
        "host": parts.hostname or "",
        "port": str(parts.port or 3306),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "default-character-set": "utf8mb4",
    }
    options = dict(parse_qsl(parts.query))
    if options:
        given |= {"ssl-verify-server-cert": "1"}
        given |= {"ssl-ca": options["ssl-ca"]} if "ssl-ca" in options else {}
    elif parts.hostname in ("127.0.0.1", "localhost"):
        given |= {"ssl": "0"}
    return given


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def name(url: str) -> str:
    """This function will give the database's name."""
    return urlsplit(url).path[1:]


def program(name: str) -> str:
    """:raises OSError: if it is not installed"""
    found = shutil.which(name)
    if found is None:
        raise OSError(f"{name} is not installed (Debian, Ubuntu: apt-get install mariadb-client)")
    return found
