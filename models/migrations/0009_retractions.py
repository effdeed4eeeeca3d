"""Which bids were taken back is found without reading whole logs."""
from peewee import *
from models.migrating import in_parts


def up(migrator, db):
    class Retraction(Model):
        goods_id = BigIntegerField()
        seq = BigIntegerField()
        retracts = BigIntegerField()
        class Meta:
            database = db
            table_name = 'retraction'
            primary_key = CompositeKey('goods_id', 'seq')
    db.create_tables([Retraction])
    in_parts(
        db,
        'INSERT INTO retraction (goods_id, seq, retracts) '
        "SELECT goods_id, seq, retracts FROM bids WHERE kind = 'RETRACTION' AND {part}",
        table='bids', key='goods_id',
    )
