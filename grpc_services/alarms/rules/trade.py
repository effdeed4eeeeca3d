"""Who hears of what happens to orders and their money?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears, of_order
from grpc_services.trade.facts import (
    OrderConfirmed,
    OrderLapsed,
    OrderOpened,
    OrderReserved,
    OrderSettled,
    PaymentConfirmed,
    PaymentFailed,
    Refunded,
    RefundOwed,
)


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


@hears(PaymentConfirmed)
def it_is_paid(order: PaymentConfirmed) -> Iterator[Alarm]:
    for member_id in (order.buyer_id, order.seller_id):
        yield of_order(order, member_id, AlarmKind.PAYMENT_COMPLETED, total=order.total)


@hears(PaymentFailed)
def your_payment_failed(order: PaymentFailed) -> Iterator[Alarm]:
    yield of_order(order, order.buyer_id, AlarmKind.PAYMENT_FAILED)


@hears(RefundOwed)
def your_payment_was_refused(refund: RefundOwed) -> Iterator[Alarm]:
    yield of_order(
        refund,
        refund.buyer_id,
        AlarmKind.PAYMENT_FAILED,
        template="PAYMENT_REFUSED",
        amount=refund.amount,
    )


@hears(Refunded)
def you_were_refunded(refund: Refunded) -> Iterator[Alarm]:
    yield of_order(refund, refund.buyer_id, AlarmKind.REFUNDED, amount=refund.amount)


@hears(OrderConfirmed)
def the_buyer_is_content(order: OrderConfirmed) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.ORDER_CONFIRMED)


@hears(OrderSettled)
def you_were_credited(order: OrderSettled) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.SETTLED)
