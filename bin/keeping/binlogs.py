"""What happened after a dump was made? MariaDB's binary logs say so, up to a moment."""

import gzip
import re
import subprocess
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from bin.keeping import mariadb

#: Where mariadb-dump says it, if the server keeps logs.
_SAID = re.compile(rb"CHANGE MASTER TO MASTER_LOG_FILE='([\w.-]+)', MASTER_LOG_POS=(\d+)")
_HEAD = 1 << 16


class Place(NamedTuple):
    """Where in a server's logs a dump was made."""

    file: str
    position: int


def replay(url: str, folder: Path, logs: Path, until: datetime) -> int:
    """
    This function will do again what was done since a dump, and say from how many logs.

    `logs` are those of the server that was dumped; what was done in the second of `until` is not.

    :raises ValueError: if they do not follow the dump
    :raises OSError: if they cannot be read to that moment; then all is to be restored again
    """
    place = _place(folder / mariadb.FILE)
    files = _since(place, logs)
    moment = until.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    options = [f"--start-position={place.position}", f"--stop-datetime={moment}"]
    command = [mariadb.program("mariadb-binlog"), f"--database={mariadb.name(url)}", *options]
    with (
        mariadb.running([*command, *map(str, files)], stdout=subprocess.PIPE) as read,
        mariadb.client(url, "--binary-mode", stdin=read.stdout),
    ):
        # Who writes is to be told when the other ends.
        read.stdout.close()
    return len(files)


def _place(dump: Path) -> Place:
    with gzip.open(dump) as unpacked:
        said = _SAID.search(unpacked.read(_HEAD))
    if said is None:
        raise ValueError(f"{dump} does not say where in the logs it was made: there were none")
    return Place(said[1].decode(), int(said[2]))


def _since(place: Place, logs: Path) -> list[Path]:
    """The log in which the dump was made, and all after it."""
    base = place.file.rpartition(".")[0]
    every = sorted(path for path in logs.glob(f"{base}.*") if path.suffix[1:].isdigit())
    files = [path for path in every if path.name >= place.file]
    if not files or files[0].name != place.file:
        raise ValueError(f"{logs} has no {place.file}, in which the backup was made")
    for one, following in pairwise(files):
        if int(following.suffix[1:]) != int(one.suffix[1:]) + 1:
            raise ValueError(f"{logs} has no log between {one.name} and {following.name}")
    return files
