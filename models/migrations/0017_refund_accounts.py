"""A payment keeps by what it is made, and to which bank account it goes back."""
from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('payment', 'method', CharField(max_length=16, default='CARD')),
        migrator.add_column('payment', 'refund_bank_code', CharField(max_length=3, null=True)),
        migrator.add_column('payment', 'refund_account_number', CharField(max_length=20, null=True)),
        migrator.add_column('payment', 'refund_holder', CharField(max_length=40, null=True)),
    )
