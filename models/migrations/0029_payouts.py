"""Sellers are paid out, by runs."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    class PayoutRun(Model):
        run_id = BigAutoField()
        state = CharField(max_length=8)
        is_open = BooleanField(null=True, unique=True)
        drawn_up_by = BigIntegerField()
        approved_by = BigIntegerField(null=True)
        created_at = UtcField()
        approved_at = UtcField(null=True)
        sent_at = UtcField(null=True)
        ended_at = UtcField(null=True)
        remind_at = UtcField(null=True, index=True)
        class Meta:
            database = db
            table_name = 'payout_run'

    class Payout(Model):
        payout_id = BigAutoField()
        run = ForeignKeyField(PayoutRun, index=False)
        seller_id = BigIntegerField()
        state = CharField(max_length=8)
        amount = BigIntegerField()
        netted = BigIntegerField(default=0)
        bank_code = CharField(max_length=3, null=True)
        account_number = CharField(max_length=20, null=True)
        holder = CharField(max_length=40, null=True)
        is_released = BooleanField(default=False)
        hold = CharField(max_length=20, null=True)
        failed_because = CharField(max_length=200, null=True)
        sent_at = UtcField(null=True)
        ended_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'payout'
            indexes = ((('run', 'payout_id'), False), (('seller_id', 'payout_id'), False))
    db.create_tables([PayoutRun, Payout])
