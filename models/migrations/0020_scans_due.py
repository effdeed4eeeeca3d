"""A parcel has to be scanned, and scanned again, by some time."""
from datetime import timedelta

from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('orders', 'scanned_at', UtcField(null=True)),
        migrator.add_column('orders', 'scan_due_at', UtcField(null=True)),
        migrator.add_column('orders', 'unshipped_at', UtcField(null=True)),
        migrator.add_column('parcel', 'seen_at', UtcField(null=True)),
    )
    _give_deadlines(db)


def _give_deadlines(db):
    """Whose parcel is on its way has as long as any, from now on."""
    is_mysql = isinstance(db, MySQLDatabase)
    now = db.execute_sql(
        'SELECT UTC_TIMESTAMP(6)' if is_mysql else
        "SELECT strftime('%Y-%m-%d %H:%M:%f000', 'now')"
    ).fetchone()[0]
    field = UtcField()
    moment = field.python_value(now)
    now, due = (field.db_value(moment + timedelta(days=days)) for days in (0, 3))
    mark = '%s' if is_mysql else '?'
    db.execute_sql(
        f"UPDATE orders SET scan_due_at = {mark}, act = 'TAKE_BACK', act_at = {mark} "
        "WHERE state = 'SHIPPED'", (due, due)
    )
    db.execute_sql(
        f"UPDATE orders SET scanned_at = {mark}, act = 'TELL_STALLED' WHERE state = 'SHIPPED' "
        "AND order_id IN (SELECT order_id FROM parcel WHERE level > 0)", (now,)
    )
