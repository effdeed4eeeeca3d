"""Who hears of what happens to orders?"""

from collections.abc import Iterator
from datetime import timedelta

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears, of_order
from grpc_services.korea import day_of
from grpc_services.trade.facts import (
    ConfirmationStillDue,
    ExtensionAccepted,
    ExtensionAsked,
    OrderCalledOff,
    OrderConfirmed,
    OrderLapsed,
    OrderOpened,
    OrderReserved,
    OrderUnpaid,
    PaymentStillDue,
    ShipmentStillDue,
    StrikeGiven,
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


@hears(OrderConfirmed)
def the_buyer_is_content(order: OrderConfirmed) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.ORDER_CONFIRMED)


@hears(PaymentStillDue)
def you_have_not_paid_yet(order: PaymentStillDue) -> Iterator[Alarm]:
    yield of_order(
        order,
        order.buyer_id,
        AlarmKind.PAYMENT_DUE,
        template="PAYMENT_STILL_DUE",
        total=order.total,
        hours=order.hours,
    )


@hears(ShipmentStillDue)
def you_have_not_shipped_yet(order: ShipmentStillDue) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.SHIP_DUE)


@hears(ExtensionAsked)
def the_seller_needs_more_time(order: ExtensionAsked) -> Iterator[Alarm]:
    yield of_order(
        order, order.buyer_id, AlarmKind.SHIP_DUE, template="EXTENSION_ASKED", days=order.days
    )


@hears(ExtensionAccepted)
def you_have_more_time(order: ExtensionAccepted) -> Iterator[Alarm]:
    # A deadline is the first moment of a day: the last day is the one before.
    last = day_of(order.due_at) - timedelta(days=1)
    yield of_order(
        order,
        order.seller_id,
        AlarmKind.SHIP_DUE,
        template="EXTENSION_ACCEPTED",
        day=last.isoformat(),
    )


@hears(ConfirmationStillDue)
def say_whether_all_is_well(order: ConfirmationStillDue) -> Iterator[Alarm]:
    yield of_order(order, order.buyer_id, AlarmKind.CONFIRM_DUE)


@hears(OrderUnpaid)
def nobody_paid(order: OrderUnpaid) -> Iterator[Alarm]:
    for member_id, template in ((order.buyer_id, "WIN_UNPAID"), (order.seller_id, "SALE_UNPAID")):
        yield of_order(order, member_id, AlarmKind.PAYMENT_FAILED, template=template)


@hears(OrderCalledOff)
def it_was_called_off(order: OrderCalledOff) -> Iterator[Alarm]:
    template = f"CALLED_OFF_BY_{order.because}"
    for member_id in (order.buyer_id, order.seller_id):
        yield of_order(order, member_id, AlarmKind.REFUNDED, template=template, total=order.total)


@hears(StrikeGiven)
def you_let_somebody_down(strike: StrikeGiven) -> Iterator[Alarm]:
    template = f"STRIKE_{strike.reason}"
    yield of_order(strike, strike.member_id, AlarmKind.STRIKE, template=template)
