"""A member's row is written by what only one at a time may do for them."""
from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column('member', 'turns', BigIntegerField(null=True)))
