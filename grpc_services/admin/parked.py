"""What could not be told, and what becomes of it? Facts that dispatch has put aside."""

from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic
from grpc_services.pages import page, position
from grpc_services.refusals import NotFound
from models.dialect import locked
from models.outbox import NEW, PARKED, SENT, OutboxFact


class DeadLetterNotFound(NotFound):
    """There is no such letter among those that wait to be looked at."""


def dead_letters(*, limit: int, cursor: str) -> tuple[list[OutboxFact], str | None]:
    """
    This function will list the facts that were put aside, the oldest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = OutboxFact.select().where(OutboxFact.stage == PARKED).order_by(OutboxFact.fact_id)
    start = position(cursor)
    if start:
        rows = rows.where(OutboxFact.fact_id > start[0])
    return page(rows, limit, lambda row: (row.fact_id,))


@atomic
def retry_dead_letter(*, fact_id: int, by: By, now: datetime) -> None:
    """
    This function will have a fact told after all; who has heard of it hears nothing twice.

    :raises DeadLetterNotFound: if none such was put aside
    """
    _move(fact_id, NEW)
    note(by, "RETRY", target="FACT", target_id=fact_id, now=now)


@atomic
def drop_dead_letter(*, fact_id: int, by: By, now: datetime) -> None:
    """
    This function will leave a fact untold for good.

    :raises DeadLetterNotFound: if none such was put aside
    """
    fact = _move(fact_id, SENT)
    before = {"kind": fact.kind, "payload": fact.payload}
    note(by, "DROP", target="FACT", target_id=fact_id, before=before, now=now)


def _move(fact_id: int, stage: int) -> OutboxFact:
    parked = OutboxFact.select().where(OutboxFact.fact_id == fact_id, OutboxFact.stage == PARKED)
    fact = locked(parked).first()
    if fact is None:
        raise DeadLetterNotFound
    fact.stage = stage
    fact.save(only=[OutboxFact.stage])
    return fact
