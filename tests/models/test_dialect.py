"""Do MariaDB and SQLite behave alike, and is what they complain of understood?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any

import peewee
import pytest
from peewee import Database

from models import dialect
from models.base import database as tables
from models.catalogue import Brand
from models.delivery import Scan
from models.dialect import (
    connect,
    database_now,
    fetch,
    insert_once,
    insert_rows,
    is_connection_lost,
    kept_within,
    locked,
    machine_time,
    may_try_again,
    open_database,
    save_rows,
    without_password,
)
from models.helpdesk import Faq
from models.members import Member
from tests.support.waiting import wait_until

_numbers = count(1)


def member(login_id: str, **changes: Any) -> Member:
    values = {
        "password_hash": "hash", "name": "Ann", "email": f"{next(_numbers)}@example.com",
        "phone": "010", "birth": "1990-01-31", "gender": "OTHER", "language": "ko",
        "role": "MEMBER", "created_at": datetime(2026, 5, 4, tzinfo=UTC),
    }  # fmt: skip
    return Member.create(login_id=login_id, **values | changes)


def brand(name: str) -> Brand:
    return Brand.create(name=name, name_en=name)


def in_thread(work: Callable[[], Any]) -> Any:
    """A thread has a connection of its own, and has not measured any clock."""

    def connected() -> Any:
        with tables.connection_context():
            return work()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(connected).result(60)


class TestTime:
    @pytest.mark.usefixtures("database")
    @pytest.mark.parametrize("microsecond", [0, 1, 999_999])
    def test_comes_back_to_the_microsecond_and_in_utc(self, microsecond):
        at = datetime(2026, 12, 31, 23, 59, 59, microsecond, tzinfo=UTC)
        ann = member("ann", created_at=at)
        told = Member.get_by_id(ann.member_id).created_at
        assert (told, told.tzinfo) == (at, UTC)

    @pytest.mark.usefixtures("database")
    def test_of_another_zone_is_the_same_moment(self):
        at = datetime(2026, 5, 5, 8, 30, tzinfo=timezone(timedelta(hours=9)))
        ann = member("ann", created_at=at)
        assert Member.get_by_id(ann.member_id).created_at == at

    @pytest.mark.usefixtures("database")
    def test_is_sorted_and_compared_as_time(self):
        start = datetime(2026, 5, 4, 9, tzinfo=UTC)
        steps = [timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(hours=1)]
        for number in (2, 0, 3, 1):
            member(f"ann{number}", created_at=start + steps[number])
        told = [row.login_id for row in Member.select().order_by(Member.created_at)]
        later = Member.select().where(Member.created_at > start + steps[1]).count()
        assert (told, later) == (["ann0", "ann1", "ann2", "ann3"], 2)


FAQ = ("position", "category", "question", "answer", "question_en", "answer_en")


def faq(**texts):
    return Faq.create(**dict.fromkeys(FAQ, "") | {"position": 1} | texts)


@pytest.mark.usefixtures("database")
class TestText:
    @pytest.mark.parametrize(
        "text", ["나이키 에어 맥스", "🧥👟👩‍👩‍👧", "é", "e\u0301", "a\\b'c\"%s?"]
    )
    def test_comes_back_as_it_was(self, text):
        made = faq(question=text, answer=text)
        told = Faq.get_by_id(made.faq_id)
        assert (told.question, told.answer) == (text, text)

    def test_is_another_by_case_spaces_at_its_end_and_accents(self):
        names = ["a", "A", "a ", "a  ", "á", "가", "가 ", "각"]
        for name in names:
            brand(name)
        for name in names:
            assert [row.name for row in Brand.select().where(Brand.name == name)] == [name]

    @pytest.mark.parametrize("name", ["a", "a ", "가나다", "🧥"])
    def test_that_is_the_same_may_not_be_twice_in_a_unique_key(self, name):
        brand(name)
        with pytest.raises(peewee.IntegrityError):
            brand(name)

    def test_that_is_too_long_for_a_login_id_does_not_lose_its_end_unnoticed(self, database):
        if database.startswith("sqlite"):
            member("x" * 31)
            assert Member.get().login_id == "x" * 31
        else:
            with pytest.raises(peewee.DataError):
                member("x" * 31)


COLUMNS = ("order_id", "position", "at", "place", "kind", "level", "first_seen_at")


def scans() -> list[tuple[Any, ...]]:
    query = Scan.select(Scan.order_id, Scan.position, Scan.place, Scan.level)
    return list(query.order_by(Scan.order_id, Scan.position).tuples())


def insert_scans(*rows: tuple[int, int, str, int], changed: tuple[str, ...] = ()) -> None:
    at = "2026-05-04 12:00:00.000001"
    full = [(*row[:2], at, row[2], "집화", row[3], at) for row in rows]
    insert_rows("scan", COLUMNS, full, keys=("order_id", "position"), changed=changed)


@pytest.mark.usefixtures("database")
class TestInsertRows:
    def test_writes_all_rows(self):
        insert_scans((1, 1, "서울", 2), (1, 2, "부산", 3))
        assert scans() == [(1, 1, "서울", 2), (1, 2, "부산", 3)]
        assert Scan.get().at == datetime(2026, 5, 4, 12, 0, 0, 1, tzinfo=UTC)

    def test_writes_nothing_when_there_is_nothing(self):
        insert_scans()
        assert scans() == []

    def test_changes_only_the_named_columns_of_rows_that_are_there(self):
        insert_scans((1, 1, "서울", 2))
        insert_scans((1, 1, "대구", 5), (1, 2, "부산", 3), changed=("level",))
        assert scans() == [(1, 1, "서울", 5), (1, 2, "부산", 3)]

    def test_refuses_a_key_that_is_there_unless_told_what_to_change(self):
        insert_scans((1, 1, "서울", 2))
        with pytest.raises(peewee.IntegrityError):
            insert_scans((1, 2, "부산", 3), (1, 1, "대구", 5))
        assert scans() == [(1, 1, "서울", 2)]


@pytest.mark.usefixtures("database")
class TestSaveRows:
    def test_writes_of_each_row_what_has_changed(self):
        ann, bob, eve = rows = [member(login_id) for login_id in ("ann1", "bob1", "eve1")]
        ann.name, ann.email = "앤 100 %s '\"\\", "%d@example.com"
        bob.name, bob.no_bids_until = "Bob", datetime(2026, 5, 4, 1, tzinfo=UTC)

        save_rows(rows)

        told = Member.select(Member.name, Member.email, Member.no_bids_until).order_by(
            Member.login_id
        )
        assert list(told.tuples()) == [
            (ann.name, "%d@example.com", None), ("Bob", bob.email, bob.no_bids_until),
            ("Ann", eve.email, None),
        ]  # fmt: skip

    def test_writes_nothing_when_nothing_has_changed(self):
        save_rows([])
        save_rows([member("ann1")])
        assert Member.get().name == "Ann"


@pytest.mark.usefixtures("database")
class TestInsertOnce:
    def test_leaves_what_is_there(self):
        insert_once(Brand, [{"name": "나이키", "name_en": "Nike"}])
        insert_once(
            Brand, [{"name": "나이키", "name_en": "?"}, {"name": "푸마", "name_en": "Puma"}]
        )
        assert sorted(Brand.select(Brand.name, Brand.name_en).tuples()) == [
            ("나이키", "Nike"),
            ("푸마", "Puma"),
        ]

    def test_takes_nothing(self):
        insert_once(Brand, [])
        assert Brand.select().count() == 0


class TestDatabaseNow:
    @pytest.mark.usefixtures("database")
    def test_is_the_real_time(self):
        told = in_thread(database_now)
        assert told.tzinfo is UTC
        assert abs(told - datetime.now(UTC)) < timedelta(seconds=1)

    def test_goes_by_the_clock_that_a_new_connection_leads_to(self, mariadb: Database):
        assert abs(database_now() - datetime.now(UTC)) < timedelta(minutes=1)

        _lead_to_a_clock(mariadb, ahead=3600)

        assert timedelta(minutes=59) < in_thread(database_now) - datetime.now(UTC)

    def test_is_the_same_to_all_threads(self, mariadb: Database):
        _lead_to_a_clock(mariadb, ahead=3600)

        before, after = in_thread(database_now), database_now()

        assert timedelta() < after - before < timedelta(minutes=1)

    @pytest.mark.usefixtures("database")
    def test_goes_by_the_test_clock(self, monkeypatch):
        monkeypatch.setattr(dialect._clock, "ahead", lambda: timedelta(days=3))

        told = database_now()

        assert abs(told - datetime.now(UTC) - timedelta(days=3)) < timedelta(seconds=1)
        assert abs(machine_time(told) - datetime.now(UTC)) < timedelta(seconds=1)

    def test_is_within_milliseconds_of_the_clock_of_mariadb(self, mariadb: Database):
        def difference() -> timedelta:
            database_now()
            told = tables.execute_sql("SELECT UTC_TIMESTAMP(6)").fetchone()[0]
            return abs(database_now() - told.replace(tzinfo=UTC))

        assert in_thread(difference) < timedelta(milliseconds=250)


def _lead_to_a_clock(database: Database, *, ahead: int) -> None:
    """As when another server is reached than before."""
    database.connect_params["init_command"] += f", timestamp = UNIX_TIMESTAMP() + {ahead}"


class TestTheOffset:
    @pytest.mark.parametrize(
        ("least", "most", "kept"), [(-5, 5, 2), (2, 2, 2), (3, 9, 3), (-9, 1, 1)]
    )
    def test_moves_no_further_than_it_is_wrong(self, least, most, kept):
        told = kept_within(*(timedelta(milliseconds=value) for value in (2, least, most)))

        assert told == timedelta(milliseconds=kept)


class TestLocked:
    def test_keeps_others_waiting_until_the_end(self, mariadb: Database):
        lock = brand(f"lock-{next(_numbers)}")
        query = Brand.select().where(Brand.brand_id == lock.brand_id)
        with ThreadPoolExecutor(1) as pool, mariadb.transaction():
            locked(query).get()
            other = pool.submit(in_thread, lambda: _read_locked(query))
            wait_until("the other to wait", lambda: _lock_waits(mariadb))
            Brand.update(name_en="changed").where(Brand.brand_id == lock.brand_id).execute()
            assert not other.done()
            mariadb.commit()
            assert other.result(60) == ["changed"]

    def test_may_be_passed_by_instead(self, mariadb: Database):
        lock = brand(f"lock-{next(_numbers)}")
        query = Brand.select().where(Brand.brand_id == lock.brand_id)
        with mariadb.transaction():
            locked(query).get()
            assert in_thread(lambda: _read_locked(query, skip_locked=True)) == []
        assert in_thread(lambda: _read_locked(query, skip_locked=True)) == [lock.name_en]

    @pytest.mark.usefixtures("database")
    def test_reads_the_row_on_both(self):
        brand("나이키")
        with tables.transaction():
            assert locked(Brand.select()).get().name == "나이키"
            assert locked(Brand.select(), skip_locked=True).get().name == "나이키"


def _read_locked(query: Any, **how: bool) -> list[str]:
    with tables.transaction():
        return [row.name_en for row in locked(query.clone(), **how)]


def _lock_waits(database: Database) -> bool:
    waiting = "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'"
    return int(database.execute_sql(waiting).fetchone()[1]) > 0


class TestConnectionLost:
    def test_is_seen_when_the_server_ends_it(self, mariadb: Database):
        def ended() -> peewee.PeeweeException:
            number = tables.execute_sql("SELECT CONNECTION_ID()").fetchone()[0]
            _kill(number)
            with pytest.raises(peewee.PeeweeException) as lost:
                tables.execute_sql("SELECT 1")
            return lost.value

        error = in_thread(ended)
        assert is_connection_lost(error)
        assert not may_try_again(error)

    def test_is_seen_while_a_query_runs(self, mariadb: Database):
        def cut() -> peewee.PeeweeException:
            with pytest.raises(peewee.PeeweeException) as lost:
                tables.execute_sql("SELECT SLEEP(30)")
            return lost.value

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(in_thread, cut)
            _kill(wait_until("the query", lambda: _sleeper(mariadb)))
            assert is_connection_lost(running.result(60))

    def test_is_seen_when_there_is_no_server(self):
        nowhere = open_database("mysql://root@127.0.0.1:1/pikcur")
        with pytest.raises(peewee.PeeweeException) as lost:
            nowhere.connect()
        assert is_connection_lost(lost.value)

    def test_is_what_has_not_been_answered_for_too_long(self, impatient):
        with impatient.connection_context(), pytest.raises(peewee.PeeweeException) as lost:
            impatient.execute_sql("SELECT SLEEP(60)")
        assert is_connection_lost(lost.value)

    def test_is_what_has_rested_in_a_transaction_for_too_long(self, mariadb, impatient):
        lock = brand(f"lock-{next(_numbers)}")
        query = Brand.select().where(Brand.brand_id == lock.brand_id)
        with impatient.connection_context(), impatient.bind_ctx([Brand]):
            impatient.begin()
            locked(query.bind(impatient)).get()
            # Who holds a lock and says nothing more keeps others waiting no longer than that.
            assert in_thread(lambda: _read_locked(query)) == [lock.name_en]
            with pytest.raises(peewee.PeeweeException) as lost:
                impatient.execute_sql("SELECT 1")
        assert is_connection_lost(lost.value)

    def test_is_not_a_mistake_of_ours(self, database):
        for sql in ("SELECT nothing FROM nowhere", "SELEKT"):
            with pytest.raises(peewee.PeeweeException) as mistake:
                tables.execute_sql(sql)
            assert not is_connection_lost(mistake.value)
            assert not may_try_again(mistake.value)


@pytest.fixture
def impatient(mariadb_migrated: str) -> Database:
    return open_database(mariadb_migrated, patience=1)


def _kill(connection: int) -> None:
    in_thread(lambda: tables.execute_sql(f"KILL {connection}"))


def _sleeper(database: Database) -> int | None:
    found = database.execute_sql(
        "SELECT id FROM information_schema.processlist WHERE info = 'SELECT SLEEP(30)'"
    ).fetchone()
    return found and found[0]


class TestTryingAgain:
    def test_may_help_after_a_deadlock(self, mariadb: Database):
        pair = [brand(f"deadlock-{next(_numbers)}").brand_id for _ in range(2)]
        both_hold_one = threading.Barrier(2, timeout=60)

        def cross(first: int, second: int) -> peewee.PeeweeException | None:
            with tables.connection_context():
                return _error_of(lambda: _take_both(first, second, both_hold_one))

        with ThreadPoolExecutor(2) as pool:
            errors = list(pool.map(cross, pair, reversed(pair)))
        (victim,) = [error for error in errors if error is not None]
        assert may_try_again(victim)
        assert not is_connection_lost(victim)

    def test_may_help_after_waiting_too_long_for_a_lock(self, mariadb: Database):
        query = Brand.select().where(Brand.brand_id == brand(f"{next(_numbers)}").brand_id)

        def impatient() -> peewee.PeeweeException | None:
            tables.execute_sql("SET innodb_lock_wait_timeout = 0")
            return _error_of(lambda: _read_locked(query))

        with mariadb.transaction():
            locked(query).get()
            error = in_thread(impatient)
        assert error is not None
        assert may_try_again(error)

    def test_may_help_when_sqlite_is_busy(self, tmp_path):
        one, other = (open_database(f"sqlite:///{tmp_path}/busy.db") for _ in range(2))
        with one.connection_context(), other.connection_context():
            other.execute_sql("PRAGMA busy_timeout = 0")
            with one.transaction(), pytest.raises(peewee.OperationalError) as busy:
                other.begin()
            assert may_try_again(busy.value)


def _take_both(first: int, second: int, both_hold_one: threading.Barrier) -> None:
    with tables.transaction():
        locked(Brand.select().where(Brand.brand_id == first)).get()
        both_hold_one.wait()
        locked(Brand.select().where(Brand.brand_id == second)).get()


def _error_of(work: Callable[[], Any]) -> peewee.PeeweeException | None:
    try:
        work()
    except peewee.PeeweeException as error:
        return error
    return None


class TestAConnection:
    def test_that_was_cut_while_idle_is_noticed_before_anything_is_done(
        self, mariadb, mariadb_url, monkeypatch
    ):
        monkeypatch.setattr(dialect, "_PROVEN_SECONDS", 0.0)
        connect()
        (number,) = tables.execute_sql("SELECT CONNECTION_ID()").fetchone()
        other = open_database(f"{mariadb_url}/rules")
        with other.connection_context():
            other.execute_sql(f"KILL {number}")

        connect()

        assert tables.execute_sql("SELECT CONNECTION_ID()").fetchone() != (number,)

    def test_that_is_in_use_is_not_proven_again(self, mariadb):
        connect()
        before, between = _questions(), _questions()
        for _ in range(5):
            connect()
        assert _questions() - between == between - before


def _questions() -> int:
    return int(tables.execute_sql("SHOW SESSION STATUS LIKE 'Questions'").fetchone()[1])


class TestUrl:
    @pytest.mark.parametrize("password", ["", "secret", "p@ss", "p:s@s", "p%2Fss"])
    def test_is_told_without_its_password(self, password):
        url = f"mysql://root:{password}@localhost:3306/pikcur"
        assert without_password(url) == "mysql://localhost:3306/pikcur"

    def test_may_have_a_name_and_password_with_escapes(self):
        database = open_database("mysql://an%3An:p%40ss%2F@db.example:3307/pikcur")
        assert database.connect_params["user"] == "an:n"
        assert database.connect_params["password"] == "p@ss/"
        assert (database.database, database.connect_params["port"]) == ("pikcur", 3307)

    @pytest.mark.parametrize("url", ["", "pikcur.db", "sqlite://", "mysql:///x", "mysql://h:x/y"])
    def test_that_is_none_is_refused_with_an_example(self, url):
        with pytest.raises(ValueError, match=r"^it must be mysql://"):
            open_database(url)


class TestAStatement:
    def test_takes_lists_of_any_length(self, database):
        rest = "FROM (SELECT 1) t WHERE 1 IN (?) AND 5 IN (?) AND NOT 7 IN (?) AND 9 NOT IN (?)"
        assert fetch("1", rest, [1], [4, 5, 6], [8], [9, 10]) == []
        assert [tuple(row) for row in fetch("1", rest, [1], [4, 5, 6], [8], [10, 11])] == [(1,)]

    def test_gives_texts_and_numbers_as_they_were_stored(self, database):
        text = '나이키 "에어" \\ 👟\n{}[]\''
        faq(question=text, answer="0.10", position=7)
        fields = "question, answer, position, NULL"
        (row,) = fetch(fields, "FROM faq WHERE question IN (?)", [text])
        assert tuple(row) == (text, "0.10", 7, None)


class TestManyRows:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "a",
            "it's",
            'say "so"',
            "a\\",
            "\\'; DROP TABLE faq; --",
            "100 % %s",
            "?",
            "\n\r\0\x1a",
            "나이키 👟",
            "2026-05-04 12:00:00",
            "0x41",
        ],
    )
    def test_keep_every_letter_of_a_text(self, database, text):
        insert_rows("faq", FAQ, [(1, "", text, text * 2, "", "")])
        kept = Faq.get()
        assert (kept.question, kept.answer) == (text, text * 2)

    def test_are_all_inserted(self, database):
        rows = [(number, "", "q", "a", "q", "a") for number in range(2_500)]
        insert_rows("faq", FAQ, rows)
        assert Faq.select().count() == 2_500
