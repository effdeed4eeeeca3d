"""Who is to be paid, how much, and where to? What is payable, less what the seller owes us."""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from grpc_services.money.ledger import Account as Book
from models.base import tuples
from models.members import Account, Member
from models.money import LedgerBalance
from models.payouts import Payout

#: Sellers in one run, so that all are sent at once; those who have waited longest come first.
MOST = 500
_COPIED = ("bank_code", "account_number", "holder")


class Hold(enum.StrEnum):
    """Why somebody is not paid."""

    SUSPENDED = "SUSPENDED"
    WITHDRAWN = "WITHDRAWN"
    #: With the name of who holds it.
    NO_ACCOUNT = "NO_ACCOUNT"
    #: The bank would not take it for this account, which is the same still.
    REFUSED_BEFORE = "REFUSED_BEFORE"
    #: They owe us more since the run was drawn up.
    BALANCE_CHANGED = "BALANCE_CHANGED"


@dataclass(frozen=True)
class _Known:
    """Of many sellers: who they are, their default accounts, and what was sent to them last."""

    members: Mapping[int, Member]
    accounts: Mapping[int, Account]
    last: Mapping[int, Payout]


def collected(*, minimum: int, released: Collection[int], run_id: int) -> list[Payout]:
    """This function will say what those are to be paid who are owed at least so much."""
    owed = owed_to_sellers(minimum, most=MOST)
    known = _known([seller_id for seller_id, _ in owed])
    return [
        _payout(seller_id, amount, known, is_released=seller_id in released, run_id=run_id)
        for seller_id, amount in owed
    ]


def hold_of(member: Member, *, is_released: bool) -> Hold | None:
    """This function will say why somebody is not paid whatever they are owed, if they are not."""
    if is_released or not member.is_suspended:
        return None
    return Hold.WITHDRAWN if member.withdrawn_at else Hold.SUSPENDED


def default_accounts(seller_ids: Sequence[int]) -> Mapping[int, Account]:
    rows = Account.select().where(Account.member.in_(seller_ids), Account.is_default)
    return {row.member_id: row for row in rows}


def is_copy_of(payout: Payout, account: Account | None) -> bool:
    """Whether a payout goes where the seller wants it now."""
    return account is not None and all(
        getattr(payout, name) == getattr(account, name) for name in _COPIED
    )


def owed_to_sellers(minimum: int, *, most: int) -> list[tuple[int, int]]:
    """This function will name who is owed at least so much, and how much, longest unpaid first."""
    receivable, before = LedgerBalance.alias(), Payout.alias()
    theirs = (receivable.account == str(Book.SELLER_RECEIVABLE)) & (
        receivable.owner_id == LedgerBalance.owner_id
    )
    latest = before.select(before.seller_id, fn.MAX(before.payout_id).alias("latest"))
    latest = latest.group_by(before.seller_id)
    # Debits are above zero: what is payable is below, what they owe above.
    net: Any = 0 - LedgerBalance.amount - fn.COALESCE(receivable.amount, 0)
    query = (
        LedgerBalance.select(LedgerBalance.owner_id, net)
        .join(receivable, JOIN.LEFT_OUTER, on=theirs)
        .join(latest, JOIN.LEFT_OUTER, on=latest.c.seller_id == LedgerBalance.owner_id)
        .where(LedgerBalance.account == str(Book.SELLER_PAYABLE), net >= minimum)
        .order_by(fn.COALESCE(latest.c.latest, 0), LedgerBalance.owner_id)
    )
    return [(seller_id, int(amount)) for seller_id, amount in tuples(query.limit(most))]


def _known(seller_ids: Sequence[int]) -> _Known:
    sent = Payout.select(fn.MAX(Payout.payout_id)).where(
        Payout.seller_id.in_(seller_ids), Payout.state.in_(["SENT", "PAID", "FAILED"])
    )
    members = Member.select().where(Member.member_id.in_(seller_ids))
    last = Payout.select().where(Payout.payout_id.in_(sent.group_by(Payout.seller_id)))
    return _Known(
        {row.member_id: row for row in members},
        default_accounts(seller_ids),
        {row.seller_id: row for row in last},
    )


def _payout(
    seller_id: int, amount: int, known: _Known, *, is_released: bool, run_id: int
) -> Payout:
    account = known.accounts.get(seller_id)
    hold = hold_of(known.members[seller_id], is_released=is_released)
    if account is None or not account.holder.strip():
        hold = Hold.NO_ACCOUNT
    elif not is_released and _was_refused(known.last.get(seller_id), account):
        hold = hold or Hold.REFUSED_BEFORE
    return Payout(
        run=run_id,
        seller_id=seller_id,
        state="HELD" if hold else "DRAFT",
        hold=hold,
        amount=amount,
        is_released=is_released,
        **{name: getattr(account, name, None) for name in _COPIED},
    )


def _was_refused(last: Payout | None, account: Account) -> bool:
    return last is not None and last.state == "FAILED" and is_copy_of(last, account)
