"""What shall the provider do for us? Each once, until it is done or somebody has looked."""

import enum
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from grpc_services.facts import atomic, tells
from grpc_services.money.facts import OperationStuck, OperationWanted
from grpc_services.money.failing import fail_unregistered
from grpc_services.money.watchers import finance_admins
from grpc_services.refusals import NotFound
from models.dialect import add_rows, locked, save_rows
from models.money import ProviderOperation

#: Tries, the last three days after the first, after which somebody has to look: a provider may be
#: away for a day.
_TRIES = 26
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(hours=4)
#: Longer than any try lasts; who has not said anything by then has died.
_LEASE = timedelta(minutes=2)
#: In one answer; what is left is due still.
_MOST = 50


class OperationNotFound(NotFound):
    """There is no such operation."""


class Operation(enum.StrEnum):
    """What a provider can do."""

    #: Take this amount, and no other, for a payment; the subject is our own number of it.
    REGISTER = "REGISTER"
    #: Give money back; the subject is the refund.
    CANCEL = "CANCEL"


@tells(OperationWanted)
def want(
    *, kind: Operation, wanted: Mapping[str, Mapping[str, Any]], now: datetime
) -> list[ProviderOperation]:
    """
    This function will have the provider do something, as part of the rule that wants it.

    `wanted` has a request for each subject.

    :raises IntegrityError: if one of them was wanted before
    """
    rows = [
        ProviderOperation(
            kind=str(kind),
            subject=subject,
            request=json.dumps(request),
            state="PENDING",
            attempts=0,
            next_try_at=now,
            last_error="",
            created_at=now,
        )
        for subject, request in wanted.items()
    ]
    add_rows(rows)
    return rows


def hurry(*, kind: Operation, subject: str, now: datetime) -> None:
    """This function will have it tried now that somebody waits for it, unless it is being tried."""
    ProviderOperation.update(next_try_at=now).where(
        ProviderOperation.kind == str(kind),
        ProviderOperation.subject == subject,
        ProviderOperation.next_try_at > now + _LEASE,
    ).execute()


@atomic
def claim_operations(*, now: datetime) -> list[ProviderOperation]:
    """
    This function will name what is to be tried now; nobody else is told of it meanwhile.

    What was tried too often without any word of how it went gets stuck as well.
    """
    due = ProviderOperation.select().where(ProviderOperation.next_try_at <= now)
    in_turn = due.order_by(ProviderOperation.next_try_at).limit(_MOST)
    claimed = [one for one in locked(in_turn, skip_locked=True) if _claim(one, now)]
    save_rows(claimed)
    return claimed


def _claim(operation: ProviderOperation, now: datetime) -> bool:
    if operation.attempts >= _TRIES:
        operation.last_error = operation.last_error or "no word of how it went"
        _get_stuck(operation)
        return False
    operation.attempts += 1
    operation.next_try_at = now + _LEASE
    return True


def operation_of(*, kind: Operation, subject: str) -> ProviderOperation:
    """:raises OperationNotFound: if it was never wanted"""
    operation = ProviderOperation.get_or_none(
        ProviderOperation.kind == str(kind), ProviderOperation.subject == subject
    )
    if operation is None:
        raise OperationNotFound
    return operation


def operation(*, operation_id: int) -> ProviderOperation:
    """:raises OperationNotFound: if there is none"""
    found = ProviderOperation.get_or_none(ProviderOperation.operation_id == operation_id)
    if found is None:
        raise OperationNotFound
    return found


def lock_operation(*, operation_id: int) -> ProviderOperation:
    """:raises OperationNotFound: if there is none"""
    query = ProviderOperation.select().where(ProviderOperation.operation_id == operation_id)
    operation = locked(query).first()
    if operation is None:
        raise OperationNotFound
    return operation


def finish(operation: ProviderOperation, *, now: datetime) -> None:
    """This function will note that the provider has done it."""
    operation.state, operation.next_try_at, operation.done_at = "DONE", None, now
    operation.save()


def note_failure(
    operation: ProviderOperation, *, error: str, is_final: bool, now: datetime
) -> None:
    """This function will have it tried again, later each time, unless that cannot help."""
    operation.last_error = error[:500]
    if is_final or operation.attempts >= _TRIES:
        _get_stuck(operation)
        return
    operation.next_try_at = now + min(_FIRST_PAUSE * 3 ** (operation.attempts - 1), _LONGEST_PAUSE)
    operation.save()


def _get_stuck(operation: ProviderOperation) -> None:
    _leave_stuck(operation)
    if operation.kind == Operation.REGISTER:
        fail_unregistered(merchant_uid=operation.subject)


@tells(OperationStuck)
def _leave_stuck(operation: ProviderOperation) -> tuple[ProviderOperation, list[int]]:
    operation.state, operation.next_try_at = "STUCK", None
    operation.save()
    return operation, finance_admins()


@tells(OperationWanted)
def begin_again(operation: ProviderOperation, *, now: datetime) -> ProviderOperation:
    """This function will have a stuck operation tried as if it never had been."""
    operation.state, operation.attempts, operation.next_try_at = "PENDING", 0, now
    operation.proposed = operation.proposed_by = operation.proposed_because = None
    operation.evidence = None
    operation.save()
    return operation


def end(operation: ProviderOperation, *, state: str, now: datetime) -> None:
    """This function will note that somebody has ended what was stuck: DONE or DROPPED."""
    operation.state, operation.done_at = state, now
    operation.save(only=[ProviderOperation.state, ProviderOperation.done_at])


def end_if_stuck(*, kind: Operation, subject: str, now: datetime) -> None:
    """This function will note that there is nothing left to do of what was stuck."""
    ProviderOperation.update(state="DONE", done_at=now).where(
        ProviderOperation.kind == str(kind),
        ProviderOperation.subject == subject,
        ProviderOperation.state == "STUCK",
    ).execute()
