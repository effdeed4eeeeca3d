"""What sellers pay is said by rules, and kept with each order."""
import os
from datetime import UTC, datetime

from peewee import *
from models.base import UtcField
from models.migrating import in_parts


def up(migrator, db):
    class Order(Model):
        order_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'orders'

    class Category(Model):
        category_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'category'

    class FeeRule(Model):
        rule_id = BigAutoField()
        name = CharField(max_length=40)
        scope = CharField(max_length=12)
        seller_kind = CharField(max_length=8, null=True)
        category = ForeignKeyField(Category, null=True)
        seller_id = BigIntegerField(null=True, index=True)
        percent = DecimalField(max_digits=5, decimal_places=2, null=True)
        fixed = BigIntegerField(null=True)
        min = BigIntegerField()
        max = BigIntegerField(null=True)
        vat = IntegerField()
        valid_from = UtcField()
        valid_until = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'fee_rule'

    class OrderFee(Model):
        order = ForeignKeyField(Order)
        name = CharField(max_length=40)
        amount = BigIntegerField()
        vat = BigIntegerField()
        class Meta:
            database = db
            table_name = 'order_fee'
            primary_key = CompositeKey('order', 'name')
    db.create_tables([FeeRule, OrderFee])
    migrator.migrate(migrator.add_column('settlement', 'vat', BigIntegerField(default=0)))

    # So far a setting of the services; from now on this row.
    percent = int(os.environ.get('COMMISSION_PERCENT') or 5)
    FeeRule.insert(
        name='commission', scope='ALL', percent=percent, min=0, vat=10,
        valid_from=datetime(2000, 1, 1, tzinfo=UTC),
    ).execute()
    _give_orders_their_line(db, percent)


def _give_orders_their_line(db, percent):
    whole = 'DIV' if isinstance(db, MySQLDatabase) else '/'
    asked = f'price * {percent} {whole} 100'
    in_parts(
        db,
        'INSERT INTO order_fee (order_id, name, amount, vat) '
        f"SELECT order_id, 'commission', {asked}, ({asked}) * 10 {whole} 110 FROM orders "
        f'WHERE ({asked}) > 0 AND order_id NOT IN (SELECT order_id FROM settlement) '
        'AND {part}',
        table='orders', key='order_id',
    )
    # What was settled is booked without a line for the tax; of what was given back in part, the
    # least amount whose part is what was taken.
    total = '(price + shipping_price)'
    held = f'({total} - refunded)'
    in_parts(
        db,
        'INSERT INTO order_fee (order_id, name, amount, vat) '
        f"SELECT order_id, 'commission', (commission * {total} + {held} - 1) {whole} {held}, 0 "
        'FROM settlement WHERE commission > 0 AND {part}',
        table='settlement', key='order_id',
    )
