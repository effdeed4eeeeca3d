"""A payment stays with the provider that it was begun with."""
from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('payment', 'provider', CharField(max_length=12, default='PORTONE')),
    )
