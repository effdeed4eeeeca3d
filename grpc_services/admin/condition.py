"""Is anything behind, or stuck? What waits in the database to be done, and since when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from grpc_services.money.missed import is_missed, newest
from models.alarms import AlarmMail, Announcement
from models.auction import Auction, SecondChance
from models.cases import Case
from models.catalogue import Upload
from models.money import Payment, ProviderOperation
from models.outbox import FOREIGN, NEW, PARKED, RAISED, OutboxFact
from models.search import SearchChange, SearchGoods
from models.trade import Order


@dataclass(frozen=True)
class Waiting:
    """How many there are of something, and for how many seconds the oldest has waited."""

    what: str
    count: int
    oldest_seconds: float = 0.0


def waiting(*, now: datetime) -> list[Waiting]:
    """This function will count what is to be done, by what it is."""
    arrived = (Upload.state == "PENDING") & Upload.arrived_at.is_null(False)
    overdue = (Auction.state == "OPEN") & (Auction.ends_at < now)
    told = OutboxFact.stage.in_([NEW, RAISED])
    is_late = ProviderOperation.next_try_at <= now
    tried_at = ProviderOperation.next_try_at
    return [
        _counted("facts to be told", OutboxFact, told, OutboxFact.created_at, now),
        Waiting("facts of another release", _count(OutboxFact, OutboxFact.stage == FOREIGN)),
        Waiting("facts put aside", _count(OutboxFact, OutboxFact.stage == PARKED)),
        _counted("auctions to be closed", Auction, overdue, Auction.ends_at, now),
        _counted("mails to be sent", AlarmMail, AlarmMail.due_at <= now, AlarmMail.due_at, now),
        Waiting("mails refused", _count(AlarmMail, AlarmMail.due_at.is_null())),
        _counted("provider to be asked", ProviderOperation, is_late, tried_at, now),
        Waiting("operations stuck", _count(ProviderOperation, ProviderOperation.state == "STUCK")),
        Waiting("comparisons missed", _missed(now)),
        Waiting("differences with the provider", _differences()),
        _counted("payments to be looked at", Payment, Payment.look_at <= now, Payment.look_at, now),
        *_deadlines(now),
        _counted("pictures to be looked at", Upload, arrived, Upload.arrived_at, now),
        Waiting("announcements under way", _count(Announcement, Announcement.done_at.is_null())),
        Waiting("changes for the search", int(SearchChange.select().count())),
        Waiting("goods not found yet", _unknown()),
    ]


def _deadlines(now: datetime) -> list[Waiting]:
    """What should have happened by itself by now."""
    moments = {"orders": Order.act_at, "offers": SecondChance.act_at, "cases": Case.due_at}
    return [
        _counted(f"deadlines of {name}", at.model, at <= now, at, now)
        for name, at in moments.items()
    ]


def _count(table: Any, condition: Any) -> int:
    return int(table.select().where(condition).count())


def _missed(now: datetime) -> int:
    """1 if our books should have been compared with the provider's since the last time."""
    last = newest()
    return int(last is not None and is_missed(last, now))


def _differences() -> int:
    """That the comparison found which was finished last."""
    last = newest()
    return int(last.difference_count) if last else 0


def _unknown() -> int:
    """Of an older release; the services put them in, from their start on."""
    return max(0, _count(Auction, ~Auction.is_waiting) - int(SearchGoods.select().count()))


def _counted(what: str, table: Any, condition: Any, since: Any, now: datetime) -> Waiting:
    count, oldest = table.select(fn.COUNT(since), fn.MIN(since)).where(condition).tuples().first()
    moment = since.python_value(oldest)
    return Waiting(what, int(count), (now - moment).total_seconds() if moment else 0.0)
