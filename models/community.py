"""What do members tell each other, and what do they report?"""

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
from models.catalogue import Goods
from models.members import Store
from models.trade import Order


class Attachment(BaseModel):
    """One picture of what a member wrote; `kind` says of what `owner_id` is, as REVIEW."""

    kind = CharField(10)
    owner_id = BigIntegerField()
    position = IntegerField()
    upload_id = BigIntegerField()
    thumb_key = CharField(255)
    full_key = CharField(255)

    class Meta:
        primary_key = CompositeKey("kind", "owner_id", "position")


class Question(BaseModel):
    """What somebody asks a seller about goods; its words change until there is an answer."""

    question_id = BigAutoField()
    goods = ForeignKeyField(Goods, backref="+")
    goods_id: int
    asker_id = BigIntegerField()
    seller_id = BigIntegerField()
    text = TextField()
    is_secret = BooleanField()
    created_at = UtcField()
    is_answered = BooleanField(default=False)
    answer = TextField(null=True)
    answered_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("goods", "question_id"), False),
            (("asker_id", "question_id"), False),
            (("asker_id", "is_answered", "question_id"), False),
            (("seller_id", "question_id"), False),
            (("seller_id", "is_answered", "question_id"), False),
        )


class Review(BaseModel):
    """How a sale went, as its buyer says; the seller's `answer` is added once."""

    review_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+", unique=True)
    order_id: int
    goods_id = BigIntegerField()
    goods_name = CharField(100)
    store = ForeignKeyField(Store, backref="+")
    store_id: int
    seller_id = BigIntegerField()
    buyer_id = BigIntegerField()
    rating = IntegerField()
    content = TextField()
    created_at = UtcField()
    answer = TextField(null=True)
    answered_at = UtcField(null=True)

    class Meta:
        indexes = ((("store", "review_id"), False),)


class ReviewChoice(BaseModel):
    """A short praise or complaint that belongs to a review; never changes."""

    review = ForeignKeyField(Review, backref="+")
    review_id: int
    choice = CharField(20)

    class Meta:
        primary_key = CompositeKey("review", "choice")


class RatingCount(BaseModel):
    """How often a store was given something: stars, from "1" to "5", or a choice."""

    store = ForeignKeyField(Store, backref="+")
    store_id: int
    given = CharField(20)
    count = IntegerField()

    class Meta:
        primary_key = CompositeKey("store", "given")


class OrderMessage(BaseModel):
    """What one side of an order said to the other; never changes."""

    message_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+")
    order_id: int
    sender_id = BigIntegerField()
    text = TextField()
    created_at = UtcField()

    class Meta:
        indexes = ((("order", "message_id"), False),)


class Report(BaseModel):
    """That somebody says something breaks the rules; OPEN until the operator has looked at it."""

    report_id = BigAutoField()
    reporter_id = BigIntegerField()
    #: GOODS, STORE, QUESTION or REVIEW.
    target = CharField(10)
    target_id = BigIntegerField()
    reason = CharField(20)
    detail = TextField()
    state = CharField(10)
    created_at = UtcField()

    class Meta:
        indexes = (
            (("reporter_id", "target", "target_id"), True),
            (("target", "target_id"), False),
            (("state", "report_id"), False),
        )


TABLES = (
    Attachment,
    Question,
    Review,
    ReviewChoice,
    RatingCount,
    OrderMessage,
    Report,
)
