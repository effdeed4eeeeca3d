"""Orders have deadlines of their own, by which something happens by itself; who fails has a strike."""
from datetime import timedelta

from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('orders', 'ship_due_at', UtcField(null=True)),
        migrator.add_column('orders', 'confirm_due_at', UtcField(null=True)),
        migrator.add_column('orders', 'ship_days', IntegerField(default=3)),
        migrator.add_column('orders', 'confirm_days', IntegerField(default=7)),
        migrator.add_column('orders', 'packed_at', UtcField(null=True)),
        migrator.add_column('orders', 'act', CharField(max_length=20, null=True)),
        migrator.add_column('orders', 'act_at', UtcField(null=True)),
        migrator.add_index('orders', ('act_at',), False),
        migrator.add_index('order_event', ('order_id', 'state'), True),
        migrator.add_column('member', 'no_bids_until', UtcField(null=True)),
    )

    class Order(Model):
        order_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'orders'

    class Strike(Model):
        strike_id = BigAutoField()
        member_id = BigIntegerField()
        order = ForeignKeyField(Order)
        side = CharField(max_length=6)
        reason = CharField(max_length=20)
        created_at = UtcField()
        lifted_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'strike'
            indexes = ((('member_id', 'strike_id'), False), (('order', 'side'), True))
    db.create_tables([Strike])

    _give_deadlines(db)


def _give_deadlines(db):
    """Who is in the middle of something has as long as anybody, from now on."""
    now = db.execute_sql(
        'SELECT UTC_TIMESTAMP(6)' if isinstance(db, MySQLDatabase) else
        "SELECT strftime('%Y-%m-%d %H:%M:%f000', 'now')"
    ).fetchone()[0]
    field = UtcField()
    ship, confirm = (
        field.db_value(field.python_value(now) + timedelta(days=days)) for days in (5, 7)
    )
    mark = '%s' if isinstance(db, MySQLDatabase) else '?'
    db.execute_sql(
        "UPDATE orders SET act = 'END_UNPAID', act_at = due_at WHERE state = 'AWAITING_PAYMENT'"
    )
    db.execute_sql(
        f"UPDATE orders SET ship_due_at = {mark}, act = 'CALL_OFF', act_at = {mark} "
        "WHERE state = 'PAID'", (ship, ship)
    )
    db.execute_sql(
        f"UPDATE orders SET confirm_due_at = {mark}, act = 'CONFIRM', act_at = {mark} "
        "WHERE state = 'DELIVERED'", (confirm, confirm)
    )
