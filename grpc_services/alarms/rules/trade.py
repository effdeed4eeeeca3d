"""Who hears of what happens to orders?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears, of_order
from grpc_services.trade.facts import OrderConfirmed, OrderLapsed, OrderOpened, OrderReserved


@hears(OrderReserved)
def it_is_kept_for_you(order: OrderReserved) -> Iterator[Alarm]:
    yield of_order(
        order, order.buyer_id, AlarmKind.PAYMENT_DUE, total=order.total, minutes=order.minutes
    )


@hears(OrderLapsed)
def you_did_not_pay_in_time(order: OrderLapsed) -> Iterator[Alarm]:
    yield of_order(order, order.buyer_id, AlarmKind.PAYMENT_FAILED, template="RESERVATION_LAPSED")


@hears(OrderOpened)
def you_won(order: OrderOpened) -> Iterator[Alarm]:
    # Not of AuctionWon: who hears that they have won finds the order to pay.
    yield of_order(order, order.buyer_id, AlarmKind.AUCTION_WON, price=order.price)


@hears(OrderOpened)
def your_goods_were_won(order: OrderOpened) -> Iterator[Alarm]:
    yield of_order(
        order, order.seller_id, AlarmKind.AUCTION_WON, template="GOODS_WON", price=order.price
    )


@hears(OrderConfirmed)
def the_buyer_is_content(order: OrderConfirmed) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.ORDER_CONFIRMED)
