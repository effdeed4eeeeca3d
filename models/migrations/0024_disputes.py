"""Orders count their disputes, and refunds what was given by hand."""
from itertools import groupby

from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('orders', 'disputes', IntegerField(default=0)),
        migrator.add_column('order_event', 'disputes', IntegerField(default=0)),
        migrator.add_column('refund', 'by_hand', BigIntegerField(default=0)),
    )
    _count(db)
    _find_by_hand(db)
    migrator.migrate(
        # First the new one: MariaDB keeps an index as long as a foreign key needs it.
        migrator.add_index('order_event', ('order_id', 'state', 'disputes'), True),
        migrator.drop_index('order_event', _name(db)),
        migrator.drop_column('order_event', 'case_id'),
    )


def _count(db):
    mark = '%s' if isinstance(db, MySQLDatabase) else '?'
    events = db.execute_sql(
        "SELECT order_id, event_id, state FROM order_event WHERE order_id IN "
        "(SELECT order_id FROM order_event WHERE state = 'DISPUTED') ORDER BY order_id, event_id"
    ).fetchall()
    for order_id, its in groupby(events, key=lambda event: event[0]):
        disputes = 0
        for _, event_id, state in its:
            disputes += state == 'DISPUTED'
            db.execute_sql(
                f'UPDATE order_event SET disputes = {mark} WHERE event_id = {mark}',
                (disputes, event_id),
            )
        db.execute_sql(
            f'UPDATE orders SET disputes = {mark} WHERE order_id = {mark}', (disputes, order_id)
        )


def _find_by_hand(db):
    """What went out of our own account is in the ledger only."""
    mark = '%s' if isinstance(db, MySQLDatabase) else '?'
    given = db.execute_sql(
        "SELECT l.owner_id, l.amount FROM ledger_line l JOIN ledger_entry e "
        "ON e.entry_id = l.entry_id WHERE l.account = 'REFUNDS' "
        f"AND e.business_key LIKE {mark}", ('refund:%:by-hand',)
    ).fetchall()
    for refund_id, amount in given:
        db.execute_sql(
            f'UPDATE refund SET by_hand = {mark} WHERE refund_id = {mark}', (amount, refund_id)
        )


def _name(db):
    (found,) = [
        i.name for i in db.get_indexes('order_event')
        if i.columns == ['order_id', 'state', 'case_id']
    ]
    return found
