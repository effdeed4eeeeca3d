"""What happens to orders and money?"""

from datetime import datetime
from typing import Any, ClassVar, Self

from grpc_services.facts import Fact
from models.trade import Order, Payment, Refund


class _OrderFact(Fact, frozen=True, kw_only=True):
    order_id: int
    goods_id: int
    buyer_id: int
    seller_id: int
    price: int
    total: int

    @classmethod
    def of(cls, made: Any) -> Self:
        return cls(**_values(made))


def _values(order: Order) -> dict[str, int]:
    return {
        "order_id": order.order_id,
        "goods_id": order.goods_id,
        "buyer_id": order.buyer_id,
        "seller_id": order.seller_id,
        "price": order.price,
        "total": order.total,
    }


class OrderOpened(_OrderFact, frozen=True, kw_only=True):
    """A win has become an order; the buyer has to pay until `due_at`."""

    due_at: datetime

    @classmethod
    def of(cls, made: Order) -> Self:
        return cls(**_values(made), due_at=made.due_at)


class OrderReserved(_OrderFact, frozen=True, kw_only=True):
    """Goods are kept for a buyer at buy-now, who has to pay until `due_at`."""

    for_workers: ClassVar[bool] = True
    due_at: datetime
    minutes: int

    @classmethod
    def of(cls, made: Order) -> Self:
        minutes = (made.due_at - made.created_at).total_seconds() / 60
        return cls(**_values(made), due_at=made.due_at, minutes=max(1, round(minutes)))


class OrderLapsed(_OrderFact, frozen=True, kw_only=True):
    """Nobody has paid in time for what was reserved."""


class PaymentPrepared(Fact, frozen=True, kw_only=True):
    """The provider is to be told which amount to take."""

    for_workers: ClassVar[bool] = True
    merchant_uid: str
    amount: int

    @classmethod
    def of(cls, made: Payment) -> Self:
        return cls(merchant_uid=made.merchant_uid, amount=made.amount)


class PaymentReported(Fact, frozen=True, kw_only=True):
    """Somebody says that a payment was made; the provider is to be asked."""

    for_workers: ClassVar[bool] = True
    merchant_uid: str
    imp_uid: str

    @classmethod
    def of(cls, made: Self) -> Self:
        return made


class PaymentConfirmed(_OrderFact, frozen=True, kw_only=True):
    """The money for an order is in escrow."""


class PaymentFailed(_OrderFact, frozen=True, kw_only=True):
    """The provider could not take the money; the buyer may try again."""


class RefundOwed(_OrderFact, frozen=True, kw_only=True):
    """Money came that is not what we asked for, or that we have no use for; it goes back."""

    for_workers: ClassVar[bool] = True
    refund_id: int
    amount: int
    reason: str

    @classmethod
    def of(cls, made: Refund) -> Self:
        return cls(
            **_values(made.payment.order),
            refund_id=made.refund_id,
            amount=made.amount,
            reason=made.reason,
        )


class Refunded(_OrderFact, frozen=True, kw_only=True):
    """The provider has given the money back."""

    amount: int

    @classmethod
    def of(cls, made: Refund) -> Self:
        return cls(**_values(made.payment.order), amount=made.amount)


class OrderShipped(_OrderFact, frozen=True, kw_only=True):
    """The seller has handed the parcel to a carrier."""


class OrderDelivered(_OrderFact, frozen=True, kw_only=True):
    """The carrier says that the parcel has arrived."""


class OrderConfirmed(_OrderFact, frozen=True, kw_only=True):
    """The buyer is content; the seller is to be credited."""

    for_workers: ClassVar[bool] = True


class OrderSettled(_OrderFact, frozen=True, kw_only=True):
    """The seller was credited what is theirs."""
