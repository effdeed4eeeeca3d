"""What is a backup? A folder with the database, the pictures, and a page that says of what."""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import peewee
from playhouse.migrations import Runner

from bin.commands.telling import Progress
from bin.keeping import mariadb, sqlite
from models.__main__ import FOLDER
from models.dialect import open_database

_PAGE = "backup.json"
_PICTURES = "media"


@dataclass(frozen=True)
class Page:
    """What is kept: which kind of database, up to which migration, when, and how many pictures."""

    made_at: str
    database: str
    migration: str
    #: SHA-256 of the file, hexadecimal.
    digest: str
    pictures: int


def save(url: str, media: Path | None, folder: Path, say: Callable[[str], Progress]) -> Page:
    """
    This function will make a backup, whole or not at all.

    :raises OSError: if it cannot be made, or something stands in its place
    """
    if folder.exists():
        raise OSError(f"{folder} is there already; a backup is never written over")
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True, mode=0o700)
    kind = _kind(url)
    kind.save(url, making, say("database").upto)
    # After the database: every picture that it tells of is there by now.
    pictures = _copy_all(media, making / _PICTURES, say("pictures")) if media else 0
    page = Page(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        database=_name(kind),
        migration=_migration(url),
        digest=_digest(making / kind.FILE),
        pictures=pictures,
    )
    (making / _PAGE).write_text(json.dumps(asdict(page), indent=1) + "\n")
    making.rename(folder)
    return page


def read(folder: Path, url: str) -> Page:
    """
    This function will read what a backup says of itself, and prove that it is as it was made.

    :raises ValueError: if it is none, is damaged, or is of another kind of database
    """
    try:
        page = Page(**json.loads((folder / _PAGE).read_text()))
    except (OSError, TypeError, ValueError) as error:
        raise ValueError(f"{folder} is no backup ({error})") from error
    kind = _kind(url)
    if page.database != _name(kind):
        raise ValueError(f"{folder} is of {page.database}, and DATABASE_URL is of {_name(kind)}")
    if _digest(folder / kind.FILE) != page.digest:
        raise ValueError(f"{folder / kind.FILE} is not as it was made")
    return page


def load(url: str, media: Path | None, folder: Path, say: Callable[[str], Progress]) -> None:
    """This function will put a backup in the place of whatever is there."""
    _kind(url).load(url, folder, say("database").upto)
    if media and (folder / _PICTURES).exists():
        for old in media.glob("*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        _copy_all(folder / _PICTURES, media, say("pictures"))


def is_empty(url: str, media: Path | None) -> bool:
    """Whether nobody has ever signed up there, and no picture is kept."""
    has_pictures = media is not None and any(one.is_file() for one in media.rglob("*"))
    database: Any = open_database(url)
    with database.connection_context():
        if "member" not in database.get_tables():
            return not has_pictures
        has_members = database.execute_sql("SELECT 1 FROM member LIMIT 1").fetchone()
    return not (has_members or has_pictures)


def _kind(url: str) -> ModuleType:
    is_mariadb = isinstance(open_database(url), peewee.MySQLDatabase)
    return mariadb if is_mariadb else sqlite


def _name(kind: ModuleType) -> str:
    return kind.__name__.rpartition(".")[2]


def _migration(url: str) -> str:
    """The newest one that was run."""
    database = open_database(url)
    with database.connection_context():
        status = Runner(database, str(FOLDER)).status()
    return max((str(one.name) for one in status if one.applied is not None), default="")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _copy_all(source: Path, target: Path, progress: Progress) -> int:
    """Who may read a picture may read it afterwards; the folder around a backup lets nobody in."""
    count, copied = sum(file.is_file() for file in source.rglob("*")), 0

    def copy(file: str, place: str) -> None:
        nonlocal copied
        # As a picture does that its seller took back, it may go away meanwhile.
        with contextlib.suppress(FileNotFoundError):
            shutil.copy2(file, place)
            copied += 1
            progress.upto(copied, count)

    shutil.copytree(source, target, copy_function=copy, dirs_exist_ok=True)
    return copied
