"""Where is a parcel? What the seller says of it, and what the carrier says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services.delivery.asking import note_answer
from grpc_services.delivery.carriers import CARRIERS, require_trackable
from grpc_services.delivery.facts import InvoiceRefused, ParcelHanded
from grpc_services.facts import atomic, tells
from grpc_services.refusals import Conflict, NotFound
from grpc_services.trade import orders, shipping
from grpc_services.trade.views import order_view
from models.delivery import Parcel, Scan, UsedInvoice
from models.dialect import insert_once
from models.trade import Order, OrderEvent

DELIVERED = 6
#: By so much, carriers' and ours.
CLOCKS_DIFFER = timedelta(minutes=2)


class AlreadyScanned(Conflict):
    """The carrier has scanned the parcel; its number cannot be changed any more."""


class InvoiceUsed(Conflict):
    """The number is another order's."""


class NotShipped(NotFound):
    """The order has no parcel yet."""


@dataclass(frozen=True)
class Step:
    at: datetime
    place: str
    kind: str
    level: int


@dataclass(frozen=True)
class Look:
    """What a carrier says of a parcel now."""

    carrier: str
    invoice: str
    level: int
    steps: Sequence[Step]


@atomic
def hand_to_carrier(
    *, member_id: int, order_id: int, carrier: str, invoice: str, now: datetime
) -> None:
    """
    This function will note that a seller's parcel is with a carrier, or correct its number.

    :raises OrderNotFound: if the member has not sold it
    :raises UnknownCarrier, InvoiceInvalid: if the number cannot be tracked
    :raises InvoiceUsed: if it is the number of another order's parcel
    :raises OrderNotPaid: if nothing is to be sent
    :raises AlreadyScanned: if it was scanned under the number given before
    """
    order = orders.lock_order(order_id, seller_id=member_id)
    require_trackable(carrier=carrier, invoice=invoice)

    parcel = Parcel.get_or_none(Parcel.order == order_id)
    if parcel is None:
        orders.ship(order=order, now=now)
        _use_number(order_id, carrier, invoice)
        start_watching(order=order, carrier=carrier, invoice=invoice, now=now)
    elif (parcel.carrier, parcel.invoice) != (carrier, invoice):
        correct_number(parcel=parcel, carrier=carrier, invoice=invoice, now=now)


def _use_number(order_id: int, carrier: str, invoice: str) -> None:
    """:raises InvoiceUsed: if it is another order's"""
    number = {"carrier": carrier, "invoice": invoice}
    insert_once(UsedInvoice, [number | {"order_id": order_id}])
    if UsedInvoice.get(**number).order_id != order_id:
        raise InvoiceUsed


def use_number_once(*, order_id: int, carrier: str, invoice: str) -> None:
    """
    This function will keep the number of another parcel of an order, as one that goes back.

    :raises InvoiceUsed: if any parcel had it before
    """
    number = {"carrier": carrier, "invoice": invoice}
    if UsedInvoice.get_or_none(**number) is not None:
        raise InvoiceUsed
    _use_number(order_id, carrier, invoice)


def _free_number(parcel: Parcel) -> None:
    UsedInvoice.delete().where(
        UsedInvoice.carrier == parcel.carrier,
        UsedInvoice.invoice == parcel.invoice,
        UsedInvoice.order_id == parcel.order_id,
    ).execute()


@tells(ParcelHanded)
def start_watching(*, order: Order, carrier: str, invoice: str, now: datetime) -> Parcel:
    """This function will have a parcel looked after from now on."""
    return Parcel.create(
        order=order,
        carrier=carrier,
        carrier_name=CARRIERS[carrier],
        invoice=invoice,
        level=0,
        shipped_at=now,
        next_look_at=now,
    )


@tells(ParcelHanded)
def correct_number(*, parcel: Parcel, carrier: str, invoice: str, now: datetime) -> Parcel:
    """
    This function will have another number be looked after; the one before is free again.

    :raises AlreadyScanned: if the carrier has had it in hand
    :raises InvoiceUsed: if it is the number of another order's parcel
    """
    if parcel.level > 0:
        raise AlreadyScanned

    _free_number(parcel)
    _use_number(parcel.order_id, carrier, invoice)
    parcel.refused_at = parcel.doubted_at = parcel.counted_in = None
    parcel.carrier = carrier
    parcel.carrier_name = CARRIERS[carrier]
    parcel.invoice = invoice
    parcel.next_look_at = now
    parcel.save()
    return parcel


def tracking(*, member_id: int, order_id: int) -> tuple[Parcel, list[Scan]]:
    """
    This function will tell buyer and seller where the parcel is.

    :raises OrderNotFound: if the member has neither bought nor sold it
    :raises NotShipped: if it has not been sent
    """
    order_view(member_id=member_id, order_id=order_id)
    parcel = Parcel.get_or_none(Parcel.order == order_id)
    if parcel is None:
        raise NotShipped
    scans = Scan.select().where(Scan.order_id == order_id).order_by(Scan.position)
    return parcel, list(scans)


@atomic
def record_look(*, order_id: int, look: Look, stalls_after: timedelta, now: datetime) -> None:
    """
    This function will keep what a carrier says; a second time changes nothing.

    Without anything new for `stalls_after` both sides will be told.

    :raises OrderNotFound: if there is no such order
    :raises NotShipped: if it has no parcel
    """
    order = orders.lock_order(order_id)
    parcel = Parcel.get_or_none(Parcel.order == order_id)

    if parcel is None:
        raise NotShipped

    note_answer()
    if (parcel.carrier, parcel.invoice) != (look.carrier, look.invoice):
        return
    if _is_of_another_parcel(order, look):
        refuse_number(order=order, parcel=parcel, now=now)
    else:
        _follow(order, parcel, look, stalls_after, now)


def _follow(
    order: Order, parcel: Parcel, look: Look, stalls_after: timedelta, now: datetime
) -> None:
    has_news = _keep_steps(order.order_id, look, now)
    has_arrived = _keep_level(parcel, look, now)
    if has_news and order.state == "SHIPPED":
        shipping.note_scan(order, due_at=now + stalls_after, now=now)
    if has_arrived and order.state == "SHIPPED":
        orders.deliver(order=order, now=now)


def _keep_level(parcel: Parcel, look: Look, now: datetime) -> bool:
    """Says whether it has arrived since; what has once arrived stays so."""
    has_arrived = look.level >= DELIVERED and parcel.delivered_at is None
    if has_arrived:
        parcel.delivered_at = max((step.at for step in look.steps), default=now)
        parcel.next_look_at = None
    parcel.level = look.level if parcel.delivered_at is None else DELIVERED
    parcel.seen_at = now
    parcel.save()
    return has_arrived


def _is_of_another_parcel(order: Order, look: Look) -> bool:
    """What a carrier had in hand before the order was paid was not sent for it."""
    paid = OrderEvent.get_or_none(OrderEvent.order == order, OrderEvent.state == "PAID")
    return paid is not None and any(step.at < paid.at - CLOCKS_DIFFER for step in look.steps)


@tells(InvoiceRefused)
def refuse_number(*, order: Order, parcel: Parcel, now: datetime) -> Order:
    """This function will go no more by a number, until its seller has corrected it."""
    parcel.refused_at = now
    parcel.next_look_at = None
    parcel.save(only=[Parcel.refused_at, Parcel.next_look_at])
    return order


def _keep_steps(order_id: int, look: Look, now: datetime) -> bool:
    """
    What the carrier lists now replaces what it listed; of each step stays when we saw it.

    Says whether one of them is new.
    """
    known = Scan.select().where(Scan.order_id == order_id)
    seen = {(scan.at, scan.place, scan.kind, scan.level): scan.first_seen_at for scan in known}
    Scan.delete().where(Scan.order_id == order_id).execute()
    for position, step in enumerate(look.steps):
        told = at, place, kind, level = _told(step)
        Scan.create(
            order_id=order_id,
            position=position,
            at=at,
            place=place,
            kind=kind,
            level=level,
            first_seen_at=seen.get(told, now),
        )
    return any(_told(step) not in seen for step in look.steps)


def _told(step: Step) -> tuple[datetime, str, str, int]:
    return step.at, step.place[:100], step.kind[:100], step.level
