"""What does the payment provider know, and what shall it do?"""

import requests
from google.protobuf.timestamp_pb2 import Timestamp

from protos import money_pb2
from workers.broker import job
from workers.clients.provider import Payment, ProviderBusy, ProviderRefused, RefundAccount
from workers.reach import reach
from workers.services import ask

_STATUSES = {
    "ready": money_pb2.READING_STATUS_READY,
    "paid": money_pb2.READING_STATUS_PAID,
    "failed": money_pb2.READING_STATUS_FAILED,
    "cancelled": money_pb2.READING_STATUS_CANCELLED,
}


@job(queue_name="payments", max_retries=0)
def look_at_payments() -> None:
    """Has the provider asked about every payment that is due."""
    due = ask(reach().services.money.ClaimLooks, money_pb2.ClaimLooksRequest())
    for look in due.items:
        look_at_payment.send(look.merchant_uid, look.provider)


@job(queue_name="payments", max_retries=0)
def look_at_payment(merchant_uid: str, provider: str = "PORTONE") -> None:
    """Asks the provider about one payment; without an answer it becomes due again."""
    _look(merchant_uid, provider)


@job(queue_name="payments", max_retries=0)
def work_off_operations() -> None:
    """Has everything done at the provider that is due."""
    due = ask(reach().services.money.ClaimOperations, money_pb2.ClaimOperationsRequest())
    for operation in due.items:
        if operation.HasField("refund_id"):
            refund_payment.send(
                operation.operation_id, operation.refund_id, attempts=operation.attempts
            )
        else:
            wanted = operation.registration
            register_payment.send(
                operation.operation_id, wanted.merchant_uid, wanted.amount, wanted.provider
            )


@job(queue_name="payments", max_retries=0)
def register_payment(
    operation_id: int, merchant_uid: str, amount: int, provider: str = "PORTONE"
) -> None:
    """Has the provider take this amount, and no other, for a payment."""
    try:
        reach().provider(provider).prepare(merchant_uid=merchant_uid, amount=amount)
    except (requests.RequestException, ProviderRefused) as error:
        _note_failure(operation_id, error, is_final=_is_final(error))
    else:
        _note_success(operation_id)


@job(queue_name="payments", max_retries=0)
def refund_payment(operation_id: int, refund_id: int, attempts: int = 0) -> None:
    """Gives back what is left of a refund; the provider's own books say what that is."""
    left = _refund(refund_id).left
    try:
        _give_back(refund_id, key=f"{operation_id}-{attempts}")
    except requests.RequestException as error:
        _note_failure(operation_id, error, is_final=False)
    except ProviderRefused as error:
        # Somebody else may have given a part of it back meanwhile.
        refund = _refund(refund_id)
        _look(refund.merchant_uid, refund.provider)
        is_the_same = _refund(refund_id).left == left
        _note_failure(operation_id, error, is_final=is_the_same and _is_final(error))
    else:
        _note_success(operation_id)


def _give_back(refund_id: int, *, key: str) -> None:
    refund = _refund(refund_id)
    known = _look(refund.merchant_uid, refund.provider)
    payments = {payment.provider_uid: payment for payment in known}
    left = _refund(refund_id).left
    if left:
        if refund.provider_uid not in payments:
            raise ProviderRefused(f"{refund.provider_uid} is not known there")
        payment = payments[refund.provider_uid]
        reach().provider(refund.provider).cancel(
            payment,
            amount=left,
            reason=refund.reason,
            key=f"{refund.merchant_uid}-{key}",
            account=_account(refund),
        )
        _look(refund.merchant_uid, refund.provider)


def _account(refund: money_pb2.Refund) -> RefundAccount | None:
    if not refund.HasField("account"):
        return None
    account = refund.account
    return RefundAccount(account.bank_code, account.account_number, account.holder)


def _is_final(error: Exception) -> bool:
    return isinstance(error, ProviderRefused) and not isinstance(error, ProviderBusy)


def _note_success(operation_id: int) -> None:
    _note(operation_id, money_pb2.OPERATION_OUTCOME_DONE, "")


def _note_failure(operation_id: int, error: Exception, *, is_final: bool) -> None:
    outcome = (
        money_pb2.OPERATION_OUTCOME_REFUSED if is_final else money_pb2.OPERATION_OUTCOME_FAILED
    )
    _note(operation_id, outcome, f"{type(error).__name__}: {error}"[:500])


def _note(operation_id: int, outcome: money_pb2.OperationOutcome, error: str) -> None:
    request = money_pb2.RecordOperationRequest(
        operation_id=operation_id, outcome=outcome, error=error
    )
    ask(reach().services.money.RecordOperation, request)


def _refund(refund_id: int) -> money_pb2.Refund:
    request = money_pb2.GetRefundRequest(refund_id=refund_id)
    refund: money_pb2.Refund = ask(reach().services.money.GetRefund, request)
    return refund


def _look(merchant_uid: str, provider: str) -> list[Payment]:
    payments = reach().provider(provider).payments_of(merchant_uid)
    request = money_pb2.RecordReadingsRequest(
        merchant_uid=merchant_uid, readings=[reading_of(payment) for payment in payments]
    )
    ask(reach().services.money.RecordReadings, request)
    return payments


def reading_of(payment: Payment) -> money_pb2.Reading:
    return money_pb2.Reading(
        provider_uid=payment.provider_uid,
        status=_STATUSES[payment.status],
        paid=payment.paid,
        cancelled=payment.cancelled,
        currency=payment.currency,
        method=payment.method,
        transaction_id=payment.transaction_id,
        receipt_url=payment.receipt_url,
        paid_at=Timestamp(seconds=payment.paid_at) if payment.paid_at else None,
    )
