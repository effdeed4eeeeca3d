"""Where do MariaDB and SQLite differ? Here, and nowhere else."""

import contextlib
import re
import ssl
import threading
from collections.abc import Callable, Collection, Sequence
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import cache
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
import peewee
import pymysql
from peewee import Database, MySQLDatabase, SqliteDatabase

from models.base import database

#: Deadlock, lock wait timeout, snapshot conflict: nothing was done, and a second try may pass.
_TRY_AGAIN = {1213, 1205, 1020}
#: Server gone, lost, or refusing; and pymysql's own word for a connection that is closed. Of a node
#: that has lost its cluster 1047 and 1180 (while it commits), of one that may only be read 1290 and
#: 1836, and 4031 of one that ended who was idle: another node does what this one will not.
_CONNECTION_LOST = {0, 2003, 2006, 2013, 2014, 2055, 1053, 1927, 1047, 1180, 1290, 1836, 4031}
_OFFSET_LIFE = 60.0
#: Proving a connection costs a round trip: under load it is never done.
_PROVEN_SECONDS = 1.0


def open_database(url: str, *, patience: int | None = None) -> Database:
    """
    This function will name the database behind `url` without connecting to it yet.

    With `patience` a connection counts as lost when the server has not answered for so many
    seconds, and to the server one that rests for half as long in a transaction, with its locks.

    With `?ssl-mode=verify` at its end MariaDB is spoken to by TLS only, and only if it proves to be
    that host, to the authorities that the machine trusts or those in the file `&ssl-ca=…`.

    :raises ValueError: if it is neither mysql://user:password@host:port/name nor sqlite:///path
    """
    with contextlib.suppress(ValueError):
        # What is said of a bad host or port may be a part of the password.
        parts = urlsplit(url)
        if parts.scheme == "sqlite" and parts.path:
            return _sqlite(parts.path)
        if parts.scheme == "mysql" and parts.hostname and len(parts.path) > 1:
            return _mariadb(parts, patience)
    raise ValueError(
        "it must be mysql://user:password@host:port/name (?ssl-mode=verify&ssl-ca=a file, perhaps) "
        "or sqlite:///path"
    )


def use_database(
    url: str, ahead: Callable[[], timedelta] | None = None, *, patience: int | None = None
) -> None:
    """
    This function will have all tables be those behind `url`, and prove that they are there.

    A test clock is `ahead` of its clock; for `patience` see `open_database`.

    :raises ValueError: saying what is wrong with it, without its password
    """
    try:
        database.initialize(open_database(url, patience=patience))
        _clock.ahead = ahead
        with database.connection_context():
            database.execute_sql("SELECT 1 FROM outbox LIMIT 1")
    except peewee.PeeweeException as error:
        raise ValueError(f"{without_password(url)} cannot be used ({error})") from error


def _sqlite(path: str) -> Database:
    return SqliteDatabase(
        path,
        # Taking the write lock at BEGIN avoids the upgrade that no busy timeout can wait out.
        lock_type="IMMEDIATE",
        pragmas={"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000},
    )


class _MariaDB(MySQLDatabase):
    """Whoever it leads to this time, their clock is the one that decides."""

    def _connect(self) -> Any:
        connection = super()._connect()  # type: ignore[misc]
        if self is database.obj:
            _clock.meet(self, connection)
        return connection


def _mariadb(parts: Any, patience: int | None) -> Database:
    # Others wait for the locks of one that rests, as their members do for an answer.
    idle = f", idle_transaction_timeout={max(1, patience // 2)}" if patience else ""
    return _MariaDB(
        parts.path[1:],
        host=parts.hostname,
        port=parts.port or 3306,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        charset="utf8mb4",
        connect_timeout=5,
        read_timeout=patience,
        write_timeout=patience,
        **_tls(parts),
        init_command=(
            "SET SESSION tx_isolation='READ-COMMITTED', innodb_lock_wait_timeout=3, "
            f"time_zone='+00:00', sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'{idle}"
        ),
    )


def _tls(parts: Any) -> dict[str, Any]:
    """:raises ValueError: if the options are none of ours, or there is no such file"""
    given = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    if not given:
        # As far as the server offers it; nothing leaves the machine on loopback.
        return {"ssl_disabled": parts.hostname in ("127.0.0.1", "localhost")}
    if given.pop("ssl-mode", "") != "verify" or not given.keys() <= {"ssl-ca"}:
        raise ValueError("unknown options")
    try:
        return {"ssl": ssl.create_default_context(cafile=given.get("ssl-ca"))}
    except OSError as error:
        raise ValueError("no certificates there") from error


def connections_allowed() -> int | None:
    """This function will tell how many connections we may have at most; None is without limit."""
    if is_sqlite():
        return None
    told = database.execute_sql("SELECT @@max_connections, @@max_user_connections").fetchone()
    return min(int(limit) for limit in told if limit)


def connect() -> None:
    """
    This function will open this thread's connection, or prove one that has long been idle.

    What cut it meanwhile (the server, a balancer between) is noticed before anything was done.
    """
    idle = monotonic() - _used.at
    _used.at = monotonic()
    is_new = database.connect(reuse_if_open=True)
    if not (is_new or is_sqlite() or idle < _PROVEN_SECONDS):
        _prove()
    _clock.look()


def _prove() -> None:
    try:
        database.connection().ping(reconnect=False)
    except pymysql.Error:
        database.close()
        database.connect()


class _Used(threading.local):
    """When this thread last asked for its connection."""

    at = 0.0


_used = _Used()


def is_sqlite() -> bool:
    return isinstance(database.obj, SqliteDatabase)


def snapshot() -> Any:
    """This function will have all that is read inside be of one moment, and keep nobody waiting."""
    return database.transaction("DEFERRED" if is_sqlite() else "REPEATABLE READ")


def locked(query: Any, *, skip_locked: bool = False) -> Any:
    """This function will lock the rows of `query`; SQLite holds the whole database already."""
    if is_sqlite():
        return query
    return query.for_update(skip_locked=True) if skip_locked else query.for_update()


def kept(query: Any) -> Any:
    """This function will have others leave the rows of `query` as they are, but read them."""
    return query if is_sqlite() else query.for_update("LOCK IN SHARE MODE")


def by_index(query: Any, *fields: Any) -> Any:
    """
    This function will have rows be found by the index of these fields, or of all but the last.

    Where many rows are of one owner MariaDB would look for the owner alone, and go through all
    that come before a page. A secondary index of InnoDB ends with the primary key anyway.
    """
    if is_sqlite():
        return query
    columns = tuple(field.column_name for field in fields)
    query = query.clone()
    first, *others = query._from_list
    hint = f" FORCE INDEX ({_index_of(query.model._meta.table_name, columns)})"
    query._from_list = [_hinted(first, hint), *others]
    return query


def _hinted(source: Any, hint: str) -> peewee.Node:
    """Of tables that are joined the hint is for the first, and stands behind its name."""
    if not isinstance(source, peewee.Join):
        return _Hinted(source, hint)
    joined = copy(source)
    joined.lhs = _hinted(source.lhs, hint)
    return joined


@cache
def _index_of(table: str, columns: tuple[str, ...]) -> str:
    # Their names come from the migrations that have made them, and tell nothing.
    names = {tuple(index.columns): index.name for index in database.get_indexes(table)}
    return names.get(columns) or names[columns[:-1]]


class _Hinted(peewee.Node):
    """A table with what the optimizer is told of it."""

    def __init__(self, table: Any, hint: str) -> None:
        self._table = table
        self._hint = hint

    def __sql__(self, ctx: Any) -> Any:
        return ctx.sql(self._table).literal(self._hint)


def take_turn(table: Any, numbers: Collection[int]) -> int:
    """
    This function will lock rows of a `table` by writing them, and count those that are there.

    A lock is known to the server alone that gave it. What two servers of a cluster write at once is
    undone by one of them, so that rules that write elsewhere still come one after the other.
    """
    key = table._meta.primary_key
    more = peewee.fn.COALESCE(table.turns, 0) + 1
    taken: int = table.update(turns=more).where(key.in_(sorted(numbers))).execute()
    return taken


def may_try_again(error: peewee.PeeweeException) -> bool:
    """Whether the transaction was undone for a reason that may have passed."""
    return _code(error) in _TRY_AGAIN or "database is locked" in str(error)


def is_connection_lost(error: peewee.PeeweeException) -> bool:
    return isinstance(error, peewee.OperationalError | peewee.InterfaceError) and (
        _code(error) in _CONNECTION_LOST
    )


def _code(error: Exception) -> int | None:
    return error.args[0] if error.args and isinstance(error.args[0], int) else None


_row = msgspec.json.Decoder(tuple[Any, ...])


def fetch(
    columns: str,
    rest: str,
    *lists: Collection[Any],
    lock: bool = False,
    skip_locked: bool = False,
    keep: bool = False,
) -> list[tuple[Any, ...]]:
    """
    This function will SELECT on a path too hot for the query builder.

    Each `(?)` in `rest` stands for one of the `lists`; with `lock` the rows are locked until the
    end of the transaction, with `skip_locked` those are left out that others have locked, and with
    `keep` others may read them meanwhile, not change them. The `columns` are of tables, not
    computed; times come as text, what is true or false as a number.
    """
    if is_sqlite():
        return list(execute(f"SELECT {columns} {rest}", *lists))
    if lock:
        rest += " FOR UPDATE SKIP LOCKED" if skip_locked else " FOR UPDATE"
    elif keep:
        rest += " LOCK IN SHARE MODE"
    # The driver reads column by column, in Python; a row in one piece costs a quarter of that.
    rows = execute(f"SELECT JSON_ARRAY({columns}) {rest}", *lists)
    return [_row.decode(text) for (text,) in rows]


def execute(sql: str, *lists: Collection[Any]) -> Any:
    """This function will run a statement in which each `(?)` stands for one of the `lists`."""
    mark = "?" if is_sqlite() else "%s"
    first, *rest = sql.split("(?)")
    for values, text in zip(lists, rest, strict=True):
        # An empty list of SQL is written as one that holds nothing that exists.
        first += f"({', '.join([mark] * len(values)) or 'NULL'})" + text
    return database.execute_sql(first, [value for values in lists for value in values])


def insert_rows(
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    keys: Sequence[str] = (),
    changed: Sequence[str] = (),
    once: bool = False,
) -> None:
    """
    This function will insert all rows at once, for paths too hot for the query builder.

    With `changed`, rows whose `keys` are there already get those columns instead; with `once` they
    are left alone. Instead of a column `changed` may hold a formula, such as `sum=sum + {sum}`, in
    which what stands in braces is new.
    """
    for start in range(0, len(rows), _ROWS):
        _insert(table, columns, rows[start : start + _ROWS], keys, changed, once=once)


#: In one statement; SQLite takes 32,766 values.
_ROWS = 1_000


def _insert(
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    keys: Sequence[str],
    changed: Sequence[str],
    *,
    once: bool,
) -> None:
    written, values = (_in_sqlite if is_sqlite() else _in_mariadb), list[Any]()
    places = ", ".join([f"({', '.join([written(v, values) for v in row])})" for row in rows])
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}"  # noqa: S608
    if once:
        sql = sql.replace("INSERT", "INSERT OR IGNORE" if is_sqlite() else "INSERT IGNORE", 1)
    if changed and is_sqlite():
        sets = _sets(changed, r"excluded.\1")
        sql += f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"
    elif changed:
        sets = _sets(changed, r"VALUES(\1)")
        sql += f" ON DUPLICATE KEY UPDATE {sets}"
    database.execute_sql(sql, values)


def _sets(changed: Sequence[str], new: str) -> str:
    formulas = (name if "=" in name else f"{name}={{{name}}}" for name in changed)
    return re.sub(r"\{(\w+)\}", new, ", ".join(formulas))


#: A text of nothing but these means itself, to either database and to its driver.
_is_plain = re.compile(r"[\w .:-]*", re.ASCII).fullmatch


def _in_sqlite(value: Any, values: list[Any]) -> str:
    values.append(value)
    return "?"


def _in_mariadb(value: Any, values: list[Any]) -> str:
    """What its driver escapes takes long: numbers and texts stand in the statement themselves."""
    if value is None:
        return "NULL"
    kind = type(value)
    if kind is int or kind is bool:
        return str(int(value))
    if kind is str:
        # In hexadecimal there is nothing that could be taken for an end of the text.
        return f"'{value}'" if _is_plain(value) else f"_utf8mb4 X'{value.encode().hex()}'"
    values.append(value)
    return "%s"


def add_rows(rows: Sequence[Any]) -> None:
    """This function will insert rows of one table, all at once; their numbers stay unknown."""
    if rows:
        meta = rows[0]._meta
        fields = [field for field in meta.sorted_fields if field is not meta.primary_key]
        values = [[one.db_value(row.__data__.get(one.name)) for one in fields] for row in rows]
        insert_rows(meta.table_name, [field.column_name for field in fields], values)


def save_rows(rows: Sequence[Any]) -> None:
    """This function will write what has changed of rows of one table, all in one statement."""
    for start in range(0, len(rows), _ROWS):
        _save(rows[start : start + _ROWS])


def _save(rows: Sequence[Any]) -> None:
    written, values = (_in_sqlite if is_sqlite() else _in_mariadb), list[Any]()
    meta, sets = rows[0]._meta, []
    key = meta.primary_key.column_name
    for field in meta.sorted_fields:
        changed = [row for row in rows if field.name in row._dirty]
        news = [(row._pk, field.db_value(row.__data__[field.name])) for row in changed]
        cases = [f"WHEN {number} THEN {written(new, values)}" for number, new in news]
        if cases:
            name = field.column_name
            sets.append(f"{name} = CASE {key} {' '.join(cases)} ELSE {name} END")
    if sets:
        numbers = ", ".join([str(row._pk) for row in rows])
        sql = f"UPDATE {meta.table_name} SET {', '.join(sets)} WHERE {key} IN ({numbers})"  # noqa: S608
        database.execute_sql(sql, values)
    for row in rows:
        row._dirty.clear()


def insert_once(model: Any, rows: list[dict[str, Any]]) -> None:
    """This function will insert `rows`, leaving those alone whose unique key is there already."""
    if rows:
        model.insert_many(rows).on_conflict_ignore().execute()


class _Clock:
    """
    How far the database's clock is from this machine's, for all threads of this process alike.

    Two threads that went by measurements of their own would not agree on what comes first.
    """

    def __init__(self) -> None:
        self._learning = threading.Lock()
        self._of: Database | None = None
        self._measure_at = 0.0
        self._offset = timedelta()
        #: How far the market's time is ahead of all clocks, where a test clock moves it.
        self.ahead: Callable[[], timedelta] | None = None

    def now(self) -> datetime:
        if self._of is not database.obj:
            self._learn(database.obj, *_closest(_ask, tries=3))
        told = datetime.now(UTC) + self._offset
        return told + self.ahead() if self.ahead else told

    def meet(self, of: Database, connection: Any) -> None:
        """This function will go by the clock behind a new connection, perhaps another server's."""
        tries = 1 if self._of is of else 3
        self._learn(of, *_closest(lambda: _ask_by(connection.cursor()), tries=tries))

    def look(self) -> None:
        """This function will find out, every minute, whether the offset is still right."""
        if self._of is database.obj and monotonic() >= self._measure_at:
            # Others have something to go by, and need not ask as well.
            self._measure_at = monotonic() + _OFFSET_LIFE
            self._learn(database.obj, *_closest(_ask, tries=1))

    def _learn(self, of: Any, least: timedelta, most: timedelta) -> None:
        with self._learning:
            is_known = self._of is of
            guess = self._offset if is_known else (least + most) / 2
            self._offset = kept_within(guess, least, most)
            self._measure_at = monotonic() + _OFFSET_LIFE
            self._of = of


_clock = _Clock()


def database_now() -> datetime:
    """This function will tell the time by the database's clock, to the microsecond, in UTC."""
    return _clock.now()


def machine_time(at: datetime) -> datetime:
    """This function will tell what clocks show that no test clock moves, when it is `at` here."""
    return at - _clock.ahead() if _clock.ahead else at


def kept_within(offset: timedelta, least: timedelta, most: timedelta) -> timedelta:
    """This function will leave `offset` alone as long as it may be right."""
    return min(max(offset, least), most)


def _closest(
    ask: Callable[[], tuple[timedelta, timedelta]], *, tries: int
) -> tuple[timedelta, timedelta]:
    """Between what the offset is for certain: the shorter a question takes, the closer."""
    return min((ask() for _ in range(tries)), key=lambda bounds: bounds[1] - bounds[0])


def _ask() -> tuple[timedelta, timedelta]:
    return (timedelta(), timedelta()) if is_sqlite() else _ask_by(database.cursor())


def _ask_by(cursor: Any) -> tuple[timedelta, timedelta]:
    before = datetime.now(UTC)
    cursor.execute("SELECT UTC_TIMESTAMP(6)")
    told = cursor.fetchone()[0].replace(tzinfo=UTC)
    return told - datetime.now(UTC), told - before


def without_password(url: str) -> str:
    return re.sub(r"//(?!/).*@", "//", url)
