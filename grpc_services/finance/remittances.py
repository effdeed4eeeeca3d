"""What has a provider paid into our bank account, and kept of it? Two admins have seen it."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import peewee

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic, tells
from grpc_services.finance.by_two import SecondAdminNeeded
from grpc_services.finance.facts import RemittanceRecorded
from grpc_services.korea import day_of
from grpc_services.money import ledger, movements
from grpc_services.money.ledger import Account
from grpc_services.money.watchers import finance_admins
from grpc_services.pages import page, position
from grpc_services.refusals import Conflict, Invalid
from models.dialect import locked
from models.money import Remittance


class RemittanceBooked(Conflict):
    """The reference was used, or somebody else has recorded it at this very moment."""


class RemittanceTooLarge(Conflict):
    """The provider does not hold so much for us."""


class RemittanceTooEarly(Invalid):
    """That day has not come."""


@dataclass(frozen=True)
class Told:
    """What the bank's statement says: when and how much came, and what the provider kept of it."""

    reference: str
    #: In Korea, as 2026-05-04.
    day: str
    amount: int
    fee: int


def remittances(*, limit: int, cursor: str) -> tuple[list[Remittance], str | None]:
    """
    This function will list what providers have paid us, the newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Remittance.select().order_by(Remittance.remittance_id.desc())
    start = position(cursor)
    if start:
        rows = rows.where(Remittance.remittance_id < start[0])
    return page(rows, limit, lambda row: (row.remittance_id,))


@atomic
def record(*, told: Told, by: By, now: datetime) -> Remittance:
    """
    This function will book what a provider has paid us, if another admin has told just that.

    Else it is only kept, in place of what was told of it before; all others are told of it.

    :raises RemittanceBooked: if its reference was used
    :raises RemittanceTooEarly: if its day has not come
    :raises RemittanceTooLarge: if the provider does not hold so much
    :raises SecondAdminNeeded: if it was oneself who told it
    """
    row = _lock(told.reference)

    if row is not None and row.booked_at is not None:
        raise RemittanceBooked
    if date.fromisoformat(told.day) > day_of(now):
        raise RemittanceTooEarly("day")
    if told.amount + told.fee > -ledger.total(account=Account.PROVIDER):
        raise RemittanceTooLarge
    if row is None or not _is_same(row, told):
        recorded, _ = _record(row or Remittance(), told, by, now)
        return recorded
    if row.recorded_by == by.operator_id:
        raise SecondAdminNeeded

    row.agreed_by, row.booked_at = by.operator_id, now
    row.save()
    _note(by, "BOOK", row, now)
    ledger.record(movements.remitted(row), now=now)
    return row


def _lock(reference: str) -> Remittance | None:
    """With all that are not booked: of what the provider holds one is taken after the other."""
    is_open = Remittance.booked_at.is_null()
    rows = locked(Remittance.select().where(is_open | (Remittance.reference == reference)))
    return next((row for row in rows if row.reference == reference), None)


def _is_same(row: Remittance, told: Told) -> bool:
    return all(getattr(row, one.name) == getattr(told, one.name) for one in fields(told))


@tells(RemittanceRecorded)
def _record(row: Remittance, told: Told, by: By, now: datetime) -> tuple[Remittance, list[int]]:
    for one in fields(told):
        setattr(row, one.name, getattr(told, one.name))
    row.recorded_by, row.recorded_because, row.recorded_at = by.operator_id, by.reason, now
    try:
        row.save()
    except peewee.IntegrityError:
        raise RemittanceBooked from None
    _note(by, "RECORD", row, now)
    return row, [admin for admin in finance_admins() if admin != by.operator_id]


def _note(by: By, act: str, row: Remittance, now: datetime) -> None:
    after: dict[str, Any] = {
        "reference": row.reference,
        "day": row.day,
        "amount": row.amount,
        "fee": row.fee,
    }
    note(by, act, target="REMITTANCE", target_id=row.remittance_id, after=after, now=now)
