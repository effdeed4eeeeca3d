"""Members like, follow and look at things; stores have pages and vacations; sales have a history."""
from peewee import *
from models.base import UtcField
from models.migrating import in_parts


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('brand', 'like_count', IntegerField(default=0)),
        migrator.add_column('goods', 'like_count', IntegerField(default=0)),
        migrator.add_column('store', 'info', CharField(max_length=1000, default='')),
        migrator.add_column('store', 'image', CharField(max_length=255, null=True)),
        migrator.add_column('store', 'follower_count', IntegerField(default=0)),
        migrator.add_column('store', 'vacation_until', UtcField(null=True)),
        migrator.add_index('store', ('vacation_until',), False),
        migrator.add_index('block', ('blocked_id', 'blocker_id'), False),
        migrator.add_column('auction', 'paused_until', UtcField(null=True)),
        migrator.add_index('auction', ('seller_id', 'state'), False),
    )

    class Brand(Model):
        brand_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'brand'

    class Goods(Model):
        goods_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'goods'

    class Store(Model):
        store_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'store'

    class StoreFollow(Model):
        follow_id = BigAutoField()
        member_id = BigIntegerField()
        store = ForeignKeyField(Store, index=False)
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'store_follow'
            indexes = (
                (('member_id', 'store'), True),
                (('member_id', 'follow_id'), False),
                (('store', 'member_id'), False),
            )

    class GoodsAddition(Model):
        addition_id = BigAutoField()
        goods = ForeignKeyField(Goods)
        text = TextField()
        added_at = UtcField()
        class Meta:
            database = db
            table_name = 'goods_addition'

    class GoodsLike(Model):
        like_id = BigAutoField()
        member_id = BigIntegerField()
        goods = ForeignKeyField(Goods, index=False)
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'goods_like'
            indexes = (
                (('member_id', 'goods'), True),
                (('member_id', 'like_id'), False),
                (('goods', 'member_id'), False),
            )

    class BrandLike(Model):
        like_id = BigAutoField()
        member_id = BigIntegerField()
        brand = ForeignKeyField(Brand, index=False)
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'brand_like'
            indexes = (
                (('member_id', 'brand'), True),
                (('member_id', 'like_id'), False),
                (('brand', 'member_id'), False),
            )

    class GoodsView(Model):
        member_id = BigIntegerField()
        goods = ForeignKeyField(Goods)
        viewed_at = UtcField()
        class Meta:
            database = db
            table_name = 'goods_view'
            primary_key = CompositeKey('member_id', 'goods')
            indexes = ((('member_id', 'viewed_at', 'goods'), False),)

    class SoldPrice(Model):
        order_id = BigIntegerField(primary_key=True)
        brand_id = BigIntegerField()
        category_id = BigIntegerField()
        price = BigIntegerField()
        sold_at = UtcField()
        class Meta:
            database = db
            table_name = 'sold_price'
            indexes = ((('category_id', 'brand_id', 'sold_at'), False),)

    class EndingSoon(Model):
        goods_id = BigIntegerField(primary_key=True)
        class Meta:
            database = db
            table_name = 'ending_soon'

    db.create_tables(
        [StoreFollow, GoodsAddition, GoodsLike, BrandLike, GoodsView, SoldPrice, EndingSoon]
    )
    in_parts(
        db,
        'INSERT INTO sold_price (order_id, brand_id, category_id, price, sold_at) '
        'SELECT o.order_id, g.brand_id, g.category_id, o.price, e.at FROM orders o '
        'JOIN goods g ON g.goods_id = o.goods_id '
        "JOIN order_event e ON e.order_id = o.order_id AND e.state = 'CONFIRMED' WHERE {part}",
        table='orders o', key='o.order_id',
    )
