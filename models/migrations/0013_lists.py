"""Lists find their pages among very many rows: read alarms, and blocked stores."""
from peewee import *
from models.migrating import in_parts


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('alarm', 'is_read', BooleanField(default=False)),
        migrator.add_index('alarm', ('member_id', 'is_read', 'alarm_id'), False),
        migrator.drop_index('alarm', 'alarm_member_id_read_at'),
        migrator.add_index('block', ('blocker_id', 'created_at', 'blocked_id'), False),
    )
    in_parts(
        db,
        'UPDATE alarm SET is_read = 1 WHERE read_at IS NOT NULL AND {part}',
        table='alarm', key='alarm_id',
    )
