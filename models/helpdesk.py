"""What does the operator tell, and what is the operator asked?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from models.base import BaseModel, UtcField
from models.members import Member


class Faq(BaseModel):
    """A question that many have asked, with its answer, in Korean and English."""

    faq_id = BigAutoField()
    position = IntegerField()
    category = CharField(10)
    question = CharField(200)
    answer = TextField()
    question_en = CharField(200)
    answer_en = TextField()


class Notice(BaseModel):
    """What the operator announces, in Korean and English; once it is retired, nobody reads it."""

    notice_id = BigAutoField()
    title = CharField(100)
    text = TextField()
    title_en = CharField(100)
    text_en = TextField()
    #: Who hears of it: ALL, SELLERS or BUYERS.
    audience = CharField(10, default="ALL")
    published_at = UtcField()
    retired_at = UtcField(null=True)


class Inquiry(BaseModel):
    """A thread of a member with the operator: WAITING and ANSWERED in turn, then CLOSED."""

    inquiry_id = BigAutoField()
    member = ForeignKeyField(Member, backref="+")
    member_id: int
    category = CharField(10)
    title = CharField(100)
    state = CharField(10)
    created_at = UtcField()

    class Meta:
        indexes = ((("member", "inquiry_id"), False), (("state", "inquiry_id"), False))


class InquiryMessage(BaseModel):
    """What one of the two said; never changes."""

    message_id = BigAutoField()
    inquiry = ForeignKeyField(Inquiry, backref="+")
    inquiry_id: int
    #: The member, or whoever of the operator's people has answered.
    sender_id = BigIntegerField()
    text = TextField()
    created_at = UtcField()


TABLES = (Faq, Notice, Inquiry, InquiryMessage)
