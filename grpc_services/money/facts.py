"""What happens to money?"""

from typing import Any, ClassVar, Self

from grpc_services.facts import Fact
from grpc_services.trade.facts import OrderFact, values_of
from models.money import ProviderOperation, ProviderPayment, Reconciliation, Refund
from models.trade import Order


class LookDue(Fact, frozen=True, kw_only=True):
    """Somebody says that a payment changed; the provider is to be asked."""

    for_workers: ClassVar[bool] = True

    @classmethod
    def of(cls, made: Any) -> Self:
        return cls()


class OperationWanted(Fact, frozen=True, kw_only=True):
    """The provider is to do something for us."""

    for_workers: ClassVar[bool] = True

    @classmethod
    def of(cls, made: Any) -> Self:
        return cls()


class OperationStuck(Fact, frozen=True, kw_only=True):
    """The provider will not do it, or has not for too long; somebody has to look."""

    operation_id: int
    operation: str
    error: str
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[ProviderOperation, list[int]]) -> Self:
        operation, admin_ids = made
        return cls(
            operation_id=operation.operation_id,
            operation=f"{operation.kind} {operation.subject}",
            error=operation.last_error,
            admin_ids=admin_ids,
        )


class SuspenseBooked(Fact, frozen=True, kw_only=True):
    """Money was booked of which nobody knows whose it is."""

    provider_uid: str
    amount: int
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[str, int, list[int]]) -> Self:
        provider_uid, amount, admin_ids = made
        return cls(provider_uid=provider_uid, amount=amount, admin_ids=admin_ids)


class _Reconciled(Fact, frozen=True, kw_only=True):
    #: In Korea, as 2026-05-04.
    day: str
    differences: int
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[Reconciliation, list[int]]) -> Self:
        run, admin_ids = made
        return cls(day=run.day, differences=run.difference_count, admin_ids=admin_ids)


class ReconciliationDiffers(_Reconciled, frozen=True, kw_only=True):
    """The provider says something else of a day than our books."""


class ReconciliationMissed(_Reconciled, frozen=True, kw_only=True):
    """Nobody has compared our books with the provider's for too long; of the last day that was."""


class ReconciliationUnfinished(_Reconciled, frozen=True, kw_only=True):
    """A day could not be compared for too long; others are."""


class PaymentConfirmed(OrderFact, frozen=True, kw_only=True):
    """The money for an order is in escrow."""


class PaymentFailed(OrderFact, frozen=True, kw_only=True):
    """The provider could not take the money; the buyer may try again."""


class PaymentReversed(OrderFact, frozen=True, kw_only=True):
    """The provider gave a buyer's money back, and nobody of us had asked for it."""

    amount: int
    #: Of the order, since then.
    state: str
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[Order, int, list[int]]) -> Self:
        order, amount, admin_ids = made
        return cls(**values_of(order), amount=amount, state=order.state, admin_ids=admin_ids)


class ForeignMoneyCame(OrderFact, frozen=True, kw_only=True):
    """The provider took money for an order that is no won."""

    amount: int
    currency: str
    provider_uid: str
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[Order, ProviderPayment, int, list[int]]) -> Self:
        order, reading, amount, admin_ids = made
        return cls(
            **values_of(order),
            amount=amount,
            currency=reading.currency,
            provider_uid=reading.provider_uid,
            admin_ids=admin_ids,
        )


class RefundOwed(OrderFact, frozen=True, kw_only=True):
    """Money that we hold of a buyer goes back."""

    refund_id: int
    amount: int
    reason: str

    @classmethod
    def of(cls, made: Refund) -> Self:
        return cls(
            **values_of(made.payment.order),
            refund_id=made.refund_id,
            amount=made.amount,
            reason=made.reason,
        )


class Refunded(OrderFact, frozen=True, kw_only=True):
    """The provider has given the money back."""

    amount: int

    @classmethod
    def of(cls, made: Refund) -> Self:
        return cls(**values_of(made.payment.order), amount=made.amount)


class OrderSettled(OrderFact, frozen=True, kw_only=True):
    """The seller was credited what is theirs."""
