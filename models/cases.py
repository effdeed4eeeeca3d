"""What is wrong with orders, and what has become of it?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from models.base import BaseModel, UtcField
from models.trade import Order


class Case(BaseModel):
    """A dispute about an order; its columns change with every step, until it has ended."""

    case_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+")
    order_id: int
    #: The order again, as long as the case is open: there is one at a time.
    open_for = BigIntegerField(null=True, unique=True)
    kind = CharField(20)
    wanted = CharField(10)
    state = CharField(12)
    #: What the two share out.
    frozen = BigIntegerField()
    #: What is on the table or was agreed, and what the buyer asked for last.
    offer_amount = BigIntegerField()
    offer_with_return = BooleanField()
    asked_amount = BigIntegerField()
    asked_with_return = BooleanField()
    #: Who is waited for, and until when.
    turn = CharField(10, null=True)
    due_at = UtcField(null=True)
    #: When they are told that it is nearly over; absent once they were, or if it is too late.
    remind_at = UtcField(null=True)
    rounds = IntegerField()
    is_decided = BooleanField()
    is_sent_back = BooleanField()
    return_paid_by = CharField(10, null=True)
    return_carrier = CharField(4, null=True)
    return_invoice = CharField(20, null=True)
    #: When to ask the carrier next; absent when there is nothing more to ask.
    return_look_at = UtcField(null=True)
    #: Set when it is closed.
    buyer_gets = BigIntegerField(null=True)
    seller_gets = BigIntegerField(null=True)
    #: In which state the order was.
    order_state = CharField(20)
    created_at = UtcField()
    ended_at = UtcField(null=True)

    class Meta:
        table_name = "cases"
        indexes = (
            (("order", "case_id"), False),
            (("state", "case_id"), False),
            (("due_at",), False),
            (("remind_at",), False),
            (("return_look_at",), False),
        )


class CaseStep(BaseModel):
    """What one side said or did, or time; never changes."""

    step_id = BigAutoField()
    case = ForeignKeyField(Case, backref="+")
    case_id: int
    #: OPEN, MESSAGE, OFFER, ACCEPT, REJECT, SHIP_BACK, ARRIVE, ESCALATE, WITHDRAW, DECIDE or LAPSE.
    act = CharField(10)
    #: BUYER, SELLER or OPERATOR; absent for what happens by itself.
    side = CharField(10, null=True)
    member_id = BigIntegerField(null=True)
    text = TextField(null=True)
    amount = BigIntegerField(null=True)
    with_return = BooleanField(null=True)
    #: Of the case, since then.
    state = CharField(12)
    at = UtcField()

    class Meta:
        table_name = "case_step"
        indexes = ((("case", "step_id"), False),)


TABLES = (Case, CaseStep)
