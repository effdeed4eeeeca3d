"""What goes back to a buyer? Money that was not what we asked for, or that came too late."""

from datetime import datetime

from grpc_services.facts import atomic, tells
from grpc_services.refusals import NotFound
from grpc_services.trade import ledger
from grpc_services.trade.facts import Refunded, RefundOwed
from models.dialect import locked
from models.trade import Order, Payment, Refund


class RefundNotFound(NotFound):
    """There is no such refund."""


@tells(RefundOwed)
def owe_back(
    *, payment: Payment, receipt_amount: int, imp_uid: str, reason: str, now: datetime
) -> Refund:
    """This function will note that all of what came in with `imp_uid` goes back."""
    if payment.state != "PAID":
        payment.state = "REFUNDING"
        payment.imp_uid = imp_uid
        payment.save(only=[Payment.state, Payment.imp_uid])
    refund = Refund.create(
        payment=payment, imp_uid=imp_uid, amount=receipt_amount, reason=reason, created_at=now
    )
    ledger.record(ledger.owed_back(refund), now=now)
    return refund


def refund_of(*, imp_uid: str) -> Refund | None:
    return Refund.get_or_none(Refund.imp_uid == imp_uid)


def refund(*, refund_id: int) -> Refund:
    """:raises RefundNotFound: if there is none"""
    row = _with_order().where(Refund.refund_id == refund_id).first()
    if row is None:
        raise RefundNotFound
    return row


@atomic
def record_refund(*, refund_id: int, now: datetime) -> None:
    """
    This function will note that the provider has given the money back; once is enough.

    :raises RefundNotFound: if we owe no such refund
    """
    locked(Refund.select(Refund.refund_id).where(Refund.refund_id == refund_id)).first()
    row = refund(refund_id=refund_id)
    if row.done_at is None:
        _finish(row=row, now=now)


@tells(Refunded)
def _finish(*, row: Refund, now: datetime) -> Refund:
    row.done_at = now
    row.save(only=[Refund.done_at])
    Payment.update(state="REFUNDED").where(
        Payment.payment_id == row.payment_id, Payment.state == "REFUNDING"
    ).execute()
    ledger.record(ledger.given_back(row), now=now)
    return row


def _with_order():  # type: ignore[no-untyped-def]
    return Refund.select(Refund, Payment, Order).join(Payment).join(Order)
