"""What happens to orders?"""

from datetime import datetime
from typing import Any, Literal, Self, cast

from grpc_services.facts import Fact
from models.trade import Order, Strike

Reason = Literal["NOT_PAID", "NOT_SHIPPED", "CANCELLED"]


class OrderFact(Fact, frozen=True, kw_only=True):
    """Something that happened to an order."""

    order_id: int
    goods_id: int
    buyer_id: int
    seller_id: int
    price: int
    total: int

    @classmethod
    def of(cls, made: Any) -> Self:
        return cls(**values_of(made))


def values_of(order: Order) -> dict[str, int]:
    """This function will give what every fact says of its order."""
    return {
        "order_id": order.order_id,
        "goods_id": order.goods_id,
        "buyer_id": order.buyer_id,
        "seller_id": order.seller_id,
        "price": order.price,
        "total": order.total,
    }


class OrderOpened(OrderFact, frozen=True, kw_only=True):
    """A win has become an order; the buyer has to pay until `due_at`."""

    due_at: datetime

    @classmethod
    def of(cls, made: Order) -> Self:
        return cls(**values_of(made), due_at=made.due_at)


class OrderReserved(OrderFact, frozen=True, kw_only=True):
    """Goods are kept for a buyer at buy-now, who has to pay until `due_at`."""

    due_at: datetime
    minutes: int

    @classmethod
    def of(cls, made: Order) -> Self:
        minutes = (made.due_at - made.created_at).total_seconds() / 60
        return cls(**values_of(made), due_at=made.due_at, minutes=max(1, round(minutes)))


class OrderLapsed(OrderFact, frozen=True, kw_only=True):
    """Nobody has paid in time for what was reserved."""


class OrderShipped(OrderFact, frozen=True, kw_only=True):
    """The seller has handed the parcel to a carrier."""


class OrderUnshipped(OrderFact, frozen=True, kw_only=True):
    """No carrier has scanned the parcel: it counts as not sent, and is to be by `due_at`."""

    due_at: datetime

    @classmethod
    def of(cls, made: Order) -> Self:
        return cls(**values_of(made), due_at=made.ship_due_at)


class ParcelStalled(OrderFact, frozen=True, kw_only=True):
    """The carrier has not scanned the parcel for days."""


class OrderDelivered(OrderFact, frozen=True, kw_only=True):
    """The carrier says that the parcel has arrived."""


class OrderConfirmed(OrderFact, frozen=True, kw_only=True):
    """The buyer is content; the seller is to be credited."""


class OrderUnpaid(OrderFact, frozen=True, kw_only=True):
    """A winner has not paid in time."""


class OrderCalledOff(OrderFact, frozen=True, kw_only=True):
    """What was paid will not be sent, and goes back: whose will, or fault, that is."""

    because: Literal["BUYER", "SELLER", "TIME"]

    @classmethod
    def of(cls, made: tuple[Order, Literal["BUYER", "SELLER", "TIME"]]) -> Self:
        order, because = made
        return cls(**values_of(order), because=because)


class PaymentStillDue(OrderFact, frozen=True, kw_only=True):
    """A winner has not paid yet, and has so many hours left."""

    hours: int

    @classmethod
    def of(cls, made: tuple[Order, int]) -> Self:
        order, hours = made
        return cls(**values_of(order), hours=hours)


class ShipmentStillDue(OrderFact, frozen=True, kw_only=True):
    """A seller has not sent it yet, and has a day left."""


class ExtensionAsked(OrderFact, frozen=True, kw_only=True):
    """A seller would like so many business days more to ship."""

    days: int

    @classmethod
    def of(cls, made: Order) -> Self:
        return cls(**values_of(made), days=made.extension_days or 0)


class ExtensionAccepted(OrderFact, frozen=True, kw_only=True):
    """The seller has more time to ship, until `due_at`."""

    due_at: datetime

    @classmethod
    def of(cls, made: Order) -> Self:
        return cls(**values_of(made), due_at=made.ship_due_at)


class ConfirmationStillDue(OrderFact, frozen=True, kw_only=True):
    """A buyer has not said that all is well; in two days it is taken for granted."""


class StrikeGiven(OrderFact, frozen=True, kw_only=True):
    """A member let the other side of an order down."""

    member_id: int
    reason: Reason

    @classmethod
    def of(cls, made: Strike) -> Self:
        return cls(
            **values_of(made.order), member_id=made.member_id, reason=cast(Reason, made.reason)
        )
