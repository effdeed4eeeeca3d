"""What does money buy that came in? The order that it is for, if it is just enough and in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from grpc_services.auction import reserving, wins
from grpc_services.auction.house import House
from grpc_services.auction.wins import Win
from grpc_services.facts import tells_each
from grpc_services.money import ledger, movements
from grpc_services.money.facts import PaymentConfirmed
from grpc_services.money.failing import fail_payment
from grpc_services.money.ledger import Account
from grpc_services.money.payments import OrderNotPayable
from grpc_services.money.refunds import owe_back
from grpc_services.trade.orders import move_all
from models.dialect import save_rows
from models.money import Payment, ProviderPayment
from models.trade import Order


@dataclass(frozen=True)
class Paid:
    """A payment for which money came in, and how much of it the provider still holds."""

    payment: Payment
    known: ProviderPayment
    held: int


@dataclass(frozen=True)
class _Bought:
    """What is just what was asked for, when its goods were bought, and whether they were won."""

    payment: Payment
    known: ProviderPayment
    at: datetime
    is_won: bool


def use(*, paid: Sequence[Paid], house: House, now: datetime) -> None:
    """
    This function will have what came in pay its order if it is just that, and still wanted.

    Else it goes back. Of each goods there is one at most.
    """
    if not paid:
        return
    won = wins.lock_wins([one.payment.order.goods_id for one in paid])
    used = [(one, _bought(one, won, now)) for one in paid if one.held]
    for one in paid:
        if not one.held:
            end(one.payment)
    for one, bought in used:
        if bought is None:
            _give_back(one, now)
    if right := [bought for _, bought in used if bought]:
        confirm_payments(bought=right, house=house, now=now)


def accept(*, paid: Paid, house: House, now: datetime) -> None:
    """
    This function will have money that came long ago pay its order after all.

    :raises OrderNotPayable: if it does not buy the goods, or not any more
    """
    won = wins.lock_wins([paid.payment.order.goods_id])
    bought = _bought(paid, won, now)
    if bought is None:
        raise OrderNotPayable
    confirm_payments(bought=[bought], house=house, now=now)


def _bought(paid: Paid, won: Mapping[int, Win], now: datetime) -> _Bought | None:
    """None if the money does not buy the goods, or not any more."""
    order = paid.payment.order
    if paid.held != paid.payment.amount or order.state != "AWAITING_PAYMENT":
        return None
    paid_at = paid.known.paid_at or now
    win = won.get(order.goods_id)
    if win and (win.winner_id, win.seq) == (order.buyer_id, order.seq):
        return _Bought(paid.payment, paid.known, paid_at, is_won=True)
    at = reserving.lock_reserved(
        goods_id=order.goods_id,
        member_id=order.buyer_id,
        seq=order.seq,
        paid_at=paid_at,
        now=now,
    )
    return _Bought(paid.payment, paid.known, at, is_won=False) if at else None


def _give_back(paid: Paid, now: datetime) -> None:
    owe_back(
        payment=paid.payment,
        imp_uid=paid.known.provider_uid,
        amount=paid.held,
        reason="ORDER_NOT_PAYABLE" if paid.held == paid.payment.amount else "WRONG_AMOUNT",
        source=Account.BUYER_CLEARING,
        now=now,
    )


@tells_each(PaymentConfirmed)
def confirm_payments(*, bought: Sequence[_Bought], house: House, now: datetime) -> Sequence[Order]:
    """This function will put right and wanted payments into escrow, and mark orders as paid."""
    for one in bought:
        one.payment.state = "PAID"
        one.payment.imp_uid = one.known.provider_uid
        one.payment.paid_at = one.known.paid_at or now
    save_rows([one.payment for one in bought])

    orders = [one.payment.order for one in bought]
    ledger.record_all([movements.into_escrow(order) for order in orders], now=now)
    for one in bought:
        if not one.is_won:
            _win(one, house)
    wins.mark_sold(goods_ids=[order.goods_id for order in orders], house=house)
    return move_all(orders, "PAID", at=now)


def _win(bought: _Bought, house: House) -> None:
    order = bought.payment.order
    reserving.win_reserved(
        goods_id=order.goods_id, member_id=order.buyer_id, house=house, now=bought.at
    )


def end(payment: Payment) -> None:
    """No money is left of it, and the provider takes none any more under this number of ours."""
    if payment.state in ("PREPARING", "READY"):
        fail_payment(payment=payment)
