"""Where are the parcels?"""

from peewee import BigIntegerField, CharField, CompositeKey, ForeignKeyField, IntegerField

from models.base import BaseModel, UtcField
from models.trade import Order


class Parcel(BaseModel):
    """The parcel of an order, and what the carrier last said of it."""

    order = ForeignKeyField(Order, backref="+", primary_key=True)
    order_id: int
    carrier = CharField(4)
    carrier_name = CharField(40)
    invoice = CharField(20)
    level = IntegerField()
    shipped_at = UtcField()
    delivered_at = UtcField(null=True)
    #: When the carrier answered last, and when it first said that it knows no such number.
    seen_at = UtcField(null=True)
    doubted_at = UtcField(null=True)
    #: How often it was asked about on that day in Korea.
    asked_on = CharField(10, null=True)
    asked = IntegerField(default=0)
    #: The month in which its number was counted.
    counted_in = CharField(7, null=True)
    #: When it turned out to be the number of an older parcel; nobody goes by what it does.
    refused_at = UtcField(null=True)
    #: When to ask the carrier next; null when there is nothing more to ask.
    next_look_at = UtcField(null=True, index=True)


class CarrierLine(BaseModel):
    """How it stands with who knows where parcels are: one row, there from the first question on."""

    line_id = IntegerField(primary_key=True)
    #: In Korea, and how many numbers were asked about in it.
    month = CharField(7)
    numbers = IntegerField(default=0)
    #: The month of which its owners were told that no number is left.
    told_in = CharField(7, null=True)
    #: Questions in a row without an answer; until when nobody is to ask.
    failures = IntegerField(default=0)
    closed_until = UtcField(null=True)


class UsedInvoice(BaseModel):
    """That a parcel's number is an order's; no other order can have it."""

    carrier = CharField(4)
    invoice = CharField(20)
    order_id = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("carrier", "invoice")


class CarrierGuess(BaseModel):
    """Which carriers a number may be of, as SweetTracker sees it; who asked first."""

    invoice = CharField(20, primary_key=True)
    member_id = BigIntegerField()
    asked_at = UtcField()
    #: Codes with blanks between; None until it is answered.
    carriers = CharField(200, null=True)

    class Meta:
        indexes = ((("member_id", "asked_at"), False),)


class Scan(BaseModel):
    """One step of a parcel as its carrier lists it now; `first_seen_at` is when we saw it first."""

    order_id = BigIntegerField()
    position = IntegerField()
    at = UtcField()
    place = CharField(100)
    kind = CharField(100)
    level = IntegerField()
    first_seen_at = UtcField()

    class Meta:
        primary_key = CompositeKey("order_id", "position")


TABLES = (Parcel, CarrierLine, UsedInvoice, CarrierGuess, Scan)
