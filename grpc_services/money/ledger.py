"""Where is the money? Double entry, append-only: the lines of each entry sum to zero."""

import enum
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from models.base import UtcField, tuples
from models.dialect import fetch, insert_rows
from models.money import LedgerBalance, LedgerLine

_utc = UtcField()


class Account(enum.StrEnum):
    """What we have is above zero, what we owe below."""

    #: What the payment provider holds for us.
    PROVIDER = "PROVIDER"
    #: Ours, from which sellers are paid, and refunds made by hand.
    BANK = "BANK"
    #: What providers keep for their work.
    PROVIDER_FEES = "PROVIDER_FEES"
    #: Received from a buyer and not yet put to any use.
    BUYER_CLEARING = "BUYER_CLEARING"
    #: Held for an order until it is settled.
    ESCROW = "ESCROW"
    #: Held for an order about which there is a dispute.
    FROZEN = "FROZEN"
    #: Owed to a seller.
    SELLER_PAYABLE = "SELLER_PAYABLE"
    #: What a seller owes us.
    SELLER_RECEIVABLE = "SELLER_RECEIVABLE"
    #: On its way to a seller's account.
    PAYOUTS = "PAYOUTS"
    #: Ours.
    COMMISSION = "COMMISSION"
    #: Owed to the state.
    VAT = "VAT"
    #: Owed back to a buyer.
    REFUNDS = "REFUNDS"
    #: Lost, by somebody's decision.
    LOSSES = "LOSSES"
    #: Not understood, of one of the provider's payments; somebody has to look.
    SUSPENSE = "SUSPENSE"


@dataclass(frozen=True)
class Line:
    """A debit above zero or a credit below, in won; `owner_id` 0 where the account is one."""

    account: Account
    amount: int
    owner_id: int = 0


@dataclass(frozen=True)
class Movement:
    """Why money moves, and between which accounts; the key makes it happen once."""

    business_key: str
    lines: Sequence[Line]

    def __post_init__(self) -> None:
        if len(self.lines) < 2 or not all(line.amount for line in self.lines):
            raise ValueError(f"{self.business_key} moves nothing")
        if sum(line.amount for line in self.lines) != 0:
            raise ValueError(f"{self.business_key} does not sum to zero")


def record(movement: Movement, *, now: datetime) -> None:
    """
    This function will write a movement.

    :raises IntegrityError: if the movement was written before
    """
    record_all([movement], now=now)


def record_all(movements: Sequence[Movement], *, now: datetime) -> None:
    """:raises IntegrityError: if one of the movements was written before"""
    if not movements:
        return
    entries = [(movement.business_key, _utc.db_value(now)) for movement in movements]
    insert_rows("ledger_entry", ("business_key", "recorded_at"), entries)
    ids = dict(fetch(*_IDS, [key for key, _ in entries]))
    lines, owned = [], defaultdict[tuple[str, int], int](int)
    for movement in movements:
        for (account, owner_id), amount in _sides(movement).items():
            lines.append((ids[movement.business_key], account, owner_id, amount))
            owned[account, owner_id] += amount
    insert_rows("ledger_line", ("entry_id", *_BALANCE), lines)
    # Nobody owns the others, and all of us would wait for each other's lock on one row.
    rows = sorted((account, owner_id, owned[account, owner_id]) for account, owner_id in owned)
    insert_rows(
        "ledger_balance",
        _BALANCE,
        [row for row in rows if row[1]],
        keys=_BALANCE[:2],
        changed=("amount=ledger_balance.amount + {amount}",),
    )


_BALANCE = ("account", "owner_id", "amount")
_IDS = ("business_key, entry_id", "FROM ledger_entry WHERE business_key IN (?)")


def _sides(movement: Movement) -> dict[tuple[str, int], int]:
    """An account of one owner is written once in an entry."""
    sides: dict[tuple[str, int], int] = defaultdict(int)
    for line in movement.lines:
        sides[str(line.account), line.owner_id] += line.amount
    return sides


def balance(*, account: Account, owner_id: int) -> int:
    """This function will tell an account of one owner, credits above zero, in won."""
    return balances(account=account, owner_ids=[owner_id])[owner_id]


def balances(*, account: Account, owner_ids: Collection[int]) -> dict[int, int]:
    """This function will tell an account of several owners, credits above zero, in won."""
    rows = LedgerBalance.select(LedgerBalance.owner_id, LedgerBalance.amount).where(
        LedgerBalance.account == str(account), LedgerBalance.owner_id.in_(list(owner_ids))
    )
    found = {owner_id: -int(amount) for owner_id, amount in tuples(rows)}
    return {owner_id: found.get(owner_id, 0) for owner_id in owner_ids}


def total(*, account: Account) -> int:
    """This function will sum an account of all owners, credits above zero, in won."""
    lines = LedgerLine.select(fn.SUM(LedgerLine.amount)).where(LedgerLine.account == str(account))
    return -int(lines.scalar() or 0)
