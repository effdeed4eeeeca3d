"""What is looked through when goods are searched?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    CompositeKey,
    IntegerField,
    TextField,
)

from models.base import BaseModel, UtcField


class SearchGoods(BaseModel):
    """What is said of goods, folded as it is compared; changes when they are edited."""

    goods_id = BigIntegerField(primary_key=True)
    name = TextField()
    #: With what the words of the name begin.
    heads = TextField()
    category_id = BigIntegerField()
    brand_id = BigIntegerField()
    store_id = BigIntegerField(index=True)
    quality = CharField(10)
    gender = CharField(10)


class SearchStanding(BaseModel):
    """How goods stand, as lists are sorted by it; written with every change of their auction."""

    goods_id = BigIntegerField(primary_key=True)
    state = CharField(10)
    is_hidden = BooleanField()
    price = BigIntegerField()
    #: Microseconds of Unix time, as cursors hold them.
    ends_at = BigIntegerField()
    bid_count = BigIntegerField()
    #: Bids and likes.
    popularity = BigIntegerField()

    class Meta:
        indexes = (
            (("state", "is_hidden", "price", "goods_id"), False),
            (("state", "is_hidden", "ends_at", "goods_id"), False),
            (("state", "is_hidden", "popularity", "goods_id"), False),
        )


class SearchLabel(BaseModel):
    """The names of a brand or a category, folded; goods are found by them, too."""

    kind = CharField(10)
    label_id = BigIntegerField()
    names = CharField(400)
    heads = CharField(100)

    class Meta:
        primary_key = CompositeKey("kind", "label_id")


class SearchBits(BaseModel):
    """Of 32,768 goods with following ids, those that a token is true of; see search/bits.py."""

    token = BigIntegerField()
    chunk = IntegerField()
    bits = BlobField()

    class Meta:
        primary_key = CompositeKey("token", "chunk")


class SearchColumns(BaseModel):
    """Of 8,192 goods with following ids, the categories and brands: four bytes for each."""

    part = IntegerField(primary_key=True)
    categories = BlobField()
    brands = BlobField()


class SearchChange(BaseModel):
    """Goods whose bits are not up to date yet; the row goes when they are."""

    change_id = BigAutoField()
    goods_id = BigIntegerField()
    #: Null if only how they stand has changed; else what was said of them, empty if nothing was.
    said_before = TextField(null=True)


class SearchHidden(BaseModel):
    """A store whose goods are in no list until a moment; the row goes when they are back."""

    store_id = BigIntegerField(primary_key=True)
    until = UtcField(index=True)


class OwnSearch(BaseModel):
    """What a member has looked for; looked for again, it is a new row in place of the old."""

    search_id = BigAutoField()
    member_id = BigIntegerField()
    words = CharField(40)
    searched_at = UtcField()

    class Meta:
        indexes = ((("member_id", "words"), True),)


TABLES = (
    SearchGoods,
    SearchStanding,
    SearchLabel,
    SearchBits,
    SearchColumns,
    SearchChange,
    SearchHidden,
    OwnSearch,
)
