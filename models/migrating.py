"""Who may migrate, and how is much changed at once? One at a time, and a part after the other."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import peewee
from peewee import Database

from models.dialect import may_try_again

#: Whoever has said nothing for so long while it was their turn is dead; no migration takes longer.
_LIFE_SECONDS = 900
_WAIT_SECONDS = 60
_LOOK_SECONDS = 0.2
#: Rows that are written in one transaction: a cluster sends each to all as one piece.
PART = 10_000


@contextmanager
def turn(database: Database) -> Iterator[Callable[[], None]]:
    """
    This function will have one process migrate at a time, and give what says that it still does.

    It is a written row: all nodes of a cluster know it, unlike a lock, which one of them keeps.

    :raises TimeoutError: if it does not come, saying whose turn it is
    """
    if not isinstance(database, peewee.MySQLDatabase):
        yield lambda: None
        return
    me = f"{socket.gethostname()}:{os.getpid()}:{time.time_ns()}"
    _wait_for_turn(database, me)
    try:
        yield lambda: _prolong(database, me)
    finally:
        database.execute_sql("UPDATE migrating SET holder = '' WHERE holder = %s", (me,))


def _wait_for_turn(database: Database, me: str) -> None:
    database.execute_sql(
        "CREATE TABLE IF NOT EXISTS migrating (turn TINYINT NOT NULL PRIMARY KEY, "
        "holder VARCHAR(255) NOT NULL, ends_at DATETIME(6) NOT NULL)"
    )
    database.execute_sql("INSERT IGNORE INTO migrating VALUES (1, '', UTC_TIMESTAMP(6))")
    deadline = time.monotonic() + _WAIT_SECONDS
    while not _take(database, me):
        if time.monotonic() > deadline:
            holder, ends_at = database.execute_sql(
                "SELECT holder, ends_at FROM migrating"
            ).fetchone()
            raise TimeoutError(f"{holder} is migrating; its turn ends by itself at {ends_at} UTC.")
        time.sleep(_LOOK_SECONDS)


def _take(database: Database, me: str) -> bool:
    """Of two who write it at once on two nodes, one is undone."""
    try:
        taken = database.execute_sql(
            "UPDATE migrating SET holder = %s, ends_at = UTC_TIMESTAMP(6) + INTERVAL %s SECOND "
            "WHERE holder = '' OR ends_at < UTC_TIMESTAMP(6)",
            (me, _LIFE_SECONDS),
        )
    except peewee.OperationalError as error:
        if may_try_again(error):
            return False
        raise
    return bool(taken.rowcount)


def _prolong(database: Database, me: str) -> None:
    database.execute_sql(
        "UPDATE migrating SET ends_at = UTC_TIMESTAMP(6) + INTERVAL %s SECOND WHERE holder = %s",
        (_LIFE_SECONDS, me),
    )


def in_parts(database: Database, sql: str, *, table: str, key: str) -> None:
    """
    This function will run a statement for some rows of `table` after the others.

    In it `{part}` says which: those whose whole number `key` is between two others. Both may stand
    for what the statement calls them, as in `orders o` and `o.order_id`.
    """
    last = database.execute_sql(f"SELECT MAX({key}) FROM {table}").fetchone()[0] or 0  # noqa: S608
    for first in range(0, int(last) + 1, PART):
        last_of_part = first + PART - 1
        database.execute_sql(sql.format(part=f"{key} BETWEEN {first} AND {last_of_part}"))
