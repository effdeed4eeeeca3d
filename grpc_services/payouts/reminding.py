"""What of payouts waits for somebody? Runs that do not go on, and the next one."""

from datetime import datetime, timedelta

from grpc_services.facts import atomic, tells
from grpc_services.money.watchers import finance_admins
from grpc_services.payouts.collecting import owed_to_sellers
from grpc_services.payouts.facts import PayoutsDue, PayoutsWaiting
from grpc_services.payouts.reading import NOBODY
from grpc_services.payouts.runs import REST
from models.dialect import locked
from models.payouts import PayoutRun

_AGAIN = timedelta(days=1)


@atomic
def remind(*, minimum: int, now: datetime) -> None:
    """This function will bring to mind what has waited for long, each day anew."""
    if not PayoutRun.select().exists() and owed_to_sellers(minimum, most=1):
        _count_from(now)
    for run in locked(PayoutRun.select().where(PayoutRun.remind_at <= now)):
        run.remind_at = now + _AGAIN
        if run.ended_at is None:
            _remind_of(run)
        elif _is_newest(run):
            _ask_for_next(run, minimum)
        else:
            run.remind_at = None
        run.save(only=[PayoutRun.remind_at])


def _count_from(now: datetime) -> None:
    """Before there is any run, the first is waited for as if one had just ended."""
    PayoutRun.create(
        state="DROPPED", drawn_up_by=NOBODY, created_at=now, ended_at=now, remind_at=now + REST
    )


def _is_newest(run: PayoutRun) -> bool:
    return not PayoutRun.select().where(PayoutRun.run_id > run.run_id).exists()


def _ask_for_next(run: PayoutRun, minimum: int) -> None:
    if owed_to_sellers(minimum, most=1):
        _tell_due(run)


@tells(PayoutsWaiting)
def _remind_of(run: PayoutRun) -> tuple[PayoutRun, list[int]]:
    return run, finance_admins()


@tells(PayoutsDue)
def _tell_due(run: PayoutRun) -> tuple[PayoutRun, list[int]]:
    return run, finance_admins()
