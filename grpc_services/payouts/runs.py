"""How far is a run? Drawn up by one admin, approved by another, then sent; or dropped."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import peewee

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic, tells
from grpc_services.finance.by_two import SecondAdminNeeded
from grpc_services.money.watchers import finance_admins
from grpc_services.payouts import collecting, sending
from grpc_services.payouts.facts import PayoutsDrawnUp
from grpc_services.refusals import Conflict, NotFound
from models.dialect import locked
from models.payouts import Payout, PayoutRun

#: What waits for an admin so long is brought to mind.
_PATIENCE = timedelta(days=1)
#: Banks pay the same day, or the next business day.
_BANK_PATIENCE = timedelta(days=4)
#: After a run, somebody is asked for the next.
REST = timedelta(days=7)


class PayoutRunNotFound(NotFound):
    """There is no such run of payouts."""


class PayoutRunOpen(Conflict):
    """Another run is to be sent or dropped first."""


class NothingToPayOut(Conflict):
    """Nobody is owed as much as is paid out."""


class PayoutRunNotDraft(Conflict):
    """The run is approved, sent or dropped."""


class PayoutRunNotApproved(Conflict):
    """The run is not approved, or was dropped."""


class PayoutRunSent(Conflict):
    """The run was sent."""


@tells(PayoutsDrawnUp)
def draw_up(
    *, minimum: int, released: Collection[int], by: By, now: datetime
) -> tuple[PayoutRun, list[int]]:
    """
    This function will draw up what sellers are to be paid, each into a copy of their account.

    Who is held is in it too, unless their number is among the `released`.

    :raises PayoutRunOpen: if there is one that was neither sent nor dropped
    :raises NothingToPayOut: if nobody is owed so much
    """
    run = _begin(by, now)
    payouts = collecting.collected(minimum=minimum, released=released, run_id=run.run_id)

    if not payouts:
        raise NothingToPayOut

    Payout.bulk_create(payouts, batch_size=200)
    total = sum(payout.amount for payout in payouts if payout.state == "DRAFT")
    _note(by, "DRAW_UP", run, now, amount=total, released=sorted(released))
    return run, [admin for admin in finance_admins() if admin != by.operator_id]


def _begin(by: By, now: datetime) -> PayoutRun:
    try:
        return PayoutRun.create(
            state="DRAFT",
            is_open=True,
            drawn_up_by=by.operator_id,
            created_at=now,
            remind_at=now + _PATIENCE,
        )
    except peewee.IntegrityError:
        raise PayoutRunOpen from None


@atomic
def approve(*, run_id: int, by: By, now: datetime) -> PayoutRun:
    """
    This function will have a run be sent; who is held in it is told.

    :raises PayoutRunNotFound: if there is none
    :raises PayoutRunNotDraft: if it is approved, sent or dropped
    :raises SecondAdminNeeded: if it was oneself who has drawn it up
    """
    run = lock_run(run_id)

    if run.state != "DRAFT":
        raise PayoutRunNotDraft
    if run.drawn_up_by == by.operator_id:
        raise SecondAdminNeeded

    run.state, run.approved_by, run.approved_at = "APPROVED", by.operator_id, now
    run.remind_at = now + _PATIENCE
    run.save()
    _note(by, "APPROVE", run, now)
    for payout in payouts_in(run, "HELD"):
        sending.tell_held(payout)
    return run


@atomic
def drop(*, run_id: int, by: By, now: datetime) -> PayoutRun:
    """
    This function will have a run never be sent, so that another can be drawn up.

    :raises PayoutRunNotFound: if there is none
    :raises PayoutRunSent: if it was sent
    """
    run = lock_run(run_id)

    if run.state not in ("DRAFT", "APPROVED"):
        raise PayoutRunSent

    run.state, run.is_open, run.ended_at = "DROPPED", None, now
    run.remind_at = now + _PATIENCE
    run.save()
    Payout.update(state="DROPPED").where(Payout.run == run).execute()
    _note(by, "DROP", run, now)
    return run


@atomic
def hand_out(*, run_id: int, by: By, now: datetime) -> PayoutRun:
    """
    This function will count an approved run as sent: its file leaves our hands.

    A second time it changes nothing, and the file is the same.

    :raises PayoutRunNotFound: if there is none
    :raises PayoutRunNotApproved: if nobody has approved it, or it was dropped
    """
    run = lock_run(run_id)

    if run.state in ("DRAFT", "DROPPED"):
        raise PayoutRunNotApproved

    _note(by, "EXPORT", run, now)
    if run.state == "APPROVED":
        run.state, run.is_open, run.sent_at = "SENT", None, now
        run.remind_at = now + _BANK_PATIENCE
        sending.send_all(list(payouts_in(run, "DRAFT")), now=now)
        end_if_done(run, now=now)
    return run


def end_if_done(run: PayoutRun, *, now: datetime) -> None:
    """This function will note that it is known of each payout of a locked run what came of it."""
    if not payouts_in(run, "SENT").exists():
        run.state, run.ended_at = "DONE", run.ended_at or now
        run.remind_at = now + REST
    run.save()


def payouts_in(run: PayoutRun, state: str) -> Any:
    query = Payout.select().where(Payout.run == run, Payout.state == state)
    return query.order_by(Payout.payout_id)


def lock_run(run_id: int) -> PayoutRun:
    """:raises PayoutRunNotFound: if there is none"""
    run = locked(PayoutRun.select().where(PayoutRun.run_id == run_id)).first()
    if run is None:
        raise PayoutRunNotFound
    return run


def _note(by: By, act: str, run: PayoutRun, now: datetime, **after: Any) -> None:
    note(by, act, target="PAYOUT_RUN", target_id=run.run_id, after=after, now=now)
