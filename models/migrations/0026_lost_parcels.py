"""A parcel that stands still counts as lost in the end."""
from datetime import UTC, datetime, timedelta

from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('orders', 'lost_days', IntegerField(default=14)),
        migrator.add_column('orders', 'lost_at', UtcField(null=True)),
    )
    # Of those that stand still, both sides were told; they have as long as any, from now on.
    mark = '%s' if isinstance(db, MySQLDatabase) else '?'
    due = UtcField().db_value(datetime.now(UTC) + timedelta(days=14))
    db.execute_sql(
        f"UPDATE orders SET lost_at = {mark}, act = 'OPEN_CASE', act_at = {mark} "
        "WHERE state = 'SHIPPED' AND act_at IS NULL", (due, due)
    )
