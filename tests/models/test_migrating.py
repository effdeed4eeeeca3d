"""Does one process migrate at a time, and change much in parts?"""

import pytest
from peewee import Database

from models import migrating
from models.base import database as tables
from models.catalogue import Brand
from models.dialect import open_database
from models.migrating import in_parts, turn
from tests.support.servers import make_database


@pytest.fixture
def pair(mariadb_url: str) -> tuple[Database, Database]:
    """Two who would migrate the same database."""
    url = make_database(mariadb_url, "turns")
    return open_database(url), open_database(url)


class TestATurn:
    def test_is_over_by_itself_when_nobody_prolongs_it(self, pair, monkeypatch):
        monkeypatch.setattr(migrating, "_WAIT_SECONDS", 0)
        one, other = pair
        with one.connection_context(), other.connection_context(), turn(one) as prolong:
            with pytest.raises(TimeoutError, match="is migrating; its turn ends by itself at 2"):
                turn(other).__enter__()

            one.execute_sql("UPDATE migrating SET ends_at = UTC_TIMESTAMP(6)")
            prolong()
            with pytest.raises(TimeoutError):
                turn(other).__enter__()

            one.execute_sql("UPDATE migrating SET ends_at = UTC_TIMESTAMP(6)")
            with turn(other):
                pass


class TestParts:
    @pytest.mark.usefixtures("database")
    def test_are_all_rows_and_no_more_than_so_many_at_a_time(self, monkeypatch):
        monkeypatch.setattr(migrating, "PART", 2)
        for number in range(5):
            Brand.create(name=f"{number}", name_en="before")
        last = Brand.select().order_by(Brand.brand_id.desc()).get().brand_id
        written: list[str] = []
        monkeypatch.setattr(
            tables.obj,
            "execute_sql",
            lambda sql, *given: _noted(written, type(tables.obj).execute_sql, sql, *given),
        )

        in_parts(
            tables.obj,
            "UPDATE brand SET name_en = 'after' WHERE {part}",
            table="brand",
            key="brand_id",
        )

        assert len([sql for sql in written if sql.startswith("UPDATE")]) == last // 2 + 1
        assert {row.name_en for row in Brand.select()} == {"after"}


def _noted(written, execute_sql, sql, *given):
    written.append(sql)
    return execute_sql(tables.obj, sql, *given)
