"""Goods are searched by words; those of before are put in by `bin/pikcur search rebuild`."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    class SearchGoods(Model):
        goods_id = BigIntegerField(primary_key=True)
        name = TextField()
        heads = TextField()
        category_id = BigIntegerField()
        brand_id = BigIntegerField()
        store_id = BigIntegerField(index=True)
        quality = CharField(max_length=10)
        gender = CharField(max_length=10)
        class Meta:
            database = db
            table_name = 'search_goods'

    class SearchStanding(Model):
        goods_id = BigIntegerField(primary_key=True)
        state = CharField(max_length=10)
        is_hidden = BooleanField()
        price = BigIntegerField()
        ends_at = BigIntegerField()
        bid_count = BigIntegerField()
        popularity = BigIntegerField()
        class Meta:
            database = db
            table_name = 'search_standing'
            indexes = (
                (('state', 'is_hidden', 'price', 'goods_id'), False),
                (('state', 'is_hidden', 'ends_at', 'goods_id'), False),
                (('state', 'is_hidden', 'popularity', 'goods_id'), False),
            )

    class SearchLabel(Model):
        kind = CharField(max_length=10)
        label_id = BigIntegerField()
        names = CharField(max_length=400)
        heads = CharField(max_length=100)
        class Meta:
            database = db
            table_name = 'search_label'
            primary_key = CompositeKey('kind', 'label_id')

    class SearchBits(Model):
        token = BigIntegerField()
        chunk = IntegerField()
        bits = BlobField()
        class Meta:
            database = db
            table_name = 'search_bits'
            primary_key = CompositeKey('token', 'chunk')

    class SearchColumns(Model):
        part = IntegerField(primary_key=True)
        categories = BlobField()
        brands = BlobField()
        class Meta:
            database = db
            table_name = 'search_columns'

    class SearchChange(Model):
        change_id = BigAutoField()
        goods_id = BigIntegerField()
        said_before = TextField(null=True)
        class Meta:
            database = db
            table_name = 'search_change'

    class SearchHidden(Model):
        store_id = BigIntegerField(primary_key=True)
        until = UtcField(index=True)
        class Meta:
            database = db
            table_name = 'search_hidden'

    class OwnSearch(Model):
        search_id = BigAutoField()
        member_id = BigIntegerField()
        words = CharField(max_length=40)
        searched_at = UtcField()
        class Meta:
            database = db
            table_name = 'own_search'
            indexes = ((('member_id', 'words'), True),)

    db.create_tables([
        SearchGoods, SearchStanding, SearchLabel, SearchBits, SearchColumns, SearchChange, SearchHidden,
        OwnSearch,
    ])
