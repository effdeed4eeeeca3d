"""Who wants to have what is kept of them?"""

from peewee import BigAutoField, ForeignKeyField, IntegerField

from models.base import BaseModel, UtcField
from models.members import Member


class Export(BaseModel):
    """A wish for a copy of all that is kept of a member; open until it is mailed or given up."""

    export_id = BigAutoField()
    member = ForeignKeyField(Member, backref="+")
    member_id: int
    requested_at = UtcField()
    #: When to try next; null when there is nothing more to do.
    due_at = UtcField(null=True, index=True)
    tries = IntegerField()
    mailed_at = UtcField(null=True)


TABLES = (Export,)
