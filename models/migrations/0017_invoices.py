"""The number of a parcel is of one order."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(migrator.add_column('parcel', 'refused_at', UtcField(null=True)))

    class UsedInvoice(Model):
        carrier = CharField(max_length=4)
        invoice = CharField(max_length=20)
        order_id = BigIntegerField()
        class Meta:
            database = db
            table_name = 'used_invoice'
            primary_key = CompositeKey('carrier', 'invoice')
    db.create_tables([UsedInvoice])
    # Of two orders that had the same number the first keeps it.
    db.execute_sql(
        'INSERT INTO used_invoice (carrier, invoice, order_id) '
        'SELECT carrier, invoice, MIN(order_id) FROM parcel GROUP BY carrier, invoice'
    )
