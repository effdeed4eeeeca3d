"""What is the provider to do, and whose money is it about? For who looks after what got stuck."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from grpc_services.money.operations import Operation
from grpc_services.pages import page, position
from models.money import Payment, ProviderOperation, Refund


@dataclass(frozen=True)
class File:
    """An operation with what it is about; `amount` is what is left of it to do, in won."""

    operation: ProviderOperation
    payment: Payment
    amount: int


def operations(*, state: str, limit: int, cursor: str) -> tuple[list[File], str | None]:
    """
    This function will list what is in a state, the oldest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = ProviderOperation.select().where(ProviderOperation.state == state)
    start = position(cursor)
    if start:
        rows = rows.where(ProviderOperation.operation_id > start[0])
    in_turn = rows.order_by(ProviderOperation.operation_id)
    found, following = page(in_turn, limit, lambda row: (row.operation_id,))
    return files_of(found), following


def files_of(found: Sequence[ProviderOperation]) -> list[File]:
    """This function will tell what operations are about, with two questions for all of them."""
    refunds = _refunds([one for one in found if one.kind == Operation.CANCEL])
    payments = _payments([one for one in found if one.kind == Operation.REGISTER])
    return [
        File(one, refunds[number].payment, refunds[number].left)
        if (number := _refund_id(one))
        else File(one, payments[one.subject], payments[one.subject].amount)
        for one in found
    ]


def _refund_id(operation: ProviderOperation) -> int:
    """0 where it is about no refund."""
    return int(json.loads(operation.request).get("refundId", 0))


def _refunds(cancels: Sequence[ProviderOperation]) -> dict[int, Refund]:
    numbers = [_refund_id(one) for one in cancels]
    rows = Refund.select(Refund, Payment).join(Payment).where(Refund.refund_id.in_(numbers))
    return {row.refund_id: row for row in rows}


def _payments(registers: Sequence[ProviderOperation]) -> dict[str, Payment]:
    subjects = [one.subject for one in registers]
    rows = Payment.select().where(Payment.merchant_uid.in_(subjects))
    return {row.merchant_uid: row for row in rows}
