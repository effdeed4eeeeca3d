"""What goes back to a buyer? Money that we hold and have no use for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from grpc_services.facts import tells, tells_each
from grpc_services.money import ledger, movements, operations
from grpc_services.money.facts import Refunded, RefundOwed
from grpc_services.money.ledger import Account, Line
from grpc_services.money.operations import Operation
from grpc_services.money.suspense import note_suspense
from grpc_services.refusals import NotFound
from models.money import Payment, ProviderPayment, Refund
from models.trade import Order

_IS_OWED = Refund.done_at.is_null() & Refund.dropped_at.is_null()


class RefundNotFound(NotFound):
    """There is no such refund."""


@dataclass(frozen=True)
class Debt:
    """What goes back of what came in with `imp_uid`, and where it is held: see `owe_back`."""

    payment: Payment
    imp_uid: str
    amount: int
    source: Account

    @property
    def line(self) -> Line:
        order = self.payment.order
        owner_id = order.buyer_id if self.source is Account.BUYER_CLEARING else order.order_id
        return Line(self.source, self.amount, owner_id)


def owe_back(
    *, payment: Payment, imp_uid: str, amount: int, reason: str, source: Account, now: datetime
) -> Refund:
    """
    This function will have money go back that came in with `imp_uid`, as part of what decides so.

    `source` is where it is held: BUYER_CLEARING, or ESCROW or FROZEN of the order.
    """
    debt = Debt(payment, imp_uid, amount, source)
    return owe_all_back(debts=[debt], reason=reason, now=now)[0]


@tells_each(RefundOwed)
def owe_all_back(*, debts: Sequence[Debt], reason: str, now: datetime) -> list[Refund]:
    """This function will have money of several payments go back, for one reason."""
    for debt in debts:
        if debt.payment.state != "PAID":
            debt.payment.state, debt.payment.imp_uid = "REFUNDING", debt.imp_uid
            debt.payment.save(only=[Payment.state, Payment.imp_uid])
    rows = [
        Refund.create(
            payment=debt.payment,
            imp_uid=debt.imp_uid,
            amount=debt.amount,
            reason=reason,
            created_at=now,
        )
        for debt in debts
    ]
    owed = [movements.owed_back(row, debt.line) for row, debt in zip(rows, debts, strict=True)]
    ledger.record_all(owed, now=now)
    wanted = {_subject(row): {"refundId": row.refund_id} for row in rows}
    operations.want(kind=Operation.CANCEL, wanted=wanted, now=now)
    return rows


def refund(*, refund_id: int) -> Refund:
    """:raises RefundNotFound: if there is none"""
    query = Refund.select(Refund, Payment, Order).join(Payment).join(Order)
    row = query.where(Refund.refund_id == refund_id).first()
    if row is None:
        raise RefundNotFound
    return row


def give_back(*, payment: Payment, imp_uid: str, amount: int, now: datetime) -> Iterator[Line]:
    """This function will count what the provider gave back for what we owe, oldest first."""
    owed = Refund.select().where(Refund.imp_uid == imp_uid, _IS_OWED)
    for row in owed.order_by(Refund.refund_id):
        part = min(amount, row.left)
        if part == 0:
            return
        row.payment = payment
        row.returned += part
        row.save(only=[Refund.returned])
        if row.left == 0:
            _finish(row=row, now=now)
            operations.end_if_stuck(kind=Operation.CANCEL, subject=_subject(row), now=now)
        amount -= part
        yield Line(Account.REFUNDS, part, row.refund_id)


def give_by_hand(*, row: Refund, now: datetime) -> None:
    """This function will count what is left of a refund as given, out of our own account."""
    ledger.record(movements.given_by_hand(row), now=now)
    row.by_hand, row.returned = row.left, row.amount
    row.save(only=[Refund.by_hand, Refund.returned])
    _finish(row=row, now=now)


def drop(*, row: Refund, now: datetime) -> None:
    """This function will owe what is left of a refund no more; whose it is nobody knows then."""
    reading = ProviderPayment.get(ProviderPayment.provider_uid == row.imp_uid)
    ledger.record(movements.dropped(row, reading), now=now)
    note_suspense(reading=reading, amount=row.left)
    row.dropped_at = now
    row.save(only=[Refund.dropped_at])


def _subject(row: Refund) -> str:
    return f"refund:{row.refund_id}"


@tells(Refunded)
def _finish(*, row: Refund, now: datetime) -> Refund:
    row.done_at = now
    row.save(only=[Refund.done_at])
    if row.payment.state == "REFUNDING":
        row.payment.state = "REFUNDED"
        row.payment.save(only=[Payment.state])
    return row
