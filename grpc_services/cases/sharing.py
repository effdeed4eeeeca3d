"""Who gets the money in the end? What was frozen leaves by the outcome, and by nothing else."""

from datetime import datetime

from grpc_services.auction import wins
from grpc_services.auction.house import House
from grpc_services.catalogue.prices import Sale, note_sales
from grpc_services.money import ledger, movements
from grpc_services.money.ledger import Account
from grpc_services.money.refunds import owe_back
from grpc_services.trade import orders
from models.cases import Case
from models.delivery import Parcel
from models.money import Payment


def freeze(case: Case, *, now: datetime) -> None:
    """This function will have all that is held for a locked order wait for its case."""
    order = case.order
    ledger.record(movements.frozen(order, case.frozen, f"case:{case.case_id}"), now=now)
    orders.move(order, "DISPUTED", at=now)


def give_back_to_order(case: Case, *, now: datetime) -> None:
    """
    This function will have an order go on from where it was, its deadlines as they were.

    If all of its money went back at the provider meanwhile, it has ended with that.
    """
    left = _left(case)
    if left == 0:
        orders.move(case.order, "REFUNDED", at=now)
        return
    _release(case, left, now)
    orders.move(case.order, case.order_state, at=now)
    if case.order_state == "SHIPPED" and _has_arrived(case):
        orders.deliver(order=case.order, now=now)


def share_out(case: Case, *, house: House, now: datetime) -> None:
    """
    This function will refund the buyer's part, and have the rest settled for the seller.

    What went back at the provider meanwhile is counted as had by the buyer. Goods that went back
    for money are their seller's again, who can put them up once more.
    """
    left = _left(case)
    gone = case.frozen - left
    to_buyer = min(max(0, (case.buyer_gets or 0) - gone), left)
    if to_buyer:
        _refund(case, to_buyer, now)
    if left > to_buyer:
        _award(case, left - to_buyer, now)
    else:
        orders.move(case.order, "REFUNDED", at=now)
    if case.is_sent_back and case.buyer_gets and not _came_back_before(case):
        wins.unsell(goods_ids=[case.order.goods_id], house=house)


def _came_back_before(case: Case) -> bool:
    """By then they may have been sold to somebody else."""
    others = Case.select().where(Case.order == case.order, Case.case_id != case.case_id)
    return bool(others.where(Case.is_sent_back, Case.buyer_gets > 0).exists())


def _award(case: Case, amount: int, now: datetime) -> None:
    order = case.order
    _release(case, amount, now)
    if amount == order.total:
        # All was well: only such prices tell what goods are worth.
        note_sales(sales=[Sale(order.order_id, order.goods_id, order.price)], now=now)
    orders.move(order, "CONFIRMED", at=now)


def _left(case: Case) -> int:
    return ledger.balance(account=Account.FROZEN, owner_id=case.order_id)


def _release(case: Case, amount: int, now: datetime) -> None:
    if amount:
        because = f"case:{case.case_id}"
        ledger.record(movements.released(case.order, amount, because), now=now)


def _refund(case: Case, amount: int, now: datetime) -> None:
    payment = Payment.get(Payment.order == case.order_id, Payment.state == "PAID")
    payment.order = case.order
    owe_back(
        payment=payment,
        imp_uid=str(payment.imp_uid),
        amount=amount,
        reason="CASE",
        source=Account.FROZEN,
        now=now,
    )


def _has_arrived(case: Case) -> bool:
    """A parcel may come to its buyer while they say that it has not."""
    parcel = Parcel.get_or_none(Parcel.order == case.order_id)
    return parcel is not None and parcel.delivered_at is not None
