"""How is a SQLite database copied while others write to it, and put back?"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

FILE = "database.sqlite"
#: Pages in one step, between which it is said how far it has come.
_PAGES = 4_096

Say = Callable[[int, int], None]


def save(url: str, folder: Path, say: Say) -> None:
    """
    This function will copy the database of one moment.

    :raises OSError: if what was copied is damaged
    """
    with (
        closing(_open(_path(url), "ro")) as source,
        closing(sqlite3.connect(folder / FILE)) as target,
    ):
        # As long as it reads, the copy is not begun again with every write of others.
        source.execute("BEGIN")
        source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        _copy(source, target, say)
        # One file, which can be read where nothing can be written.
        target.execute("PRAGMA journal_mode = DELETE")
        (found,) = target.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise OSError(f"{_path(url)} is damaged: {found}")


def load(url: str, folder: Path, say: Say) -> None:
    """This function will put the copy in the place of whatever is there, all of it or nothing."""
    with (
        closing(_open(folder / FILE, "ro")) as source,
        closing(sqlite3.connect(_path(url), timeout=5)) as target,
    ):
        _copy(source, target, say)
        target.execute("PRAGMA journal_mode = WAL")


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, say: Say) -> None:
    source.backup(
        target, pages=_PAGES, progress=lambda _, left, pages: say(pages - left, pages), sleep=0.01
    )


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)


def _path(url: str) -> Path:
    return Path(urlsplit(url).path)
