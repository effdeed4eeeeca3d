"""What got stuck with the provider is ended by hand, by two admins."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('provider_operation', 'proposed', CharField(max_length=4, null=True)),
        migrator.add_column('provider_operation', 'proposed_by', BigIntegerField(null=True)),
        migrator.add_column('provider_operation', 'proposed_because', CharField(max_length=1000, null=True)),
        migrator.add_column('provider_operation', 'evidence', CharField(max_length=1000, null=True)),
        migrator.add_column('refund', 'dropped_at', UtcField(null=True)),
    )
