"""What became of wins, and how far have they come?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    CompositeKey,
    DecimalField,
    ForeignKeyField,
    IntegerField,
)

from models.base import BaseModel, UtcField
from models.catalogue import Category, Goods


class Order(BaseModel):
    """What a win or a buy-now became; keeps its own copies of prices and of the address."""

    order_id = BigAutoField()
    goods = ForeignKeyField(Goods, backref="+")
    goods_id: int
    #: Of the log's entry that it follows from: the winning state, or the reservation at buy-now.
    seq = BigIntegerField()
    goods_name = CharField(100)
    buyer_id = BigIntegerField()
    seller_id = BigIntegerField()
    state = CharField(20)
    price = BigIntegerField()
    shipping_price = BigIntegerField()
    #: Of the address; absent until there is one.
    name = CharField(40, null=True)
    phone = CharField(20, null=True)
    postcode = CharField(5, null=True)
    address = CharField(200, null=True)
    address_detail = CharField(200, null=True)
    #: Until when to pay, to ship and to say that all is well; absent before it comes to that.
    due_at = UtcField()
    ship_due_at = UtcField(null=True)
    confirm_due_at = UtcField(null=True)
    #: The terms it was made under, in days.
    ship_days = IntegerField(default=3)
    confirm_days = IntegerField(default=7)
    lost_days = IntegerField(default=14)
    #: PRIVATE or BUSINESS, as the seller was when it was made.
    seller_kind = CharField(8, default="PRIVATE")
    #: When the seller said that it is packed.
    packed_at = UtcField(null=True)
    #: How many business days more the seller has asked for, once, and when the buyer agreed.
    extension_days = IntegerField(null=True)
    extended_at = UtcField(null=True)
    #: When we heard of the first scan of its parcel, and by when there has to be one, or another.
    scanned_at = UtcField(null=True)
    scan_due_at = UtcField(null=True)
    #: While its parcel stands still: when it counts as lost, and the operator decides.
    lost_at = UtcField(null=True)
    #: When it last turned out not to have been sent.
    unshipped_at = UtcField(null=True)
    #: How often its money was kept back until somebody had decided.
    disputes = IntegerField(default=0)
    #: What happens next by itself, and when.
    act = CharField(20, null=True)
    act_at = UtcField(null=True, index=True)
    created_at = UtcField()

    class Meta:
        table_name = "orders"
        indexes = (
            (("goods", "seq"), True),
            (("buyer_id", "order_id"), False),
            (("seller_id", "order_id"), False),
            (("seller_id", "state"), False),
            (("state", "due_at"), False),
        )

    @property
    def total(self) -> int:
        return int(self.price + self.shipping_price)


class OrderEvent(BaseModel):
    """That an order came into a state: once, and once more after each dispute; never changes."""

    event_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+")
    order_id: int
    state = CharField(20)
    #: Of the order, by then.
    disputes = IntegerField(default=0)
    at = UtcField()

    class Meta:
        indexes = ((("order", "state", "disputes"), True),)


class Strike(BaseModel):
    """That a member let the other side of an order down, as its BUYER or its SELLER."""

    strike_id = BigAutoField()
    member_id = BigIntegerField()
    order = ForeignKeyField(Order, backref="+")
    order_id: int
    side = CharField(6)
    reason = CharField(20)
    created_at = UtcField()
    #: Since then it counts no more.
    lifted_at = UtcField(null=True)

    class Meta:
        indexes = ((("member_id", "strike_id"), False), (("order", "side"), True))


class FeeRule(BaseModel):
    """What sellers pay under a name for sales made from a moment on; only its end is ever set."""

    rule_id = BigAutoField()
    name = CharField(40)
    #: ALL, SELLER_KIND, CATEGORY or SELLER, and of which.
    scope = CharField(12)
    seller_kind = CharField(8, null=True)
    category = ForeignKeyField(Category, backref="+", null=True)
    category_id: int | None
    seller_id = BigIntegerField(null=True, index=True)
    #: Of the price without shipping; or else `fixed`, in won.
    percent = DecimalField(5, 2, null=True)
    fixed = BigIntegerField(null=True)
    min = BigIntegerField()
    max = BigIntegerField(null=True)
    #: In percent of the fee without it, which includes it.
    vat = IntegerField()
    valid_from = UtcField()
    valid_until = UtcField(null=True)

    class Meta:
        table_name = "fee_rule"


class OrderFee(BaseModel):
    """What the seller of an order pays under a name, by the rules it was made under; stays so."""

    order = ForeignKeyField(Order, backref="+")
    order_id: int
    name = CharField(40)
    amount = BigIntegerField()
    #: Of the amount, which includes it.
    vat = BigIntegerField()

    class Meta:
        table_name = "order_fee"
        primary_key = CompositeKey("order", "name")


TABLES = (Order, OrderEvent, Strike, FeeRule, OrderFee)
