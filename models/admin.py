"""Who runs the market, and what have they done?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    TextField,
)

from models.base import BaseModel, UtcField
from models.members import Member


class AdminScope(BaseModel):
    """That an admin may do what is in a scope; never changes, and goes when that ends."""

    member = ForeignKeyField(Member, backref="+")
    member_id: int
    #: SUPPORT, FINANCE, CATALOGUE or OWNER, who may do everything.
    scope = CharField(10)
    granted_at = UtcField()

    class Meta:
        primary_key = CompositeKey("member", "scope")


class AuditLine(BaseModel):
    """One act of an admin; never changes."""

    line_id = BigAutoField()
    #: -1 for the operator's command, which needs no account.
    actor_id = BigIntegerField()
    act = CharField(40)
    target = CharField(20)
    target_id = BigIntegerField()
    reason = CharField(1000)
    #: What was otherwise, and what it is now: JSON.
    before = TextField()
    after = TextField()
    #: Where it was asked from.
    client = CharField(64)
    at = UtcField()

    class Meta:
        indexes = (
            (("actor_id", "line_id"), False),
            (("target", "target_id", "line_id"), False),
        )


TABLES = (AdminScope, AuditLine)
