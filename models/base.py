"""What do all tables share? The database behind them, and how a time is kept."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from peewee import DatabaseProxy, Field, Model

database = DatabaseProxy()


class BaseModel(Model):
    class Meta:
        database = database
        legacy_table_names = False


def tuples(query: Any) -> Iterable[Any]:
    """This function will run a query for plain tuples, whose types only the caller knows."""
    rows: Iterable[Any] = query.tuples()
    return rows


class UtcField(Field):
    """A moment in UTC to the microsecond; timezone-aware in Python, sorted as text in SQLite."""

    field_type = "DATETIME(6)"

    def db_value(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        if value.tzinfo is not UTC:
            value = value.astimezone(UTC)
        return value.isoformat(" ", "microseconds")[:26]

    def python_value(self, value: Any) -> datetime | None:
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=UTC)
