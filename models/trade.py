"""What is owed, paid and settled?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    CompositeKey,
    ForeignKeyField,
)

from models.base import BaseModel, UtcField
from models.catalogue import Goods


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
    due_at = UtcField()
    created_at = UtcField()

    class Meta:
        table_name = "orders"
        indexes = (
            (("goods", "seq"), True),
            (("buyer_id", "order_id"), False),
            (("seller_id", "order_id"), False),
            (("state", "due_at"), False),
        )

    @property
    def total(self) -> int:
        return int(self.price + self.shipping_price)


class OrderEvent(BaseModel):
    """That an order came into a state; never changes."""

    event_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+")
    order_id: int
    state = CharField(20)
    at = UtcField()


class Payment(BaseModel):
    """One try to pay an order: PREPARING, READY, then PAID, FAILED or REFUNDING and REFUNDED."""

    payment_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+")
    order_id: int
    merchant_uid = CharField(40, unique=True)
    imp_uid = CharField(64, null=True)
    amount = BigIntegerField()
    state = CharField(12)
    created_at = UtcField()
    paid_at = UtcField(null=True)

    class Meta:
        indexes = ((("state", "created_at"), False),)


class Refund(BaseModel):
    """Money that goes back whence it came; `done_at` is set when the provider has given it."""

    refund_id = BigAutoField()
    payment = ForeignKeyField(Payment, backref="+")
    payment_id: int
    #: One payment may be made twice at the provider; each is refunded once.
    imp_uid = CharField(64, unique=True)
    amount = BigIntegerField()
    reason = CharField(40)
    created_at = UtcField()
    done_at = UtcField(null=True)


class Settlement(BaseModel):
    """What a seller is owed for one order; never changes."""

    settlement_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+", unique=True)
    order_id: int
    seller_id = BigIntegerField()
    price = BigIntegerField()
    shipping_price = BigIntegerField()
    commission = BigIntegerField()
    amount = BigIntegerField()
    settled_at = UtcField()

    class Meta:
        indexes = ((("seller_id", "settlement_id"), False),)


class LedgerEntry(BaseModel):
    """One movement of money; its lines sum to zero; never changes."""

    entry_id = BigAutoField()
    #: What moved, such as payment:7:escrowed; a movement cannot be written twice.
    business_key = CharField(80, unique=True)
    recorded_at = UtcField()


class LedgerLine(BaseModel):
    """One side of a movement: a debit is above zero, a credit below; never changes."""

    entry = ForeignKeyField(LedgerEntry, backref="+")
    entry_id: int
    account = CharField(20)
    #: Whose account, where there is one each; else 0.
    owner_id = BigIntegerField()
    amount = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("entry", "account", "owner_id")
        indexes = ((("account", "owner_id"), False),)


TABLES = (Order, OrderEvent, Payment, Refund, Settlement, LedgerEntry, LedgerLine)
