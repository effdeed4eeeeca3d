"""Who hears of what happens to money?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears, of_order
from grpc_services.money.facts import (
    ForeignMoneyCame,
    OperationStuck,
    OrderSettled,
    PaymentConfirmed,
    PaymentFailed,
    PaymentReversed,
    ReconciliationDiffers,
    ReconciliationMissed,
    ReconciliationUnfinished,
    Refunded,
    RefundOwed,
    SuspenseBooked,
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
    if refund.reason == "CASE":
        return
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


@hears(OrderSettled)
def you_were_credited(order: OrderSettled) -> Iterator[Alarm]:
    yield of_order(order, order.seller_id, AlarmKind.SETTLED)


@hears(PaymentReversed)
def your_payment_was_reversed(order: PaymentReversed) -> Iterator[Alarm]:
    for member_id in (order.buyer_id, order.seller_id):
        yield of_order(
            order,
            member_id,
            AlarmKind.PAYMENT_FAILED,
            template="PAYMENT_REVERSED",
            amount=order.amount,
        )


@hears(PaymentReversed)
def somebody_has_to_look_at_it(order: PaymentReversed) -> Iterator[Alarm]:
    for member_id in order.admin_ids:
        values = {"amount": order.amount, "order": str(order.order_id)}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="REVERSAL_SEEN")


@hears(ForeignMoneyCame)
def somebody_has_to_send_it_back(money: ForeignMoneyCame) -> Iterator[Alarm]:
    for member_id in money.admin_ids:
        values = {
            "amount": money.amount,
            "currency": money.currency,
            "payment": money.provider_uid,
            "order": str(money.order_id),
        }
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="FOREIGN_MONEY")


@hears(OperationStuck)
def somebody_has_to_do_it(stuck: OperationStuck) -> Iterator[Alarm]:
    for member_id in stuck.admin_ids:
        values = {"operation": stuck.operation, "error": stuck.error}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="OPERATION_STUCK")


@hears(SuspenseBooked)
def somebody_has_to_find_out_whose_it_is(booked: SuspenseBooked) -> Iterator[Alarm]:
    for member_id in booked.admin_ids:
        values = {"amount": booked.amount, "payment": booked.provider_uid}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="SUSPENSE_BOOKED")


@hears(ReconciliationDiffers)
def the_books_differ(run: ReconciliationDiffers) -> Iterator[Alarm]:
    for member_id in run.admin_ids:
        values = {"day": run.day, "differences": run.differences}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="BOOKS_DIFFER")


@hears(ReconciliationMissed)
def the_books_are_not_compared(run: ReconciliationMissed) -> Iterator[Alarm]:
    for member_id in run.admin_ids:
        values = {"day": run.day}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="BOOKS_UNCOMPARED")


@hears(ReconciliationUnfinished)
def a_day_cannot_be_compared(run: ReconciliationUnfinished) -> Iterator[Alarm]:
    for member_id in run.admin_ids:
        values = {"day": run.day}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="DAY_UNCOMPARED")
