"""Which comparison with the provider should have been finished by now? Somebody is told."""

from datetime import datetime, timedelta

from grpc_services.facts import tells
from grpc_services.money.facts import ReconciliationMissed, ReconciliationUnfinished
from grpc_services.money.watchers import finance_admins
from models.money import Reconciliation

TOO_LONG = timedelta(hours=26)


def newest() -> Reconciliation | None:
    """This function will find the comparison that was finished last."""
    done = Reconciliation.select().where(Reconciliation.done_at.is_null(False))
    run: Reconciliation | None = done.order_by(Reconciliation.done_at.desc()).first()
    return run


def is_missed(last: Reconciliation, now: datetime) -> bool:
    """Whether another should have followed by now."""
    return bool((last.done_at or last.created_at) <= now - TOO_LONG)


def tell(*, now: datetime) -> None:
    """This function will have those told who look after money, once for each that is missed."""
    last = newest() or Reconciliation.select().order_by(Reconciliation.created_at).first()
    if last is not None and last.missed_at is None and is_missed(last, now):
        _tell_missed(last=last, now=now)
    unfinished = Reconciliation.select().where(
        Reconciliation.run_key.is_null(False),
        Reconciliation.done_at.is_null(),
        Reconciliation.missed_at.is_null(),
        Reconciliation.created_at <= now - TOO_LONG,
    )
    for run in list(unfinished):
        _tell_unfinished(run=run, now=now)


@tells(ReconciliationMissed)
def _tell_missed(*, last: Reconciliation, now: datetime) -> tuple[Reconciliation, list[int]]:
    last.missed_at = now
    last.save(only=[Reconciliation.missed_at])
    return last, finance_admins()


@tells(ReconciliationUnfinished)
def _tell_unfinished(*, run: Reconciliation, now: datetime) -> tuple[Reconciliation, list[int]]:
    run.missed_at = now
    run.save(only=[Reconciliation.missed_at])
    return run, finance_admins()
