"""Do the migrations give the tables that the models are written for, however they are run?"""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from peewee import Database, SqliteDatabase
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from models import TABLES
from models.__main__ import FOLDER, migrate
from models.dialect import open_database
from models.migrating import turn
from tests.support import servers
from tests.support.servers import make_database
from tests.support.waiting import wait_until

MODELS = {table._meta.table_name for table in TABLES}
HISTORY = "schema_migration"
NEWEST = [path.stem for path in sorted(FOLDER.glob("[0-9]*.py"))]


def columns(database: Database, table: str) -> Any:
    """Names and types with their lengths, whether null may be, and how texts are compared."""
    if isinstance(database, SqliteDatabase):
        told = database.execute_sql(f"PRAGMA table_info('{table}')").fetchall()
        return sorted(row[1:] for row in told)
    return database.execute_sql(
        "SELECT column_name, column_type, is_nullable, collation_name, column_default, extra "
        "FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = %s "
        "ORDER BY column_name",
        (table,),
    ).fetchall()


def described(database: Database) -> dict[str, Any]:
    return {
        table: (
            columns(database, table),
            database.get_primary_keys(table),
            sorted((index.columns, index.unique) for index in database.get_indexes(table)),
            sorted(
                (key.column, key.dest_table, key.dest_column)
                for key in database.get_foreign_keys(table)
            ),
        )
        for table in MODELS
    }


def python_m_models(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "models"],
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


_TIME = "2026-01-01 00:00:00.000000"
#: One row of each table that a paid order needs, as the first version wrote them.
ORDERED: dict[str, dict[str, Any]] = {
    "member": {
        "member_id": 1, "login_id": "seller", "password_hash": "", "name": "", "email": "",
        "phone": "", "birth": "", "gender": "", "language": "ko", "role": "MEMBER",
        "is_suspended": 0, "created_at": _TIME,
    },
    "agreement": {"member_id": 1, "term": "PRIVACY", "agreed_at": _TIME},
    "store": {"store_id": 1, "member_id": 1, "name": "", "created_at": _TIME},
    "category": {"category_id": 1, "name": "", "name_en": "", "position": 1},
    "brand": {"brand_id": 1, "name": "", "name_en": ""},
    "goods": {
        "goods_id": 1, "store_id": 1, "seller_id": 1, "category_id": 1, "brand_id": 1, "name": "",
        "info": "", "quality": "NEW", "gender": "KIDS", "size": "", "shipping_price": 0,
        "soft_close": 1, "created_at": _TIME,
    },
    "auction": {
        "goods_id": 1, "seller_id": 1, "state": "WON", "start_price": 1, "soft_close": 1,
        "starts_at": _TIME, "ends_at": _TIME, "extensions": 0, "seq": 3, "bid_count": 3,
        "last_hash": "h",
    },
    "bids": {
        "goods_id": 1, "seq": 3, "kind": "BID", "bidder_id": 1, "pseudonym": "p", "amount": 1,
        "automatic": 0, "placed_at": _TIME, "hash": "h",
    },
    "orders": {
        "order_id": 1, "goods_id": 1, "goods_name": "", "buyer_id": 1, "seller_id": 1,
        "state": "PAID", "price": 1, "shipping_price": 0, "due_at": _TIME, "created_at": _TIME,
    },
    "session": {"session_id": 1, "member_id": 1, "device": "", "created_at": _TIME},
    "refresh_token": {
        "token_hash": "t", "session_id": 1, "expires_at": _TIME,
        "used_at": "2026-01-02 00:00:00.000000",
    },
    "kept_answers": {
        "answer_id": 1, "member_id": 1, "idempotency_key": "k", "request_hash": "h",
        "answer": b"", "created_at": _TIME,
    },
    "payment": {
        "payment_id": 1, "order_id": 1, "merchant_uid": "m", "amount": 1, "state": "PAID",
        "created_at": _TIME,
    },
}  # fmt: skip

_SOLD = {
    "goods_id": 1, "goods_name": "", "buyer_id": 1, "seller_id": 1, "price": 21_000,
    "shipping_price": 3_000, "due_at": _TIME, "created_at": _TIME, "ship_days": 3,
    "confirm_days": 7, "seller_kind": "PRIVATE", "disputes": 0,
}  # fmt: skip
_SETTLED = {
    "seller_id": 1, "price": 21_000, "shipping_price": 3_000, "amount": 0, "settled_at": _TIME,
}  # fmt: skip
#: One order is paid, one is settled, and one is settled of which a part went back.
_FEES_DUE = [
    *(
        ("orders", _SOLD | {"order_id": number, "seq": number, "state": state})
        for number, state in ((11, "PAID"), (12, "SETTLED"), (13, "SETTLED"))
    ),
    *(
        ("settlement", _SETTLED | {"order_id": number, "refunded": back, "commission": kept})
        for number, back, kept in ((12, 0, 1_050), (13, 4_000, 875))
    ),
]

#: 700 won that a refund left in suspense, and 200 that went back of the same payment since.
_SUSPENDED = [
    (
        "provider_payment",
        {
            "reading_id": 7, "provider_uid": "imp_1", "payment_id": 1, "status": "PAID",
            "paid": 1_000, "cancelled": 0, "currency": "KRW", "method": "", "transaction_id": "",
            "receipt_url": "", "seen_at": _TIME, "changes": 1,
        },
    ),
    (
        "refund",
        {
            "refund_id": 3, "payment_id": 1, "imp_uid": "imp_1", "amount": 700, "returned": 0,
            "by_hand": 0, "reason": "", "created_at": _TIME, "dropped_at": _TIME,
        },
    ),
    *(
        ("ledger_entry", {"entry_id": number, "business_key": key, "recorded_at": _TIME})
        for number, key in ((901, "refund:3:dropped"), (902, "reading:7:cancelled:2"))
    ),
    *(
        ("ledger_line", {"entry_id": number, "account": account, "owner_id": of, "amount": won})
        for number, account, of, won in (
            (901, "SUSPENSE", 0, -700), (901, "REFUNDS", 3, 700),
            (902, "SUSPENSE", 0, 200), (902, "PROVIDER", 0, -200),
        )
    ),
]  # fmt: skip

_CONSENT = ([("PRIVACY", 1)], (("PRIVACY", 1),))


def _store(database: Database, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    mark = "?" if isinstance(database, SqliteDatabase) else "%s"
    for table, row in rows:
        marks = ", ".join([mark] * len(row))
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
        database.execute_sql(sql, list(row.values()))


class TestMigrations:
    def test_give_exactly_the_tables_of_the_models(self, new_url):
        database = open_database(new_url())
        assert migrate(database) == NEWEST
        with database.connection_context():
            assert not diff_models(database, TABLES)
            turn = set() if isinstance(database, SqliteDatabase) else {"migrating"}
            assert set(database.get_tables()) == MODELS | {HISTORY} | turn

    def test_give_every_column_index_and_key_as_the_models_would_make_it(self, new_url):
        migrated, made = open_database(new_url()), open_database(new_url())
        migrate(migrated)
        if not isinstance(made, SqliteDatabase):
            with made.connection_context():
                made.execute_sql(f"ALTER DATABASE {made.database} COLLATE utf8mb4_nopad_bin")
        with made.bind_ctx(TABLES), made.connection_context(), migrated.connection_context():
            made.create_tables(TABLES)
            assert described(migrated) == described(made)

    def test_keep_what_an_earlier_version_has_stored(self, new_url):
        database = open_database(new_url())
        with database.connection_context():
            Runner(database, str(FOLDER)).up("0001_initial")
            _store(database, ORDERED.items())

        migrate(database)

        with database.connection_context():
            read = database.execute_sql
            assert read("SELECT ends_at = listed_ends_at FROM auction").fetchall()[0][0] == 1
            assert read("SELECT seq FROM orders").fetchall()[0][0] == 3
            assert read("SELECT hash, receipt FROM bids").fetchall()[0][:2] == ("h", None)
            assert read("SELECT used_at > created_at FROM session").fetchall()[0][0] == 1
            assert read("SELECT route, about FROM kept_answers").fetchall()[0][:2] == ("", "")
            assert read("SELECT COUNT(*) FROM payment").fetchall()[0][0] == 1
            assert read("SELECT kind, version FROM consent").fetchall() in _CONSENT

    def test_give_orders_the_fee_that_they_were_made_under(self, new_url):
        database = open_database(new_url())
        with database.connection_context():
            runner = Runner(database, str(FOLDER))
            runner.up("0001_initial")
            _store(database, ORDERED.items())
            runner.up("0024_disputes")
            _store(database, _FEES_DUE)

        migrate(database)

        with database.connection_context():
            lines = database.execute_sql("SELECT * FROM order_fee ORDER BY order_id").fetchall()
            assert [tuple(line) for line in lines] == [
                (11, "commission", 1_050, 95), (12, "commission", 1_050, 0),
                (13, "commission", 1_050, 0),
            ]  # fmt: skip

    def test_say_which_payment_brought_what_is_in_suspense(self, new_url):
        database = open_database(new_url())
        with database.connection_context():
            runner = Runner(database, str(FOLDER))
            runner.up("0001_initial")
            _store(database, ORDERED.items())
            runner.up("0030_settle_by_act")
            _store(database, _SUSPENDED)

        migrate(database)

        with database.connection_context():
            read = database.execute_sql
            sums = read(
                "SELECT owner_id, SUM(amount) FROM ledger_line WHERE account = 'SUSPENSE'"
                " GROUP BY owner_id ORDER BY owner_id"
            ).fetchall()
            assert [tuple(map(int, row)) for row in sums] == [(0, 0), (7, -500)]
            kept = read("SELECT owner_id, amount FROM ledger_balance WHERE account = 'SUSPENSE'")
            assert [tuple(row) for row in kept.fetchall()] == [(7, -500)]

    def test_do_nothing_a_second_time(self, new_url):
        url = new_url()
        migrate(open_database(url))
        assert migrate(open_database(url)) == []

    def test_may_be_run_by_two_processes_at_once(self, mariadb_url):
        url = make_database(mariadb_url, "two_at_once")
        ended = [running.communicate() for running in (python_m_models(url), python_m_models(url))]
        done = f"Migrated: {', '.join(NEWEST)}.\n"
        assert sorted(ended) == sorted([(done, ""), ("Migrated: nothing to do.\n", "")])


class TestCommand:
    @pytest.mark.parametrize(
        "url",
        [
            "postgres://pikcur:hunter2@localhost/pikcur",
            "mysql://pikcur:hunter2@localhost",
            "mysql://pikcur:hunter2@localhost:port/pikcur",
            "mysql://pikcur:hunter2/more@localhost/pikcur",
            "mysql://pikcur:hunter2#more@localhost/pikcur",
            "mysql://pikcur:[hunter2]@localhost/pikcur",
            "hunter2",
        ],
    )
    def test_names_a_setting_that_is_no_database_without_the_password(self, url):
        running = python_m_models(url)
        _, error = running.communicate()
        assert running.returncode == 1
        assert error.startswith("DATABASE_URL: it must be mysql://user:password@host:port/name")
        assert "hunter2" not in error

    @pytest.mark.parametrize("password", ["hunter2", "p%40hunter2", "p@hunter2", "p:hunter2"])
    def test_names_a_database_out_of_reach_without_the_password(self, password):
        running = python_m_models(f"mysql://pikcur:{password}@127.0.0.1:{servers.free_port()}/p")
        _, error = running.communicate()
        assert running.returncode == 1
        assert error.startswith("DATABASE_URL: no database at mysql://127.0.0.1:")
        assert "hunter2" not in error

    def test_names_a_database_that_is_not_there(self, mariadb_url, tmp_path: Path):
        for url in (f"{mariadb_url}/nowhere", f"sqlite:///{tmp_path}/nowhere/test.db"):
            running = python_m_models(url)
            _, error = running.communicate()
            assert running.returncode == 1
            assert error.startswith("DATABASE_URL: no database at ")
            assert "Traceback" not in error

    def test_waits_until_it_is_its_turn(self, mariadb_url):
        database = open_database(make_database(mariadb_url, "locked_for_long"))
        others = (
            "SELECT 1 FROM information_schema.processlist WHERE db = %s AND id != CONNECTION_ID()"
        )
        with database.connection_context(), turn(database):
            running = python_m_models(f"{mariadb_url}/locked_for_long")
            wait_until(
                "the other to wait",
                lambda: database.execute_sql(others, ("locked_for_long",)).fetchone(),
            )
            assert running.poll() is None
            assert database.get_tables() == ["migrating"]
        _, error = running.communicate()
        assert (running.returncode, error) == (0, "")
