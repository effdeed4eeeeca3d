"""What is owed to whom at a moment, and what do we have? From nothing but the ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from grpc_services.pages import PAGE, cut, position
from models.base import tuples
from models.money import LedgerEntry, LedgerLine

#: Credits above zero, in won: what we owe.
_OWED = 0 - fn.SUM(LedgerLine.amount)


@dataclass(frozen=True)
class Funds:
    """By account, and of one account by owner, those at zero left out."""

    accounts: list[tuple[str, int]]
    owners: list[tuple[int, int]]
    following: str | None


def held_funds(*, on: datetime, account: str | None, limit: int, cursor: str) -> Funds:
    """
    This function will sum all that was booked until then.

    :raises InvalidCursor: if the cursor is not ours
    """
    start = position(cursor)
    booked = LedgerLine.select().join(LedgerEntry).where(LedgerEntry.recorded_at <= on)
    sums = booked.select(LedgerLine.account, _OWED).group_by(LedgerLine.account)
    accounts = [(name, int(owed)) for name, owed in tuples(sums.order_by(LedgerLine.account))]
    if account is None:
        return Funds(accounts, [], None)
    theirs = booked.where(LedgerLine.account == account)
    return Funds(accounts, *_owners(theirs, limit or PAGE, start))


def _owners(
    booked: Any, size: int, start: tuple[int, ...] | None
) -> tuple[list[tuple[int, int]], str | None]:
    if start:
        booked = booked.where(LedgerLine.owner_id > start[0])
    sums = booked.select(LedgerLine.owner_id, _OWED).group_by(LedgerLine.owner_id)
    owed = sums.having(_OWED != 0).order_by(LedgerLine.owner_id).limit(size + 1)
    found = [(owner_id, int(amount)) for owner_id, amount in tuples(owed)]
    return cut(found, size, lambda row: (row[0],))
