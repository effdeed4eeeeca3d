"""At which moments will something happen by itself? The test clock stops at each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from grpc_services.auction.pure.state import AuctionState
from models.alarms import AlarmMail, HeldAlarm
from models.auction import Auction, SecondChance
from models.cases import Case
from models.members import Member
from models.money import ProviderOperation, Reconciliation
from models.payouts import PayoutRun
from models.search import SearchHidden
from models.trade import Order


@dataclass(frozen=True)
class Due:
    """A column of moments, of which rows it counts, and how long before them something happens."""

    at: Any
    where: Any = True
    before: timedelta = timedelta()


def due_columns(*, ending_soon: timedelta) -> tuple[Due, ...]:
    """This function will name what a rule waits for; one that waits for a moment more adds it."""
    is_open = Auction.state == AuctionState.OPEN
    return (
        Due(Auction.starts_at, Auction.state == AuctionState.SCHEDULED),
        Due(Auction.ends_at, is_open),
        Due(Auction.ends_at, is_open, before=ending_soon),
        Due(Order.act_at, Order.act_at.is_null(False)),
        Due(SecondChance.act_at, SecondChance.act_at.is_null(False)),
        Due(Case.due_at, Case.due_at.is_null(False)),
        Due(Case.remind_at, Case.remind_at.is_null(False)),
        Due(PayoutRun.remind_at, PayoutRun.remind_at.is_null(False)),
        Due(ProviderOperation.next_try_at, ProviderOperation.next_try_at.is_null(False)),
        # The next night's comparison.
        Due(Reconciliation.done_at, Reconciliation.is_whole, before=-timedelta(days=1)),
        Due(HeldAlarm.until, HeldAlarm.told_at.is_null()),
        Due(AlarmMail.due_at, AlarmMail.due_at.is_null(False)),
        Due(Member.suspended_until, Member.suspended_until.is_null(False)),
        Due(SearchHidden.until),
    )


def next_stop(
    *, columns: tuple[Due, ...], now: datetime, until: datetime, grain: timedelta
) -> datetime:
    """
    This function will find the next moment at which something is due, or `until` if nothing is.

    What is due within `grain` of it comes together with it, so that many stops become few.
    """
    first = min(_found(fn.MIN, columns, now, until), default=until)
    together = min(first + grain, until)
    return max(_found(fn.MAX, columns, now, together), default=until)


def _found(
    edge: Any, columns: tuple[Due, ...], after: datetime, until: datetime
) -> Iterator[datetime]:
    for due in columns:
        inside = (due.at > after + due.before) & (due.at <= until + due.before)
        moment = due.at.model.select(edge(due.at)).where(due.where, inside).scalar()
        if moment is not None:
            yield due.at.python_value(moment) - due.before
