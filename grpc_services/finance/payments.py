"""What is known of a payment? All that the provider said, and all that was to be done."""

from dataclasses import dataclass

from grpc_services.finance import operations
from grpc_services.money.comparing import booked
from grpc_services.money.payments import PaymentNotFound
from models.money import Payment, ProviderOperation, ProviderPayment, Refund


@dataclass(frozen=True)
class File:
    """A payment; each of the provider's comes with what is booked of it, in won."""

    payment: Payment
    readings: list[tuple[ProviderPayment, int]]
    refunds: list[Refund]
    operations: list[operations.File]


def file_of(*, merchant_uid: str) -> File:
    """:raises PaymentNotFound: if there is no such payment"""
    payment = Payment.get_or_none(Payment.merchant_uid == merchant_uid)
    if payment is None:
        raise PaymentNotFound
    said = ProviderPayment.select().where(ProviderPayment.payment == payment)
    readings = list(said.order_by(ProviderPayment.reading_id))
    kept = booked(readings)
    owed = Refund.select().where(Refund.payment == payment)
    refunds = list(owed.order_by(Refund.refund_id))
    return File(
        payment,
        [(row, kept.get(row.reading_id, 0)) for row in readings],
        refunds,
        operations.files_of(_operations(payment, refunds)),
    )


def _operations(payment: Payment, refunds: list[Refund]) -> list[ProviderOperation]:
    subjects = [payment.merchant_uid, *[f"refund:{row.refund_id}" for row in refunds]]
    rows = ProviderOperation.select().where(
        ProviderOperation.kind.in_(["REGISTER", "CANCEL"]),
        ProviderOperation.subject.in_(subjects),
    )
    return list(rows.order_by(ProviderOperation.operation_id))
