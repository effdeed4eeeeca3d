"""The books are compared with the provider's, day by day."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    class Reconciliation(Model):
        reconciliation_id = BigAutoField()
        day = CharField(max_length=10)
        run_key = CharField(max_length=20, null=True, unique=True)
        is_whole = BooleanField()
        created_at = UtcField()
        begun_at = UtcField()
        asked_at = UtcField(null=True)
        done_at = UtcField(null=True)
        payments = IntegerField(default=0)
        paid = BigIntegerField(default=0)
        cancelled = BigIntegerField(default=0)
        held = IntegerField(default=0)
        mended = IntegerField(default=0)
        difference_count = IntegerField(default=0)
        differences = TextField()
        missed_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'reconciliation'
            indexes = ((('day',), False), (('done_at',), False))
    db.create_tables([Reconciliation])
