"""Where do the sandbox providers keep what they know? In one SQLite file that outlives them."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = "sandbox.sqlite"

#: By this time PortOne lists a payment: that of its state, whenever the payment began.
CAME_INTO_STATE = (
    "CASE status WHEN 'paid' THEN paid_at WHEN 'failed' THEN failed_at"
    " WHEN 'cancelled' THEN cancelled_at ELSE started_at END"
)
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS prepared (
    merchant_uid TEXT PRIMARY KEY,
    amount INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS payments (
    position INTEGER PRIMARY KEY,
    imp_uid TEXT NOT NULL UNIQUE,
    merchant_uid TEXT NOT NULL,
    pay_method TEXT NOT NULL,
    amount INTEGER NOT NULL,
    cancel_amount INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    paid_at INTEGER NOT NULL DEFAULT 0,
    failed_at INTEGER NOT NULL DEFAULT 0,
    cancelled_at INTEGER NOT NULL DEFAULT 0,
    fail_reason TEXT,
    cancel_reason TEXT
);
CREATE INDEX IF NOT EXISTS payments_by_merchant_uid ON payments (merchant_uid);
CREATE INDEX IF NOT EXISTS payments_by_change ON payments ({CAME_INTO_STATE});
CREATE TABLE IF NOT EXISTS cancellations (
    position INTEGER PRIMARY KEY,
    cancellation_id TEXT NOT NULL UNIQUE,
    imp_uid TEXT NOT NULL,
    amount INTEGER NOT NULL,
    cancelled_at INTEGER NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS cancellations_by_imp_uid ON cancellations (imp_uid);
CREATE TABLE IF NOT EXISTS deliveries (
    delivery_id INTEGER PRIMARY KEY,
    api TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    body TEXT NOT NULL,
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'pending'
);
CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (state, due_at);
CREATE TABLE IF NOT EXISTS parcel_steps (
    t_code TEXT NOT NULL,
    t_invoice TEXT NOT NULL,
    level INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (t_code, t_invoice, level)
);
CREATE TABLE IF NOT EXISTS lookups (
    t_code TEXT NOT NULL,
    t_invoice TEXT NOT NULL,
    day TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (t_code, t_invoice, day)
);
CREATE TABLE IF NOT EXISTS mails (
    position INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL COLLATE NOCASE,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    message_id TEXT NOT NULL,
    received_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mail_links (
    position INTEGER PRIMARY KEY,
    list_unsubscribe TEXT NOT NULL,
    list_unsubscribe_post TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS mails_by_recipient ON mails (recipient);
CREATE TABLE IF NOT EXISTS attachments (
    mail INTEGER NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS attachments_by_mail ON attachments (mail);
CREATE TABLE IF NOT EXISTS once (
    idempotency_key TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    status TEXT,
    answer TEXT
);
"""


#: What files of before lack.
_ADDED = (("payments", "currency", "TEXT NOT NULL DEFAULT 'KRW'"),)


class Store:
    """One connection that all threads of the sandbox take turns with."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        #: The time that all providers go by, in unix seconds.
        self.now = now
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            folder / FILE_NAME, isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)
        # What was under way when the last one ended has no answer any more.
        self._connection.execute("DELETE FROM once WHERE status IS NULL")
        self._add_columns()

    def _add_columns(self) -> None:
        for table, column, kind in _ADDED:
            known = self._connection.execute(f"PRAGMA table_info({table})").fetchall()
            if column not in [row["name"] for row in known]:
                self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """This function will lend the connection: all that is written counts, or none of it."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def setting(db: sqlite3.Connection, name: str) -> str | None:
    row = db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row["value"])


def keep_setting(db: sqlite3.Connection, name: str, value: object | None) -> None:
    """This function will keep `value` under `name`; None forgets it."""
    if value is None:
        db.execute("DELETE FROM settings WHERE name = ?", (name,))
        return
    db.execute(
        "INSERT OR REPLACE INTO settings VALUES (?, ?)",
        (name, str(value)),
    )


def count_down(db: sqlite3.Connection, name: str) -> bool:
    """This function will take one off the number kept under `name`, and say if there was one."""
    left = int(setting(db, name) or 0)
    if left:
        keep_setting(db, name, left - 1)
    return left > 0
