"""What is money of nobody known, and what becomes of it? One admin proposes, another agrees."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.auction.house import House
from grpc_services.facts import atomic, tells
from grpc_services.finance.by_two import SecondAdminNeeded
from grpc_services.finance.facts import ClearingProposed
from grpc_services.finance.order_ledger import Moved, moved
from grpc_services.money import clearings
from grpc_services.money.clearings import Way
from grpc_services.money.ledger import Account, balances
from grpc_services.money.payments import lock_payment
from grpc_services.money.watchers import finance_admins
from grpc_services.pages import page, position
from grpc_services.refusals import NotFound
from models.base import tuples
from models.money import LedgerBalance, LedgerLine, Payment, ProviderPayment, SuspenseClearing

_IS_OURS = LedgerBalance.account == str(Account.SUSPENSE)


class SuspenseNotFound(NotFound):
    """Nothing that came by this payment is in suspense."""


@dataclass(frozen=True)
class File:
    """What is in suspense of one of the provider's payments, in won, and by what it came there."""

    reading: ProviderPayment
    amount: int
    movements: list[Moved]
    clearing: SuspenseClearing | None


def suspended(*, limit: int, cursor: str) -> tuple[list[File], str | None]:
    """
    This function will list what is in suspense, the oldest payment first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = LedgerBalance.select().where(_IS_OURS, LedgerBalance.amount != 0)
    start = position(cursor)
    if start:
        rows = rows.where(LedgerBalance.owner_id > start[0])
    in_turn = rows.order_by(LedgerBalance.owner_id)
    found, following = page(in_turn, limit, lambda row: (row.owner_id,))
    return files_of([row.owner_id for row in found]), following


def files_of(reading_ids: Sequence[int]) -> list[File]:
    """This function will tell what is in suspense of payments, with few questions for all."""
    readings = ProviderPayment.select(ProviderPayment, Payment).join(Payment)
    left = balances(account=Account.SUSPENSE, owner_ids=reading_ids)
    moves = _movements(reading_ids)
    # The last one decided; of each payment there is one at most that is not done.
    done = SuspenseClearing.select().where(SuspenseClearing.reading.in_(reading_ids))
    last = {row.reading_id: row for row in done.order_by(SuspenseClearing.clearing_id)}
    return [
        File(row, left[row.reading_id], moves[row.reading_id], last.get(row.reading_id))
        for row in readings.where(ProviderPayment.reading_id.in_(reading_ids)).order_by(
            ProviderPayment.reading_id
        )
    ]


def _movements(reading_ids: Sequence[int]) -> dict[int, list[Moved]]:
    lines = LedgerLine.select(LedgerLine.owner_id, LedgerLine.entry).where(
        LedgerLine.account == str(Account.SUSPENSE), LedgerLine.owner_id.in_(list(reading_ids))
    )
    owners = list(tuples(lines))
    entries = {one.entry.entry_id: one for one in moved([entry for _, entry in owners])}
    found = defaultdict(list)
    for reading_id, entry in sorted(owners):
        found[reading_id].append(entries[entry])
    return found


@atomic
def decide(*, reading_id: int, way: Way, by: By, house: House, now: datetime) -> File:
    """
    This function will clear what is in suspense, if another admin has proposed just that.

    Else it is proposed, in place of another proposal; all others are told of it. What came or went
    since it was proposed has it proposed anew.

    :raises SuspenseNotFound: if nothing is
    :raises SuspenseGone: if it is no money that could be anybody's
    :raises OrderNotPayable: if the order cannot be paid with it
    :raises SecondAdminNeeded: if it was oneself who proposed it
    """
    reading, payment, amount = _lock(reading_id)
    clearings.require_possible(way=way, payment=payment, amount=amount)

    proposed = _proposal(reading)
    if proposed is None or (proposed.way, proposed.amount) != (way, amount):
        _propose(proposed or SuspenseClearing(reading=reading), way, amount, by, now)
        return files_of([reading_id])[0]
    if proposed.proposed_by == by.operator_id:
        raise SecondAdminNeeded

    _note(by, str(way), proposed, now)
    proposed.agreed_by, proposed.done_at = by.operator_id, now
    proposed.save()
    clearings.clear(clearing=proposed, payment=payment, house=house, now=now)
    return files_of([reading_id])[0]


def _lock(reading_id: int) -> tuple[ProviderPayment, Payment, int]:
    """Whatever changes what is in suspense of it locks its payment."""
    rows = ProviderPayment.select(ProviderPayment, Payment).join(Payment)
    reading = rows.where(ProviderPayment.reading_id == reading_id).first()
    if reading is None:
        raise SuspenseNotFound
    payment = lock_payment(reading.payment.merchant_uid)
    amount = balances(account=Account.SUSPENSE, owner_ids=[reading_id])[reading_id]
    if not amount:
        raise SuspenseNotFound
    return reading, payment, amount


def _proposal(reading: ProviderPayment) -> SuspenseClearing | None:
    is_open = SuspenseClearing.done_at.is_null()
    return SuspenseClearing.get_or_none(SuspenseClearing.reading == reading, is_open)


@tells(ClearingProposed)
def _propose(
    clearing: SuspenseClearing, way: Way, amount: int, by: By, now: datetime
) -> tuple[SuspenseClearing, list[int]]:
    clearing.way, clearing.amount = str(way), amount
    clearing.proposed_by, clearing.proposed_because = by.operator_id, by.reason
    clearing.proposed_at = now
    clearing.save()
    _note(by, f"PROPOSE_{way}", clearing, now)
    return clearing, [admin for admin in finance_admins() if admin != by.operator_id]


def _note(by: By, act: str, clearing: SuspenseClearing, now: datetime) -> None:
    note(
        by,
        act,
        target="SUSPENSE",
        target_id=clearing.reading_id,
        after={
            "payment": clearing.reading.provider_uid,
            "amount": clearing.amount,
            "proposedBy": clearing.proposed_by,
        },
        now=now,
    )
