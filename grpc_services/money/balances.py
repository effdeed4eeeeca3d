"""How does a seller stand? What is held for their orders, what they are owed, what they owe."""

from dataclasses import dataclass
from typing import Any

from peewee import fn

from grpc_services.money import ledger
from grpc_services.money.ledger import Account
from models.money import LedgerBalance
from models.trade import Order

#: The states in which money is held for an order.
_HELD = ("PAID", "SHIPPED", "DELIVERED", "CONFIRMED", "DISPUTED")


@dataclass(frozen=True)
class Balance:
    """In won; none below zero."""

    in_escrow: int
    payable: int
    frozen: int
    receivable: int


def balance_of(*, member_id: int) -> Balance:
    """This function will tell how a seller stands, as fast after a million orders as after one."""
    return Balance(
        in_escrow=_held(Account.ESCROW, member_id),
        payable=ledger.balance(account=Account.SELLER_PAYABLE, owner_id=member_id),
        frozen=_held(Account.FROZEN, member_id),
        receivable=-ledger.balance(account=Account.SELLER_RECEIVABLE, owner_id=member_id),
    )


def _held(account: Account, seller_id: int) -> int:
    theirs: Any = (LedgerBalance.account == str(account)) & (
        LedgerBalance.owner_id == Order.order_id
    )
    query = Order.select(fn.SUM(LedgerBalance.amount)).join(LedgerBalance, on=theirs)
    held = query.where(Order.seller_id == seller_id, Order.state.in_(_HELD)).scalar()
    return -int(held or 0)
