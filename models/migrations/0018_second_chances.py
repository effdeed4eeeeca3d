"""Who bid next is offered what the winner has not paid for."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    class Goods(Model):
        goods_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'goods'

    class SecondChance(Model):
        offer_id = BigAutoField()
        goods = ForeignKeyField(Goods)
        seq = BigIntegerField()
        member_id = BigIntegerField()
        price = BigIntegerField()
        state = CharField(max_length=8)
        expires_at = UtcField()
        created_at = UtcField()
        act_at = UtcField(null=True, index=True)
        class Meta:
            database = db
            table_name = 'second_chance'
            indexes = ((('goods', 'seq'), True), (('member_id', 'offer_id'), False))
    db.create_tables([SecondChance])
    migrator.migrate(migrator.alter_column_type('bids', 'kind', CharField(max_length=13)))
