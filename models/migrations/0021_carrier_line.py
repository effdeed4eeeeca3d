"""How often carriers are asked is counted, and kept when they are away."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    class CarrierLine(Model):
        line_id = IntegerField(primary_key=True)
        month = CharField(max_length=7)
        numbers = IntegerField(default=0)
        failures = IntegerField(default=0)
        closed_until = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'carrier_line'
    db.create_tables([CarrierLine])
    migrator.migrate(
        migrator.add_column('parcel', 'doubted_at', UtcField(null=True)),
        migrator.add_column('parcel', 'asked_on', CharField(max_length=10, null=True)),
        migrator.add_column('parcel', 'asked', IntegerField(default=0)),
        migrator.add_column('parcel', 'counted_in', CharField(max_length=7, null=True)),
    )
