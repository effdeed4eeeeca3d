"""What became of wins, and how far have they come?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
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
            (("seller_id", "state"), False),
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


TABLES = (Order, OrderEvent)
