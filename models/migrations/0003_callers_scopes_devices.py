"""Keys count for one route and asker; sessions know where they are from and when they were used."""
from peewee import *
from models.base import UtcField
from models.migrating import in_parts


def up(migrator, db):
    migrator.migrate(
        # Of which route an older key was is not known: it is forgotten in a week, and matches none.
        migrator.add_column('kept_answers', 'route', CharField(max_length=100, default='')),
        migrator.add_column('kept_answers', 'about', CharField(max_length=64, default='')),
        migrator.add_index(
            'kept_answers', ('member_id', 'route', 'about', 'idempotency_key'), True
        ),
        migrator.drop_index('kept_answers', 'keptanswer_member_id_idempotency_key'),
        migrator.add_column('session', 'client', CharField(max_length=64, default='')),
        migrator.add_column('session', 'used_at', UtcField(null=True)),
    )
    in_parts(
        db,
        'UPDATE session SET used_at = COALESCE((SELECT MAX(used_at) FROM refresh_token '
        'WHERE refresh_token.session_id = session.session_id), created_at) WHERE {part}',
        table='session', key='session_id',
    )
    migrator.migrate(migrator.add_not_null('session', 'used_at'))
