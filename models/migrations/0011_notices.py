"""Notices have an audience, and are retired; how far one has been told is found by its number."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('notice', 'audience', CharField(max_length=10, default='ALL')),
        migrator.add_column('notice', 'retired_at', UtcField(null=True)),
        migrator.add_index('announcement', ('kind', 'audience_id'), False),
    )
