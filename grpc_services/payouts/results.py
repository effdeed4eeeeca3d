"""What did the bank make of a run? Of each payout one result, however often it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic, tells
from grpc_services.money import ledger, movements
from grpc_services.payouts.facts import PayoutFailed, PayoutPaid
from grpc_services.payouts.runs import end_if_done, lock_run
from grpc_services.refusals import Conflict, NotFound
from models.payouts import Payout, PayoutRun


class PayoutNotFound(NotFound):
    """There is no such payout in the run."""


class PayoutRunNotSent(Conflict):
    """No bank was told of the run."""


class PayoutAmountDiffers(Conflict):
    """The bank tells of another amount than it was given."""


class PayoutResultContradicts(Conflict):
    """Something else is known of the payout already."""


@dataclass(frozen=True)
class Result:
    """That a payout was PAID, or has FAILED, and why."""

    payout_id: int
    state: str
    because: str = ""
    #: In won, if the bank tells it.
    amount: int | None = None


@atomic
def record_results(*, run_id: int, results: Sequence[Result], by: By, now: datetime) -> PayoutRun:
    """
    This function will note what became of payouts, all of them or none; what is known stays.

    :raises PayoutRunNotFound: if there is no such run
    :raises PayoutRunNotSent: if it was not sent
    :raises PayoutNotFound: if one of them is not in it
    :raises PayoutAmountDiffers: if of one another amount was transferred
    :raises PayoutResultContradicts: if of one something else was told, or it was held
    """
    run = lock_run(run_id)

    if run.state not in ("SENT", "DONE"):
        raise PayoutRunNotSent

    told = {"PAID": 0, "FAILED": 0}
    rows = _rows(run, results)
    for result in results:
        told[result.state] += _record(rows[result.payout_id], result, now)
    if any(told.values()):
        note(by, "RESULTS", target="PAYOUT_RUN", target_id=run_id, after=told, now=now)
        end_if_done(run, now=now)
    return run


def _rows(run: PayoutRun, results: Sequence[Result]) -> dict[int, Payout]:
    ids = {result.payout_id for result in results}
    rows = Payout.select().where(Payout.run == run, Payout.payout_id.in_(ids))
    found = {row.payout_id: row for row in rows}
    if missing := sorted(ids - found.keys()):
        raise PayoutNotFound(payout_id=missing[0])
    return found


def _record(payout: Payout, result: Result, now: datetime) -> bool:
    """Whether it is news."""
    if result.amount not in (None, payout.amount):
        raise PayoutAmountDiffers(
            payout_id=payout.payout_id, amount=payout.amount, told=result.amount
        )
    if payout.state == result.state:
        return False
    if payout.state != "SENT":
        raise PayoutResultContradicts(payout_id=payout.payout_id, state=payout.state)
    payout.state, payout.ended_at = result.state, now
    if result.state == "PAID":
        _arrive(payout, now)
    else:
        _fail(payout, result.because, now)
    return True


@tells(PayoutPaid)
def _arrive(payout: Payout, now: datetime) -> Payout:
    payout.save()
    ledger.record(movements.payout_arrived(payout), now=now)
    return payout


@tells(PayoutFailed)
def _fail(payout: Payout, because: str, now: datetime) -> Payout:
    payout.failed_because = because
    payout.save()
    ledger.record(movements.payout_failed(payout), now=now)
    return payout
