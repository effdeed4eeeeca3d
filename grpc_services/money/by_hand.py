"""What if somebody of ours ends what the provider was to do? What comes of it, of each kind."""

import json
from collections.abc import Callable
from datetime import datetime

from grpc_services.money import operations, refunds
from grpc_services.money.operations import Operation
from grpc_services.money.payments import lock_payment
from grpc_services.refusals import Conflict
from models.money import ProviderOperation, Refund


class OperationNotStuck(Conflict):
    """The operation goes on by itself, or has ended."""


def lock_stuck(*, operation_id: int) -> ProviderOperation:
    """
    This function will lock an operation, after the order and the payment that it is about.

    :raises OperationNotFound: if there is none
    :raises OperationNotStuck: if nobody need look at it
    """
    found = operations.operation(operation_id=operation_id)
    if found.kind == Operation.CANCEL:
        lock_payment(_refund(found).payment.merchant_uid)
    operation = operations.lock_operation(operation_id=operation_id)
    if operation.state != "STUCK":
        raise OperationNotStuck
    return operation


def mark_done(operation: ProviderOperation, *, now: datetime) -> None:
    """This function will count a locked operation as done by hand; who waited for it is told."""
    _settle(operation, refunds.give_by_hand, now)
    operations.end(operation, state="DONE", now=now)


def drop(operation: ProviderOperation, *, now: datetime) -> None:
    """This function will have a locked operation never done; its money is asked about."""
    _settle(operation, refunds.drop, now)
    operations.end(operation, state="DROPPED", now=now)


def _settle(operation: ProviderOperation, how: Callable[..., None], now: datetime) -> None:
    if operation.kind == Operation.CANCEL:
        refund = _refund(operation)
        if refund.left:
            how(row=refund, now=now)


def _refund(operation: ProviderOperation) -> Refund:
    return refunds.refund(refund_id=json.loads(operation.request)["refundId"])
