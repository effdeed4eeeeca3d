"""Who hears of what happens to parcels?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears, of_order
from grpc_services.delivery.facts import (
    InvoiceRefused,
    InvoiceUnknown,
    LineClosed,
    NumbersUsedUp,
)
from grpc_services.korea import minute_of
from grpc_services.trade.facts import OrderDelivered, OrderShipped, OrderUnshipped, ParcelStalled


@hears(OrderShipped)
def it_is_on_its_way(order: OrderShipped) -> Iterator[Alarm]:
    yield of_order(order, order.buyer_id, AlarmKind.SHIPPED)


@hears(OrderDelivered)
def it_has_arrived(order: OrderDelivered) -> Iterator[Alarm]:
    yield of_order(order, order.buyer_id, AlarmKind.DELIVERED)
    yield of_order(order, order.seller_id, AlarmKind.DELIVERED, template="GOODS_DELIVERED")


@hears(OrderUnshipped)
def nobody_has_scanned_it(order: OrderUnshipped) -> Iterator[Alarm]:
    for member_id, template in ((order.seller_id, "NOT_SCANNED"), (order.buyer_id, "NOT_SENT")):
        yield of_order(
            order,
            member_id,
            AlarmKind.DELIVERY_STALLED,
            template=template,
            until=minute_of(order.due_at),
        )


@hears(ParcelStalled)
def it_does_not_move(order: ParcelStalled) -> Iterator[Alarm]:
    for member_id in (order.buyer_id, order.seller_id):
        yield of_order(order, member_id, AlarmKind.DELIVERY_STALLED)


@hears(InvoiceRefused)
def your_number_is_wrong(order: InvoiceRefused) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.DELIVERY_STALLED, template="INVOICE_REFUSED")


@hears(InvoiceUnknown)
def nobody_knows_your_number(order: InvoiceUnknown) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.DELIVERY_STALLED, template="INVOICE_UNKNOWN")


@hears(LineClosed)
def nobody_is_asked_about_parcels(line: LineClosed) -> Iterator[Alarm]:
    for member_id in line.admin_ids:
        values = {"because": line.because, "until": minute_of(line.until)}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="LINE_CLOSED")


@hears(NumbersUsedUp)
def no_new_number_is_asked_about(used: NumbersUsedUp) -> Iterator[Alarm]:
    for member_id in used.admin_ids:
        values = {"month": used.month}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="NUMBERS_USED_UP")
