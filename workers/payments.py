"""What does the payment provider know? Payments are registered, verified, found, refunded."""

import structlog
from google.protobuf.timestamp_pb2 import Timestamp

from protos import trade_pb2
from workers.broker import job
from workers.clients.portone import Payment
from workers.reach import reach
from workers.services import ask

log = structlog.get_logger()

_STATUSES = {
    "ready": trade_pb2.RECEIPT_STATUS_READY,
    "paid": trade_pb2.RECEIPT_STATUS_PAID,
    "failed": trade_pb2.RECEIPT_STATUS_FAILED,
    "cancelled": trade_pb2.RECEIPT_STATUS_CANCELLED,
}


@job(queue_name="payments", max_retries=15, min_backoff=300, max_backoff=60_000)
def register_payment(merchant_uid: str, amount: int) -> None:
    """Has the provider take this amount, and no other, for a payment."""
    reach().portone.prepare(merchant_uid=merchant_uid, amount=amount)
    ask(
        reach().services.trade.RecordRegistration,
        trade_pb2.RecordRegistrationRequest(merchant_uid=merchant_uid),
    )


@job(queue_name="payments", max_retries=15, min_backoff=300, max_backoff=60_000)
def verify_payment(merchant_uid: str, imp_uid: str) -> None:
    """Asks the provider about a payment that somebody says was made."""
    payment = reach().portone.payment(imp_uid)
    if payment is None:
        log.warning("the provider knows no such payment", imp_uid=imp_uid)
        return
    if payment.merchant_uid != merchant_uid:
        log.warning("reported for another payment", imp_uid=imp_uid, merchant_uid=merchant_uid)
        return
    _record(payment)


@job(queue_name="payments", max_retries=3, min_backoff=300, max_backoff=60_000)
def find_payment(merchant_uid: str) -> None:
    """Asks the provider whether a payment was made without a word to us."""
    for payment in reach().portone.payments_of(merchant_uid):
        _record(payment)


@job(queue_name="payments", max_retries=15, min_backoff=300, max_backoff=60_000)
def refund_payment(refund_id: int) -> None:
    """Gives money back; the balance we expect makes a second time harmless."""
    refund = ask(reach().services.trade.GetRefund, trade_pb2.GetRefundRequest(refund_id=refund_id))
    if not refund.done:
        reach().portone.cancel(imp_uid=refund.imp_uid, amount=refund.amount, reason=refund.reason)
    ask(reach().services.trade.RecordRefund, trade_pb2.RecordRefundRequest(refund_id=refund_id))


def _record(payment: Payment) -> None:
    ask(
        reach().services.trade.RecordReceipt,
        trade_pb2.RecordReceiptRequest(
            merchant_uid=payment.merchant_uid,
            imp_uid=payment.imp_uid,
            status=_STATUSES[payment.status],
            amount=payment.amount,
            paid_at=Timestamp(seconds=payment.paid_at) if payment.paid_at else None,
            fail_reason=payment.fail_reason,
        ),
    )
