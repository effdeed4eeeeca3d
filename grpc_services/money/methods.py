"""By what does a buyer pay, and to which account does it go back if it cannot by itself?"""

import enum
from dataclasses import dataclass

from grpc_services.members import bank_accounts
from grpc_services.refusals import Conflict
from grpc_services.trade import reservations
from models.members import Account
from models.money import Payment
from models.trade import Order


class Method(enum.StrEnum):
    """What the provider's window shows."""

    CARD = "CARD"
    #: At once, from the buyer's own account, into which it goes back.
    TRANSFER = "TRANSFER"
    #: An account of this payment only, into which money may come days later, from anywhere.
    VIRTUAL_ACCOUNT = "VIRTUAL_ACCOUNT"


@dataclass(frozen=True)
class Choice:
    """What the buyer has chosen; `account_id` is a bank account of theirs."""

    method: Method = Method.CARD
    account_id: int | None = None


#: Others may be writing when the provider is asked next.
_CHOSEN = [
    Payment.method,
    Payment.refund_bank_code,
    Payment.refund_account_number,
    Payment.refund_holder,
]


class VirtualAccountTooSlow(Conflict):
    """A reservation is too short to wait for money that may come days later."""


class RefundAccountMissing(Conflict):
    """What comes in by a virtual account can only go back to a bank account that you name."""


def refund_account(*, order: Order, choice: Choice) -> Account | None:
    """
    This function will find the account to which money for an order would go back, if one is named.

    :raises VirtualAccountTooSlow: if the order is a reservation
    :raises RefundAccountMissing: if a virtual account is chosen, and none to give back to
    :raises AccountNotFound: if it is not the buyer's
    """
    is_virtual = choice.method is Method.VIRTUAL_ACCOUNT
    if is_virtual and reservations.is_reservation(order_id=order.order_id):
        raise VirtualAccountTooSlow
    if is_virtual and choice.account_id is None:
        raise RefundAccountMissing
    if choice.account_id is None:
        return None
    return bank_accounts.account(member_id=order.buyer_id, account_id=choice.account_id)


def choose(payment: Payment, method: Method, account: Account | None) -> Payment:
    """
    This function will keep how a payment is to be made.

    An account that was named once stays: a virtual account may have been given out already.
    """
    payment.method = str(method)
    if account is not None:
        payment.refund_bank_code = account.bank_code
        payment.refund_account_number = account.account_number
        payment.refund_holder = account.holder
    payment.save(only=_CHOSEN)
    return payment
