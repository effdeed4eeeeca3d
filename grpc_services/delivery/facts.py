"""What happens to parcels?"""

from typing import ClassVar, Self

from grpc_services.facts import Fact
from grpc_services.trade.facts import OrderFact
from models.delivery import Parcel


class InvoiceRefused(OrderFact, frozen=True, kw_only=True):
    """The number of a parcel is that of one which was on its way before the order was paid."""


class ParcelHanded(Fact, frozen=True, kw_only=True):
    """A carrier has a parcel, under this number; it is to be looked after."""

    for_workers: ClassVar[bool] = True
    order_id: int
    carrier: str
    invoice: str

    @classmethod
    def of(cls, made: Parcel) -> Self:
        return cls(order_id=made.order_id, carrier=made.carrier, invoice=made.invoice)
