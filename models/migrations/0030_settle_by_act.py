"""What is confirmed is settled as other deadlines are met: by what the order does next."""
from datetime import UTC, datetime

from peewee import *
from models.base import UtcField


def up(migrator, db):
    mark = '%s' if isinstance(db, MySQLDatabase) else '?'
    now = UtcField().db_value(datetime.now(UTC))
    db.execute_sql(
        f"UPDATE orders SET act = 'SETTLE', act_at = {mark} WHERE state = 'CONFIRMED'", (now,)
    )
