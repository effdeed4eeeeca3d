"""Which runs are there, and what is in them? And what was a seller paid?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peewee import fn

from grpc_services.pages import newest, page, position
from grpc_services.payouts.runs import PayoutRunNotFound
from models.base import tuples
from models.payouts import Payout, PayoutRun

#: Has drawn up what only stands for the time before the first run.
NOBODY = 0
_SHOWN = ("SENT", "PAID", "FAILED", "HELD")


@dataclass(frozen=True)
class RunView:
    """A run, and of each state of its payouts how many there are, and how much of them."""

    run: PayoutRun
    sums: Mapping[str, tuple[int, int]]


def runs(*, limit: int, cursor: str) -> tuple[list[RunView], str | None]:
    """
    This function will list runs, the newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = PayoutRun.select().where(PayoutRun.drawn_up_by != NOBODY)
    rows = rows.order_by(PayoutRun.run_id.desc())
    start = position(cursor)
    if start:
        rows = rows.where(PayoutRun.run_id < start[0])
    found, following = page(rows, limit, lambda row: (row.run_id,))
    return views_of(found), following


def views_of(rows: Sequence[PayoutRun]) -> list[RunView]:
    """This function will count and sum what is in runs."""
    grouped = (
        Payout.select(Payout.run, Payout.state, fn.COUNT(Payout.payout_id), fn.SUM(Payout.amount))
        .where(Payout.run.in_([row.run_id for row in rows]))
        .group_by(Payout.run, Payout.state)
    )
    sums: dict[int, dict[str, tuple[int, int]]] = {row.run_id: {} for row in rows}
    for run_id, state, count, amount in tuples(grouped):
        sums[run_id][state] = (int(count), int(amount))
    return [RunView(row, sums[row.run_id]) for row in rows]


def payouts_of_run(
    *, run_id: int, limit: int, cursor: str
) -> tuple[PayoutRun, list[Payout], str | None]:
    """
    This function will show a run, and a part of what is in it.

    :raises PayoutRunNotFound: if there is none
    :raises InvalidCursor: if the cursor is not ours
    """
    start = position(cursor)
    run = PayoutRun.get_or_none(PayoutRun.run_id == run_id)
    if run is None:
        raise PayoutRunNotFound
    rows = Payout.select().where(Payout.run == run).order_by(Payout.payout_id)
    if start:
        rows = rows.where(Payout.payout_id > start[0])
    return run, *page(rows, limit, lambda row: (row.payout_id,))


def payouts_of(*, member_id: int, limit: int, cursor: str) -> tuple[list[Payout], str | None]:
    """
    This function will list what a seller was paid, and what was held, newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = Payout.select(Payout, PayoutRun).join(PayoutRun)
    theirs = query.where(
        Payout.seller_id == member_id, Payout.state.in_(_SHOWN), PayoutRun.state != "DRAFT"
    )
    return newest(theirs, Payout.seller_id, Payout.payout_id, limit=limit, cursor=cursor)
