"""What comes of what the provider was to do?"""

from datetime import datetime, timedelta

from grpc_services.facts import atomic
from grpc_services.money import operations, payments
from grpc_services.money.operations import Operation


@atomic
def record_success(*, operation_id: int, first_pause: timedelta, now: datetime) -> None:
    """
    This function will note that the provider has done it; a second time changes nothing.

    :raises OperationNotFound: if there is none
    """
    operation = operations.lock_operation(operation_id=operation_id)
    if operation.state not in ("PENDING", "STUCK"):
        return

    operations.finish(operation, now=now)
    if operation.kind == Operation.REGISTER:
        payments.mark_registered(merchant_uid=operation.subject, first_pause=first_pause, now=now)


@atomic
def record_failure(*, operation_id: int, error: str, is_final: bool, now: datetime) -> None:
    """
    This function will note that the provider has not done it, and whether it ever may.

    :raises OperationNotFound: if there is none
    """
    operation = operations.lock_operation(operation_id=operation_id)
    if operation.state == "PENDING":
        operations.note_failure(operation, error=error, is_final=is_final, now=now)
