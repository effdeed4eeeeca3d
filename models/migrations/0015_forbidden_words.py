"""Goods with a forbidden word wait for review."""
from peewee import *


def up(migrator, db):
    class ForbiddenWord(Model):
        word_id = BigAutoField()
        word = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'forbidden_word'
    db.create_tables([ForbiddenWord])
    migrator.migrate(
        migrator.add_column('auction', 'is_waiting', BooleanField(default=False)),
        migrator.add_index('auction', ('is_waiting', 'goods_id'), False),
    )
