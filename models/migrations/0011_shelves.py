"""Categories and brands are retired; brands have an order."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('category', 'retired_at', UtcField(null=True)),
        migrator.add_column('brand', 'retired_at', UtcField(null=True)),
        migrator.add_column('brand', 'position', IntegerField(default=0)),
        migrator.add_index('brand', ('position', 'brand_id'), False),
    )
