"""Who hears of what happens to parcels?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears, of_order
from grpc_services.delivery.facts import InvoiceRefused
from grpc_services.trade.facts import OrderDelivered, OrderShipped


@hears(OrderShipped)
def it_is_on_its_way(order: OrderShipped) -> Iterator[Alarm]:
    yield of_order(order, order.buyer_id, AlarmKind.SHIPPED)


@hears(OrderDelivered)
def it_has_arrived(order: OrderDelivered) -> Iterator[Alarm]:
    yield of_order(order, order.buyer_id, AlarmKind.DELIVERED)
    yield of_order(order, order.seller_id, AlarmKind.DELIVERED, template="GOODS_DELIVERED")


@hears(InvoiceRefused)
def your_number_is_wrong(order: InvoiceRefused) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.DELIVERY_STALLED, template="INVOICE_REFUSED")
