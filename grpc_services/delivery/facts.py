"""What happens to parcels?"""

from datetime import datetime
from typing import ClassVar, Self

from grpc_services.facts import Fact
from grpc_services.trade.facts import OrderFact
from models.delivery import Parcel


class InvoiceRefused(OrderFact, frozen=True, kw_only=True):
    """The number of a parcel is that of one which was on its way before the order was paid."""


class InvoiceUnknown(OrderFact, frozen=True, kw_only=True):
    """The carrier knows no parcel under this number, or not yet."""


class GuessWanted(Fact, frozen=True, kw_only=True):
    """Somebody would like to know of which carrier a number may be."""

    for_workers: ClassVar[bool] = True
    invoice: str

    @classmethod
    def of(cls, made: str) -> Self:
        return cls(invoice=made)


class LineClosed(Fact, frozen=True, kw_only=True):
    """Nobody is asked about any parcel until then: it was paid for no more, or our key is wrong."""

    because: str
    until: datetime
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[str, datetime, list[int]]) -> Self:
        because, until, admin_ids = made
        return cls(because=because, until=until, admin_ids=admin_ids)


class NumbersUsedUp(Fact, frozen=True, kw_only=True):
    """No new number is asked about in this month any more: so many were paid for."""

    #: In Korea, as 2026-05.
    month: str
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[str, list[int]]) -> Self:
        month, admin_ids = made
        return cls(month=month, admin_ids=admin_ids)


class ParcelHanded(Fact, frozen=True, kw_only=True):
    """A carrier has a parcel, under this number; it is to be looked after."""

    for_workers: ClassVar[bool] = True
    order_id: int
    carrier: str
    invoice: str

    @classmethod
    def of(cls, made: Parcel) -> Self:
        return cls(order_id=made.order_id, carrier=made.carrier, invoice=made.invoice)
