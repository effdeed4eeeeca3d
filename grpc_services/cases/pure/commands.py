"""What can be done with a case, by either side, the operator, a carrier, or time?"""

from msgspec import Struct

from grpc_services.cases.pure.state import Proposal, Side


class Offer(Struct, frozen=True):
    by: Side
    proposal: Proposal


class Accept(Struct, frozen=True):
    by: Side


class Reject(Struct, frozen=True):
    by: Side


class Message(Struct, frozen=True):
    """Somebody says something, which changes nothing."""

    by: Side


class ShipBack(Struct, frozen=True):
    by: Side


class ReturnArrived(Struct, frozen=True):
    """The carrier says that the goods are back."""


class ParcelArrived(Struct, frozen=True):
    """The carrier says that the goods have come to their buyer after all."""


class Escalate(Struct, frozen=True):
    by: Side


class Withdraw(Struct, frozen=True):
    by: Side


class Decide(Struct, frozen=True):
    """The operator's word; with `return_paid_by` the goods go back first."""

    buyer_gets: int
    return_paid_by: Side | None = None


class Wait(Struct, frozen=True):
    """Time passes."""


Command = (
    Offer
    | Accept
    | Reject
    | Message
    | ShipBack
    | ReturnArrived
    | ParcelArrived
    | Escalate
    | Withdraw
    | Decide
    | Wait
)
