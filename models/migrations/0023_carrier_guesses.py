"""Which carriers a number may be of is asked once, and kept."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    class CarrierGuess(Model):
        invoice = CharField(max_length=20, primary_key=True)
        member_id = BigIntegerField()
        asked_at = UtcField()
        carriers = CharField(max_length=200, null=True)
        class Meta:
            database = db
            table_name = 'carrier_guess'
            indexes = ((('member_id', 'asked_at'), False),)
    db.create_tables([CarrierGuess])
