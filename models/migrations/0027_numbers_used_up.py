"""The owners are told once a month that no parcel's number is left."""
from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column('carrier_line', 'told_in', CharField(7, null=True)))
