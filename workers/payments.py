"""What does the payment provider know, and what shall it do?"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

import requests
import structlog
from google.protobuf.timestamp_pb2 import Timestamp

from protos import money_pb2
from workers.broker import job
from workers.clients.provider import Payment, ProviderBusy, ProviderRefused, RefundAccount
from workers.failures import OUT_OF_REACH, Final
from workers.reach import reach
from workers.services import ask

log = structlog.get_logger()

#: Questions that the provider is asked at a time, by one job.
_AT_ONCE = 8
#: What is answered within so long is handed over together.
_GATHER_SECONDS = 0.05
#: How all of the provider's payments for one of ours stand.
_Answer = money_pb2.RecordReadingsRequest

_STATUSES = {
    "ready": money_pb2.READING_STATUS_READY,
    "paid": money_pb2.READING_STATUS_PAID,
    "failed": money_pb2.READING_STATUS_FAILED,
    "cancelled": money_pb2.READING_STATUS_CANCELLED,
}


@job(queue_name="payments", max_retries=0)
def look_at_payments() -> None:
    """Has the provider asked about every payment that is due."""
    claim = reach().services.money.ClaimLooks
    while looks := ask(claim, money_pb2.ClaimLooksRequest()).items:
        with ThreadPoolExecutor(min(len(looks), _AT_ONCE)) as pool:
            _hand_over_as_answered({pool.submit(_asked, look): look for look in looks})


def _hand_over_as_answered(asked: Mapping["Future[_Answer]", money_pb2.Look]) -> None:
    """One that is slow holds nobody up; what has no answer becomes due again."""
    waiting = set(asked)
    while waiting:
        done, waiting = wait(waiting, timeout=_GATHER_SECONDS)
        for one in done:
            if error := one.exception():
                _note_silence(asked[one], error)
        answers = [one.result() for one in done if not one.exception()]
        if answers:
            request = money_pb2.RecordAnswersRequest(items=answers)
            ask(reach().services.money.RecordAnswers, request)


def _note_silence(look: money_pb2.Look, error: BaseException) -> None:
    is_known = isinstance(error, (Final, *OUT_OF_REACH))
    told = f"{type(error).__name__}: {error}"[:500]
    log.warning(
        "no answer", uid=look.merchant_uid, error=told, exc_info=None if is_known else error
    )


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
    ask(reach().services.money.RecordReadings, _answer(merchant_uid, payments))
    return payments


def _asked(look: money_pb2.Look) -> _Answer:
    payments = reach().provider(look.provider).payments_of(look.merchant_uid)
    return _answer(look.merchant_uid, payments)


def _answer(merchant_uid: str, payments: Sequence[Payment]) -> _Answer:
    readings = [reading_of(payment) for payment in payments]
    return money_pb2.RecordReadingsRequest(merchant_uid=merchant_uid, readings=readings)


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
