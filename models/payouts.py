"""What was, and is to be, paid out to sellers?"""

from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField

from models.base import BaseModel, UtcField


class PayoutRun(BaseModel):
    """What many sellers are paid at once: DRAFT, APPROVED, SENT, then DONE; or else DROPPED."""

    run_id = BigAutoField()
    state = CharField(8)
    #: True until it is sent or dropped; there is one such at most.
    is_open = BooleanField(null=True, unique=True)
    #: 0 of what only stands for the time before the first run.
    drawn_up_by = BigIntegerField()
    approved_by = BigIntegerField(null=True)
    created_at = UtcField()
    approved_at = UtcField(null=True)
    sent_at = UtcField(null=True)
    #: Since when it is known of each what became of it, or when it was dropped.
    ended_at = UtcField(null=True)
    #: When those who look after money are reminded of it next.
    remind_at = UtcField(null=True, index=True)

    class Meta:
        table_name = "payout_run"


class Payout(BaseModel):
    """What one seller is paid in a run: DRAFT, SENT, then PAID or FAILED; or HELD, or DROPPED."""

    payout_id = BigAutoField()
    run = ForeignKeyField(PayoutRun, backref="+", index=False)
    run_id: int
    seller_id = BigIntegerField()
    state = CharField(8)
    #: In won, after what the seller owes us.
    amount = BigIntegerField()
    #: What they owed, and do not since it was sent.
    netted = BigIntegerField(default=0)
    #: A copy of the seller's account; absent where there is none.
    bank_code = CharField(3, null=True)
    account_number = CharField(20, null=True)
    holder = CharField(40, null=True)
    #: Whether two admins have decided to pay who would be held.
    is_released = BooleanField(default=False)
    #: Why it is HELD.
    hold = CharField(20, null=True)
    #: In the bank's words, why it has FAILED.
    failed_because = CharField(200, null=True)
    sent_at = UtcField(null=True)
    ended_at = UtcField(null=True)

    class Meta:
        indexes = ((("run", "payout_id"), False), (("seller_id", "payout_id"), False))


TABLES = (PayoutRun, Payout)
