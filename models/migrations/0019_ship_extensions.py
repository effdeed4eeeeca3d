"""Sellers ask for some days more to ship, and buyers agree."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('orders', 'extension_days', IntegerField(null=True)),
        migrator.add_column('orders', 'extended_at', UtcField(null=True)),
    )
