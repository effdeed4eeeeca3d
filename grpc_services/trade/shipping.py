"""What if a parcel does not move? One that was never scanned was not sent; others are told of."""

from datetime import datetime, timedelta

from grpc_services.facts import tells
from grpc_services.korea import end_of_business_days
from grpc_services.trade import deadlines
from grpc_services.trade.facts import OrderUnshipped, ParcelStalled
from models.delivery import Parcel, Scan, UsedInvoice
from models.dialect import locked
from models.trade import Order, OrderEvent

#: Until it is tried again, while the carrier is being asked; ever longer when it is away.
_SOON = timedelta(seconds=5)
#: Without an answer for so long after its time, a parcel counts as not scanned.
_PATIENCE = timedelta(days=7)


def note_scan(order: Order, *, due_at: datetime, now: datetime) -> None:
    """This function will note a scan of a parcel; there has to be another by `due_at`."""
    deadlines.move_on(order, at=now, due_at=due_at)
    order.save()


def take_back(*, order: Order, now: datetime) -> None:
    """
    This function will have a locked order be to be shipped, once the carrier was asked again.

    Of a parcel that could never be asked about nobody knows whether it was sent: it stands still.
    """
    parcel = locked(Parcel.select().where(Parcel.order == order)).get()
    late = now - (order.scan_due_at or now)
    if _is_to_be_asked(parcel, order) and late < _PATIENCE:
        parcel.next_look_at = min(parcel.next_look_at or now, now)
        parcel.save(only=[Parcel.next_look_at])
        order.act_at = now + max(_SOON, late / 4)
    elif parcel.counted_in is None:
        tell_stalled(order=order, now=now)
    else:
        _unship(order=order, parcel=parcel, now=now)


def _is_to_be_asked(parcel: Parcel, order: Order) -> bool:
    is_answered = parcel.seen_at is not None and parcel.seen_at >= order.scan_due_at
    return not is_answered and parcel.refused_at is None


@tells(OrderUnshipped)
def _unship(*, order: Order, parcel: Parcel, now: datetime) -> Order:
    Scan.delete().where(Scan.order_id == order.order_id).execute()
    UsedInvoice.delete().where(UsedInvoice.order_id == order.order_id).execute()
    parcel.delete_instance()
    OrderEvent.delete().where(OrderEvent.order == order, OrderEvent.state == "SHIPPED").execute()

    if order.unshipped_at is None:
        # Once; who names numbers that nobody scans again and again would keep the money for ever.
        tomorrow = end_of_business_days(now, 1)
        order.ship_due_at = max(order.ship_due_at or tomorrow, tomorrow)
    order.state, order.packed_at, order.scan_due_at = "PAID", None, None
    order.unshipped_at = now
    deadlines.plan_next(order, after=now)
    order.save()
    return order


@tells(ParcelStalled)
def tell_stalled(*, order: Order, now: datetime) -> Order:
    """This function will have both sides hear that a parcel does not move, once until it does."""
    deadlines.stand_still(order, at=now)
    order.save(only=[Order.scan_due_at, Order.lost_at, Order.act, Order.act_at])
    return order
