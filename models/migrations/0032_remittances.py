"""What a provider pays into our bank account is recorded, and booked when two have seen it."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    class Remittance(Model):
        remittance_id = BigAutoField()
        reference = CharField(max_length=64, unique=True)
        day = CharField(max_length=10)
        amount = BigIntegerField()
        fee = BigIntegerField()
        recorded_by = BigIntegerField()
        recorded_because = CharField(max_length=1000)
        recorded_at = UtcField()
        agreed_by = BigIntegerField(null=True)
        booked_at = UtcField(null=True, index=True)
        class Meta:
            database = db
            table_name = 'remittance'
    db.create_tables([Remittance])
