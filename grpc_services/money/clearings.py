"""Whose is money of nobody known after all? Its buyer's, its order's, or nobody's for good."""

import enum
from collections.abc import Callable
from datetime import datetime

from grpc_services.auction.house import House
from grpc_services.money import confirming, ledger, movements
from grpc_services.money.confirming import Paid
from grpc_services.money.ledger import Account, Line
from grpc_services.money.payments import OrderNotPayable
from grpc_services.money.refunds import owe_back
from grpc_services.refusals import Conflict
from models.money import Payment, SuspenseClearing


class Way(enum.StrEnum):
    """How money of nobody known is cleared."""

    #: To its buyer, by the provider.
    RETURN = "RETURN"
    #: To the order that its payment was meant for.
    ASSIGN = "ASSIGN"
    #: It is ours, or our loss if it is gone.
    WRITE_OFF = "WRITE_OFF"


class SuspenseGone(Conflict):
    """It is money that the provider has given away; it can only be written off."""


def require_possible(*, way: Way, payment: Payment, amount: int) -> None:
    """
    This function will refuse to clear what is in suspense of a locked payment in a wrong way.

    :raises SuspenseGone: if there is no money that could be anybody's
    :raises OrderNotPayable: if its order is not to be paid, or not with just so much
    """
    if way is not Way.WRITE_OFF and amount < 0:
        raise SuspenseGone
    if way is Way.ASSIGN and (payment.order.state, payment.amount) != (
        "AWAITING_PAYMENT",
        amount,
    ):
        raise OrderNotPayable


def clear(*, clearing: SuspenseClearing, payment: Payment, house: House, now: datetime) -> None:
    """
    This function will do with money of nobody known what was decided.

    :raises OrderNotPayable: if the goods are not for its order any more
    """
    _HOW[Way(clearing.way)](clearing, payment, house, now)


def _return(clearing: SuspenseClearing, payment: Payment, house: House, now: datetime) -> None:
    _make_the_buyers(clearing, payment, now)
    owe_back(
        payment=payment,
        imp_uid=clearing.reading.provider_uid,
        amount=clearing.amount,
        reason="SUSPENSE",
        source=Account.BUYER_CLEARING,
        now=now,
    )


def _assign(clearing: SuspenseClearing, payment: Payment, house: House, now: datetime) -> None:
    _make_the_buyers(clearing, payment, now)
    paid = Paid(payment, clearing.reading, clearing.amount)
    confirming.accept(paid=paid, house=house, now=now)


def _make_the_buyers(clearing: SuspenseClearing, payment: Payment, now: datetime) -> None:
    theirs = Line(Account.BUYER_CLEARING, -clearing.amount, payment.order.buyer_id)
    ledger.record(movements.cleared(clearing, theirs), now=now)


def _write_off(clearing: SuspenseClearing, payment: Payment, house: House, now: datetime) -> None:
    rest = Line(Account.LOSSES, -clearing.amount)
    ledger.record(movements.cleared(clearing, rest), now=now)


_HOW: dict[Way, Callable[[SuspenseClearing, Payment, House, datetime], None]] = {
    Way.RETURN: _return,
    Way.ASSIGN: _assign,
    Way.WRITE_OFF: _write_off,
}
