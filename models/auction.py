"""How does an auction stand, and how did it come to that?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
)

from models.base import BaseModel, UtcField
from models.catalogue import Goods

#: The hash before the first entry of a log.
NO_HASH = "0" * 64


class Auction(BaseModel):
    """
    The narrow row that every bid locks and changes.

    No index holds a column that an ordinary bid changes: `ends_at` moves at most a few times.
    """

    goods = ForeignKeyField(Goods, backref="+", primary_key=True)
    goods_id: int
    seller_id = BigIntegerField()
    state = CharField(10)
    start_price = BigIntegerField()
    buy_now_price = BigIntegerField(null=True)
    reserve_price = BigIntegerField(null=True)
    soft_close = BooleanField()
    starts_at = UtcField()
    ends_at = UtcField()
    #: The end as listed, from which bids and reservations have moved `ends_at`.
    listed_ends_at = UtcField()
    extensions = IntegerField()
    current_price = BigIntegerField(null=True)
    leader_id = BigIntegerField(null=True)
    maximum = BigIntegerField(null=True)
    seq = BigIntegerField()
    bid_count = BigIntegerField()
    reserved_by = BigIntegerField(null=True)
    reserved_until = UtcField(null=True)
    #: Until when the first bid is not taken: the seller's vacation.
    paused_until = UtcField(null=True)
    #: Whether the goods wait for review; nobody has bid on them then.
    is_waiting = BooleanField(default=False)
    #: Of the entry `seq`: clocks of servers differ, and a log's time never goes back.
    last_at = UtcField(null=True)
    #: SHA-256, hexadecimal, of the log up to `seq`.
    last_hash = CharField(64)

    class Meta:
        indexes = (
            (("state", "ends_at"), False),
            (("seller_id", "state"), False),
            (("is_waiting", "goods"), False),
        )


class BidEntry(BaseModel):
    """One line of an auction's log, chained by `hash`; never changes."""

    goods_id = BigIntegerField()
    seq = BigIntegerField()
    kind = CharField(13)
    bidder_id = BigIntegerField()
    amount = BigIntegerField()
    maximum = BigIntegerField(null=True)
    automatic = BooleanField()
    placed_at = UtcField()
    #: Of a RETRACTION: the `seq` of the bid that it takes back.
    retracts = BigIntegerField(null=True)
    hash = CharField(64)
    #: Of the request that asked for it; automatic entries have none.
    idempotency_key = CharField(255, null=True)
    #: AMOUNT or MAXIMUM: how the request put it.
    offer = CharField(8, null=True)
    #: The amount that was asked for, where `offer` is AMOUNT; `amount` may be less at buy-now.
    amount_asked = BigIntegerField(null=True)
    #: The auction just after the bid was answered, to give the same answer again.
    price_after = BigIntegerField(null=True)
    minimum_after = BigIntegerField(null=True)
    ends_at_after = UtcField(null=True)
    leading_after = BooleanField(null=True)
    #: The services' signature, base64url; the longest is of one bid among 256.
    receipt = CharField(512, null=True)

    class Meta:
        table_name = "bids"
        primary_key = CompositeKey("goods_id", "seq")
        indexes = ((("bidder_id", "idempotency_key"), True), (("bidder_id", "goods_id"), False))


class Retraction(BaseModel):
    """That an entry of a log takes back another; found faster here than in the log."""

    goods_id = BigIntegerField()
    seq = BigIntegerField()
    retracts = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("goods_id", "seq")


class MemberBid(BaseModel):
    """
    How a member stands with goods on which a bid of theirs stands; the auction moves it on.

    It goes when no bid is left, and when the goods are listed again.
    """

    goods_id = BigIntegerField()
    member_id = BigIntegerField()
    #: LEADING, OUTBID, WON or LOST.
    state = CharField(8)
    #: The highest price at which a bid was entered, and the furthest that the member would go.
    amount = BigIntegerField()
    maximum = BigIntegerField()
    #: When they bid last.
    bid_at = UtcField()

    class Meta:
        primary_key = CompositeKey("goods_id", "member_id")
        indexes = ((("member_id", "state", "bid_at", "goods_id"), False),)


class UnpaidWin(BaseModel):
    """A win that is not paid yet; the row goes when it is, or when the win is taken back."""

    goods_id = BigIntegerField(primary_key=True)
    member_id = BigIntegerField(index=True)


class SecondChance(BaseModel):
    """That somebody was offered what the winner had not paid for, and what became of it."""

    offer_id = BigAutoField()
    goods = ForeignKeyField(Goods, backref="+")
    goods_id: int
    #: Of the entry in the log that says so.
    seq = BigIntegerField()
    member_id = BigIntegerField()
    price = BigIntegerField()
    #: OPEN, ACCEPTED, DECLINED or LAPSED.
    state = CharField(8)
    expires_at = UtcField()
    created_at = UtcField()
    #: When something is to be done with it by itself; None once it is not open any more.
    act_at = UtcField(null=True, index=True)

    class Meta:
        indexes = ((("goods", "seq"), True), (("member_id", "offer_id"), False))


class EndingSoon(BaseModel):
    """That everybody concerned was told of an end that is near; never changes."""

    goods_id = BigIntegerField(primary_key=True)


TABLES = (Auction, BidEntry, Retraction, MemberBid, UnpaidWin, SecondChance, EndingSoon)
