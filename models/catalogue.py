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
    #: Since then it takes no new goods and is not listed; those there stay.
    retired_at = UtcField(null=True)


class Brand(BaseModel):
    """A maker's name."""

    brand_id = BigAutoField()
    name = CharField(60, unique=True)
    name_en = CharField(60)
    image = CharField(255, null=True)
    #: Of `brand_like`, counted with each change there.
    like_count = IntegerField(default=0)
    position = IntegerField(default=0)
    #: As of a category.
    retired_at = UtcField(null=True)

    class Meta:
        indexes = ((("position", "brand_id"), False),)


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
    #: Of `goods_like`, counted with each change there.
    like_count = IntegerField(default=0)
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


class GoodsAddition(BaseModel):
    """What a seller added to the description once somebody had bid; never changes."""

    addition_id = BigAutoField()
    goods = ForeignKeyField(Goods, backref="+")
    goods_id: int
    text = TextField()
    added_at = UtcField()


class GoodsLike(BaseModel):
    """That a member likes goods; never changes, and goes when they do not any more."""

    like_id = BigAutoField()
    member_id = BigIntegerField()
    goods = ForeignKeyField(Goods, backref="+", index=False)
    goods_id: int
    created_at = UtcField()

    class Meta:
        indexes = (
            (("member_id", "goods"), True),
            (("member_id", "like_id"), False),
            (("goods", "member_id"), False),
        )


class BrandLike(BaseModel):
    """That a member likes a brand; never changes, and goes when they do not any more."""

    like_id = BigAutoField()
    member_id = BigIntegerField()
    brand = ForeignKeyField(Brand, backref="+", index=False)
    brand_id: int
    created_at = UtcField()

    class Meta:
        indexes = (
            (("member_id", "brand"), True),
            (("member_id", "like_id"), False),
            (("brand", "member_id"), False),
        )


class GoodsView(BaseModel):
    """When a member looked at goods last; only the latest hundred are kept."""

    member_id = BigIntegerField()
    goods = ForeignKeyField(Goods, backref="+")
    goods_id: int
    viewed_at = UtcField()

    class Meta:
        primary_key = CompositeKey("member_id", "goods")
        indexes = ((("member_id", "viewed_at", "goods"), False),)


class ForbiddenWord(BaseModel):
    """A word with which goods wait until the operator has looked at them, as it was typed."""

    word_id = BigAutoField()
    word = CharField(40)


class SoldPrice(BaseModel):
    """What goods of a brand and category went for, once their buyer confirmed; never changes."""

    order_id = BigIntegerField(primary_key=True)
    brand_id = BigIntegerField()
    category_id = BigIntegerField()
    #: In won, without shipping.
    price = BigIntegerField()
    sold_at = UtcField()

    class Meta:
        indexes = ((("category_id", "brand_id", "sold_at"), False),)


TABLES = (
    Category,
    Brand,
    Upload,
    Goods,
    GoodsImage,
    GoodsAddition,
    GoodsLike,
    BrandLike,
    GoodsView,
    ForbiddenWord,
    SoldPrice,
)
