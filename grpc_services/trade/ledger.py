"""Where is the money? Double entry, append-only: the lines of each entry sum to zero."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from models.trade import LedgerEntry, LedgerLine, Order, Payment, Refund, Settlement


class Account(enum.StrEnum):
    #: What the payment provider holds for us.
    PROVIDER = "PROVIDER"
    #: Received from a buyer and not yet put to any use.
    BUYER_CLEARING = "BUYER_CLEARING"
    #: Held for an order until it is settled.
    ESCROW = "ESCROW"
    #: Owed to a seller.
    SELLER_PAYABLE = "SELLER_PAYABLE"
    #: Ours.
    COMMISSION = "COMMISSION"
    #: Owed back to a buyer.
    REFUNDS = "REFUNDS"


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
        if sum(line.amount for line in self.lines) != 0:
            raise ValueError(f"{self.business_key} does not sum to zero")


def record(movement: Movement, *, now: datetime) -> None:
    """
    This function will write a movement.

    :raises IntegrityError: if the movement was written before
    """
    entry = LedgerEntry.create(business_key=movement.business_key, recorded_at=now)
    LedgerLine.insert_many(
        [
            {
                "entry": entry,
                "account": str(line.account),
                "owner_id": line.owner_id,
                "amount": line.amount,
            }
            for line in movement.lines
        ]
    ).execute()


def balance(*, account: Account, owner_id: int | None = None) -> int:
    """This function will sum an account, of one owner or of all, credits above zero, in won."""
    lines = LedgerLine.select(fn.SUM(LedgerLine.amount)).where(LedgerLine.account == str(account))
    if owner_id is not None:
        lines = lines.where(LedgerLine.owner_id == owner_id)
    return -int(lines.scalar() or 0)


def received(payment: Payment, imp_uid: str, amount: int) -> Movement:
    """A buyer has paid the provider."""
    return Movement(
        f"receipt:{imp_uid}",
        [
            Line(Account.PROVIDER, amount),
            Line(Account.BUYER_CLEARING, -amount, payment.order.buyer_id),
        ],
    )


def into_escrow(order: Order) -> Movement:
    """What a buyer paid is held for their order."""
    return Movement(
        f"order:{order.order_id}:escrowed",
        [
            Line(Account.BUYER_CLEARING, order.total, order.buyer_id),
            Line(Account.ESCROW, -order.total, order.seller_id),
        ],
    )


def owed_back(refund: Refund) -> Movement:
    """What a buyer paid is to go back to them."""
    return Movement(
        f"refund:{refund.refund_id}:owed",
        [
            Line(Account.BUYER_CLEARING, refund.amount, refund.payment.order.buyer_id),
            Line(Account.REFUNDS, -refund.amount),
        ],
    )


def given_back(refund: Refund) -> Movement:
    """The provider has given it back."""
    return Movement(
        f"refund:{refund.refund_id}:done",
        [Line(Account.REFUNDS, refund.amount), Line(Account.PROVIDER, -refund.amount)],
    )


def settled(order: Order, settlement: Settlement) -> Movement:
    """The seller is credited, less commission."""
    return Movement(
        f"order:{order.order_id}:settled",
        [
            Line(Account.ESCROW, order.total, order.seller_id),
            Line(Account.SELLER_PAYABLE, -settlement.amount, order.seller_id),
            Line(Account.COMMISSION, -settlement.commission),
        ],
    )
