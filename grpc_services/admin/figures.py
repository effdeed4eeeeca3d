"""How does the market do today, and what waits for somebody?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from grpc_services.korea import day_of, start_of
from grpc_services.money import ledger, missed
from grpc_services.money.ledger import Account
from models.auction import Auction, BidEntry
from models.cases import Case
from models.community import Report
from models.helpdesk import Inquiry
from models.members import Member
from models.money import Payment, ProviderOperation, Reconciliation
from models.outbox import PARKED, OutboxFact

#: How long before its payment a sale of today may have been begun.
_PAYING = timedelta(days=7)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class CasesByAge:
    """Open cases, by how long ago they were opened, and how many of them are to be decided."""

    under_a_day: int
    under_a_week: int
    older: int
    escalated: int


@dataclass(frozen=True)
class Figures:
    """Of today in Korea, and of this moment; amounts in won."""

    open_auctions: int
    bids: int
    sales: int
    sales_amount: int
    in_escrow: int
    open_reports: int
    waiting_inquiries: int
    suspended_members: int
    dead_letters: int
    #: That the payment provider would not do, and somebody has to look at.
    stuck_operations: int
    #: Of our books with the payment provider's, the one that was finished last.
    last_reconciliation: Reconciliation | None
    cases: CasesByAge


def figures(*, now: datetime) -> Figures:
    """This function will count what an operator begins the day with."""
    today = start_of(day_of(now))
    sales, amount = _sales(today)
    return Figures(
        open_auctions=_count(Auction, Auction.state == "OPEN"),
        bids=_bids(today),
        sales=sales,
        sales_amount=amount,
        in_escrow=ledger.total(account=Account.ESCROW),
        open_reports=_count(Report, Report.state == "OPEN"),
        waiting_inquiries=_count(Inquiry, Inquiry.state == "WAITING"),
        suspended_members=_count(Member, Member.is_suspended & Member.withdrawn_at.is_null()),
        dead_letters=_count(OutboxFact, OutboxFact.stage == PARKED),
        stuck_operations=_count(ProviderOperation, ProviderOperation.state == "STUCK"),
        last_reconciliation=missed.newest(),
        cases=_cases(now),
    )


def _count(table: Any, condition: Any) -> int:
    return int(table.select().where(condition).count())


def _cases(now: datetime) -> CasesByAge:
    is_open = Case.open_for.is_null(False)
    opened = [row.created_at for row in Case.select(Case.created_at).where(is_open)]
    young = sum(at > now - _DAY for at in opened)
    of_a_week = sum(at > now - _WEEK for at in opened)
    return CasesByAge(
        under_a_day=young,
        under_a_week=of_a_week - young,
        older=len(opened) - of_a_week,
        escalated=_count(Case, Case.state == "ESCALATED"),
    )


def _bids(today: datetime) -> int:
    # By the auctions that were still running today: bids are in no order of time.
    running = Auction.state.in_(["OPEN", "WON", "SOLD", "FAILED"]) & (Auction.ends_at >= today)
    asked_for = BidEntry.receipt.is_null(False) & (BidEntry.placed_at >= today)
    rows = BidEntry.select().join(Auction, on=(Auction.goods == BidEntry.goods_id))
    return int(rows.where(running, asked_for).count())


def _sales(today: datetime) -> tuple[int, int]:
    paid = Payment.select(fn.COUNT(Payment.payment_id), fn.SUM(Payment.amount)).where(
        Payment.state == "PAID", Payment.created_at >= today - _PAYING, Payment.paid_at >= today
    )
    count, amount = paid.tuples().first()
    return int(count), int(amount or 0)
