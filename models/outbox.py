"""What has happened and is still to be told? And what was answered to whom?"""

from peewee import BigAutoField, BigIntegerField, BlobField, CharField, IntegerField, TextField

from models.base import BaseModel, UtcField

#: Stages of a fact.
NEW, RAISED, SENT = 0, 1, 2
#: Of a fact that nobody here could read or tell; it waits for somebody to look at it.
PARKED = 3
#: Of a kind that the process which found it does not know: it waits for one of another release.
FOREIGN = 4


class OutboxFact(BaseModel):
    """
    A fact, written with the change it tells of.

    Its `stage` changes, from NEW to RAISED to SENT, or to PARKED with the reason, or to FOREIGN and
    back to NEW.
    """

    fact_id = BigAutoField()
    kind = CharField(64)
    payload = TextField()
    request_id = CharField(64)
    created_at = UtcField()
    stage = IntegerField()
    parked_because = CharField(255, null=True)

    class Meta:
        table_name = "outbox"
        indexes = ((("stage", "fact_id"), False),)


class KeptAnswer(BaseModel):
    """The answer to a request with an Idempotency-Key; never changes."""

    answer_id = BigAutoField()
    #: The member, or 0 for a request without a token.
    member_id = BigIntegerField()
    #: The rpc that was asked.
    route = CharField(100)
    #: SHA-256, hexadecimal, of what tells those without a token apart; empty for members.
    about = CharField(64)
    idempotency_key = CharField(255)
    #: SHA-256 of the request, to notice a key that is used for something else.
    request_hash = CharField(64)
    answer = BlobField()
    created_at = UtcField()

    class Meta:
        table_name = "kept_answers"
        indexes = (
            (("member_id", "route", "about", "idempotency_key"), True),
            (("created_at",), False),
        )


TABLES = (OutboxFact, KeptAnswer)
