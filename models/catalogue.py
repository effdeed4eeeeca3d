"""What is for sale, and how does it look?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from models.base import BaseModel, UtcField
from models.members import Member, Store


class Category(BaseModel):
    """A shelf; two levels deep."""

    category_id = BigAutoField()
    parent = ForeignKeyField("self", backref="+", null=True)
    parent_id: int | None
    position = IntegerField()
    name = CharField(40)
    name_en = CharField(40)


class Brand(BaseModel):
    """A maker's name."""

    brand_id = BigAutoField()
    name = CharField(60, unique=True)
    name_en = CharField(60)
    image = CharField(255, null=True)


class Upload(BaseModel):
    """A picture that a member may post: PENDING, then READY or REJECTED, then USED."""

    upload_id = BigAutoField()
    member = ForeignKeyField(Member, backref="+")
    member_id: int
    kind = CharField(10)
    content_type = CharField(20)
    state = CharField(10)
    #: Where the posted bytes are, and what a worker made of them.
    source_key = CharField(255, unique=True)
    thumb_key = CharField(255, null=True)
    full_key = CharField(255, null=True)
    reject_reason = CharField(255, null=True)
    created_at = UtcField()
    expires_at = UtcField()
    #: When the bytes were seen there, for the last time that a worker was told of it.
    arrived_at = UtcField(null=True)

    class Meta:
        indexes = ((("member", "created_at"), False), (("created_at",), False))


class Goods(BaseModel):
    """One lot for sale, as described; how its auction stands is in `auction`."""

    goods_id = BigAutoField()
    store = ForeignKeyField(Store, backref="+")
    store_id: int
    seller_id = BigIntegerField()
    category = ForeignKeyField(Category, backref="+")
    category_id: int
    brand = ForeignKeyField(Brand, backref="+")
    brand_id: int
    name = CharField(100)
    info = TextField()
    quality = CharField(10)
    gender = CharField(10)
    size = CharField(40)
    shipping_price = BigIntegerField()
    soft_close = BooleanField()
    created_at = UtcField()


class GoodsImage(BaseModel):
    """One picture of goods, in two sizes; `position` 0 stands in lists."""

    goods = ForeignKeyField(Goods, backref="+")
    goods_id: int
    position = IntegerField()
    thumb_key = CharField(255)
    full_key = CharField(255)

    class Meta:
        primary_key = CompositeKey("goods", "position")


TABLES = (Category, Brand, Upload, Goods, GoodsImage)
