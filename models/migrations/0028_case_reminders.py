"""Who is waited for in a case is reminded."""
from datetime import timedelta

from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('cases', 'remind_at', UtcField(null=True)),
        migrator.add_index('cases', ('remind_at',)),
    )
    field, mark = UtcField(), '%s' if isinstance(db, MySQLDatabase) else '?'
    waiting = db.execute_sql('SELECT case_id, due_at FROM cases WHERE due_at IS NOT NULL')
    for case_id, due_at in waiting.fetchall():
        remind_at = field.db_value(field.python_value(due_at) - timedelta(days=1))
        db.execute_sql(
            f'UPDATE cases SET remind_at = {mark} WHERE case_id = {mark}', (remind_at, case_id)
        )
