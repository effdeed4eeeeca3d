"""An auction knows when the last entry of its log was."""
from peewee import *
from models.base import UtcField
from models.migrating import in_parts


def up(migrator, db):
    migrator.migrate(migrator.add_column('auction', 'last_at', UtcField(null=True)))
    in_parts(
        db,
        'UPDATE auction SET last_at = (SELECT placed_at FROM bids WHERE bids.goods_id = '
        'auction.goods_id AND bids.seq = auction.seq) WHERE seq > 0 AND {part}',
        table='auction',
        key='goods_id',
    )
