"""Who was told what?"""

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
from models.members import Member


class Alarm(BaseModel):
    """One message to one member; only when it was read and mailed changes."""

    alarm_id = BigAutoField()
    member = ForeignKeyField(Member, backref="+")
    member_id: int
    #: The fact that it tells of; with the kind it makes the alarm unique.
    fact_id = BigIntegerField()
    kind = CharField(20)
    title = CharField(200)
    text = CharField(500)
    goods_id = BigIntegerField(null=True)
    order_id = BigIntegerField(null=True)
    store_id = BigIntegerField(null=True)
    question_id = BigIntegerField(null=True)
    data = TextField()
    by_push = BooleanField()
    by_email = BooleanField()
    created_at = UtcField()
    read_at = UtcField(null=True)
    #: Whether `read_at` is set: lists tell by it.
    is_read = BooleanField(default=False)
    mailed_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("fact_id", "member", "kind"), True),
            (("member", "alarm_id"), False),
            (("member", "is_read", "alarm_id"), False),
        )


class AlarmMail(BaseModel):
    """An alarm that waits to go out by mail; the row goes with it, and stays if it is refused."""

    alarm = ForeignKeyField(Alarm, backref="+", primary_key=True)
    alarm_id: int
    #: When to try next; null when it is not to be tried again.
    due_at = UtcField(null=True, index=True)
    tries = IntegerField()
    refused_because = CharField(255, null=True)


class HeldAlarm(BaseModel):
    """An alarm of quiet hours; its reader hears of it at their end, when `told_at` is set."""

    alarm = ForeignKeyField(Alarm, backref="+", primary_key=True)
    alarm_id: int
    member_id = BigIntegerField()
    until = UtcField()
    #: The same moment for all that was told of together.
    told_at = UtcField(null=True)

    class Meta:
        indexes = ((("told_at", "until"), False), (("member_id", "told_at"), False))


class Announcement(BaseModel):
    """What very many are to hear: `after_id` moves on with each batch, `done_at` ends it."""

    announcement_id = BigAutoField()
    #: The fact that it tells of; with the kind it makes the announcement unique.
    fact_id = BigIntegerField()
    kind = CharField(20)
    #: Of the store that they follow, the brand that they like, or the notice.
    audience_id = BigIntegerField()
    goods_id = BigIntegerField(null=True)
    store_id = BigIntegerField(null=True)
    data = TextField()
    #: The last member whose alarm is under way.
    after_id = BigIntegerField()
    #: How many have been told.
    told = IntegerField()
    done_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("fact_id", "kind"), True),
            (("done_at", "announcement_id"), False),
            (("kind", "audience_id"), False),
        )


class AlarmPreference(BaseModel):
    """A member's master switch and quiet hours; without a row the defaults hold."""

    member = ForeignKeyField(Member, backref="+", primary_key=True)
    member_id: int
    enabled = BooleanField()
    #: HH:MM in Korea.
    quiet_from = CharField(5, null=True)
    quiet_until = CharField(5, null=True)


class AlarmChannel(BaseModel):
    """How one kind reaches one member; without a row the kind's default holds."""

    member = ForeignKeyField(Member, backref="+")
    member_id: int
    kind = CharField(20)
    by_push = BooleanField()
    by_email = BooleanField()

    class Meta:
        primary_key = CompositeKey("member", "kind")


TABLES = (Alarm, AlarmMail, HeldAlarm, Announcement, AlarmPreference, AlarmChannel)
