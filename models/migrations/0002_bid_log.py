"""Receipts, retractions and reservations: the whole of an auction can be told from its log."""
from peewee import *
from models.base import UtcField
from models.migrating import in_parts


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('auction', 'listed_ends_at', UtcField(null=True)),
        migrator.add_column('bids', 'retracts', BigIntegerField(null=True)),
        migrator.add_column('bids', 'receipt', CharField(max_length=512, null=True)),
        migrator.drop_column('bids', 'pseudonym'),
        migrator.add_column('orders', 'seq', BigIntegerField(null=True)),
    )
    in_parts(
        db,
        'UPDATE auction SET listed_ends_at = ends_at WHERE {part}',
        table='auction', key='goods_id',
    )
    in_parts(
        db,
        'UPDATE orders SET seq = (SELECT seq FROM auction WHERE auction.goods_id = orders.goods_id) '
        'WHERE {part}',
        table='orders', key='order_id',
    )
    migrator.migrate(
        migrator.add_not_null('auction', 'listed_ends_at'),
        migrator.add_not_null('orders', 'seq'),
        migrator.add_index('orders', ('goods_id', 'seq'), True),
        migrator.drop_index('orders', 'order_goods_id_buyer_id'),
        migrator.add_index('orders', ('state', 'due_at'), False),
    )
