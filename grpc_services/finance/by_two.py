"""What becomes of what got stuck with the provider? One admin may retry it, two may end it."""

import enum
from collections.abc import Callable
from datetime import datetime
from typing import Any

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic, tells
from grpc_services.finance.facts import EndProposed
from grpc_services.money import by_hand, operations
from grpc_services.money.watchers import finance_admins
from grpc_services.refusals import Conflict
from models.money import ProviderOperation


class Decision(enum.StrEnum):
    """How an operation is ended without the provider."""

    #: By hand, as by a transfer from our bank.
    DONE = "DONE"
    #: Nobody will do it.
    DROP = "DROP"


class SecondAdminNeeded(Conflict):
    """Somebody else has to agree with what you have proposed."""


_CARRY_OUT: dict[Decision, Callable[..., None]] = {
    Decision.DONE: by_hand.mark_done,
    Decision.DROP: by_hand.drop,
}


@atomic
def retry(*, operation_id: int, by: By, now: datetime) -> ProviderOperation:
    """
    This function will have the provider asked again; what was proposed counts no more.

    :raises OperationNotFound: if there is none
    :raises OperationNotStuck: if nobody need look at it
    """
    operation = by_hand.lock_stuck(operation_id=operation_id)

    _note(by, "RETRY", operation, now)
    return operations.begin_again(operation, now=now)


@atomic
def decide(
    *, operation_id: int, decision: Decision, evidence: str, by: By, now: datetime
) -> ProviderOperation:
    """
    This function will end what is stuck, if another admin has proposed just that; else propose it.

    A proposal takes the place of another one, whoever's that was; all others are told of it.

    :raises OperationNotFound: if there is none
    :raises OperationNotStuck: if nobody need look at it
    :raises SecondAdminNeeded: if it was oneself who proposed it
    """
    operation = by_hand.lock_stuck(operation_id=operation_id)
    if operation.proposed != decision:
        proposed, _ = _propose(operation, decision, evidence, by, now)
        return proposed
    if operation.proposed_by == by.operator_id:
        raise SecondAdminNeeded

    _note(by, str(decision), operation, now)
    _CARRY_OUT[decision](operation, now=now)
    return operation


@tells(EndProposed)
def _propose(
    operation: ProviderOperation, decision: Decision, evidence: str, by: By, now: datetime
) -> tuple[ProviderOperation, list[int]]:
    _note(by, f"PROPOSE_{decision}", operation, now, evidence=evidence)
    operation.proposed = str(decision)
    operation.proposed_by = by.operator_id
    operation.proposed_because = by.reason
    operation.evidence = evidence
    operation.save()
    return operation, [admin for admin in finance_admins() if admin != by.operator_id]


def _note(by: By, act: str, operation: ProviderOperation, now: datetime, **after: Any) -> None:
    note(
        by,
        act,
        target="OPERATION",
        target_id=operation.operation_id,
        before={
            "operation": f"{operation.kind} {operation.subject}",
            "error": operation.last_error,
            "proposed": operation.proposed,
            "proposedBy": operation.proposed_by,
            "evidence": operation.evidence,
        },
        after=after,
        now=now,
    )
