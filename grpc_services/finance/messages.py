"""How is told what is done about money?"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from grpc_services.finance import orders, payments, suspense
from grpc_services.finance.funds import Funds
from grpc_services.finance.operations import File
from grpc_services.finance.order_ledger import Moved
from grpc_services.messages import enum_name, enum_value, moment, timestamp
from models.money import (
    ProviderOperation,
    ProviderPayment,
    Refund,
    Remittance,
    SuspenseClearing,
)
from models.trade import FeeRule, Order, OrderEvent
from protos import finance_pb2 as pb
from protos import money_pb2, stores_pb2, trade_pb2


def operation_file(file: File) -> pb.OperationFile:
    operation = file.operation
    return pb.OperationFile(
        operation_id=operation.operation_id,
        kind=enum_value(money_pb2.OperationKind, operation.kind),
        state=enum_value(pb.OperationState, operation.state),
        order_id=file.payment.order_id,
        merchant_uid=file.payment.merchant_uid,
        amount=file.amount,
        attempts=operation.attempts,
        last_error=operation.last_error,
        created_at=timestamp(operation.created_at),
        next_try_at=timestamp(operation.next_try_at),
        done_at=timestamp(operation.done_at),
        proposal=_proposal(operation),
    )


def _proposal(operation: ProviderOperation) -> pb.Proposal | None:
    if operation.proposed is None:
        return None
    return pb.Proposal(
        decision=enum_value(pb.Decision, operation.proposed),
        admin_id=operation.proposed_by,
        reason=operation.proposed_because,
        evidence=operation.evidence or None,
    )


def held_funds(on: datetime, found: Funds) -> pb.HeldFunds:
    return pb.HeldFunds(
        on=timestamp(on),
        accounts=[
            pb.AccountFunds(account=enum_value(pb.LedgerAccount, account), amount=amount)
            for account, amount in found.accounts
        ],
        owners=[pb.OwnedFunds(owner_id=owner, amount=amount) for owner, amount in found.owners],
        next_cursor=found.following,
    )


def suspense_file(file: suspense.File) -> pb.SuspenseFile:
    reading = file.reading
    return pb.SuspenseFile(
        reading_id=reading.reading_id,
        provider_uid=reading.provider_uid,
        merchant_uid=reading.payment.merchant_uid,
        order_id=reading.payment.order_id,
        amount=file.amount,
        movements=map(movement, file.movements),
        proposal=_clearing(file.clearing) if file.clearing else None,
    )


def _clearing(row: SuspenseClearing) -> pb.ClearingProposal:
    return pb.ClearingProposal(
        clearing=enum_value(pb.Clearing, row.way),
        amount=row.amount,
        admin_id=row.proposed_by,
        reason=row.proposed_because,
        proposed_at=timestamp(row.proposed_at),
        done_at=timestamp(row.done_at),
    )


def remittance(row: Remittance) -> pb.Remittance:
    return pb.Remittance(
        remittance_id=row.remittance_id,
        reference=row.reference,
        day=row.day,
        amount=row.amount,
        fee=row.fee,
        recorded_by=row.recorded_by,
        recorded_at=timestamp(row.recorded_at),
        agreed_by=row.agreed_by,
        booked_at=timestamp(row.booked_at),
        reason=row.recorded_because,
    )


def payment_file(file: payments.File) -> pb.PaymentFile:
    payment = file.payment
    return pb.PaymentFile(
        payment_id=payment.payment_id,
        order_id=payment.order_id,
        merchant_uid=payment.merchant_uid,
        amount=payment.amount,
        state=enum_value(trade_pb2.PaymentState, payment.state),
        method=enum_value(money_pb2.PaymentMethod, payment.method),
        created_at=timestamp(payment.created_at),
        paid_at=timestamp(payment.paid_at),
        look_at=timestamp(payment.look_at),
        seen_at=timestamp(payment.seen_at),
        readings=[_reading(row, booked) for row, booked in file.readings],
        refunds=map(_refund, file.refunds),
        operations=map(operation_file, file.operations),
    )


def _reading(row: ProviderPayment, booked: int) -> pb.ReadingFile:
    reading = money_pb2.Reading(
        provider_uid=row.provider_uid,
        status=enum_value(money_pb2.ReadingStatus, row.status),
        paid=row.paid,
        cancelled=row.cancelled,
        currency=row.currency,
        method=row.method,
        transaction_id=row.transaction_id,
        receipt_url=row.receipt_url,
        paid_at=timestamp(row.paid_at),
    )
    return pb.ReadingFile(reading=reading, seen_at=timestamp(row.seen_at), booked=booked)


def _refund(row: Refund) -> pb.RefundFile:
    return pb.RefundFile(
        refund_id=row.refund_id,
        provider_uid=row.imp_uid,
        amount=row.amount,
        returned=row.returned,
        reason=row.reason,
        created_at=timestamp(row.created_at),
        done_at=timestamp(row.done_at),
        dropped_at=timestamp(row.dropped_at),
    )


def order_item(order: Order) -> pb.OrderItem:
    return pb.OrderItem(
        order_id=order.order_id,
        goods_id=order.goods_id,
        goods_name=order.goods_name,
        state=enum_value(trade_pb2.OrderState, order.state),
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        total=order.total,
        created_at=timestamp(order.created_at),
    )


def order_file(file: orders.File) -> pb.OrderFile:
    order = file.order
    return pb.OrderFile(
        order=order_item(order),
        price=order.price,
        shipping_price=order.shipping_price,
        history=[_event(row) for row in file.history],
        due_at=timestamp(order.due_at),
        ship_due_at=timestamp(order.ship_due_at),
        confirm_due_at=timestamp(order.confirm_due_at),
        act_at=timestamp(order.act_at),
        merchant_uids=file.merchant_uids,
        case_id=file.case_id,
    )


def _event(row: OrderEvent) -> trade_pb2.OrderEvent:
    state = enum_value(trade_pb2.OrderState, row.state)
    return trade_pb2.OrderEvent(state=state, at=timestamp(row.at))


def movement(moved: Moved) -> pb.LedgerMovement:
    return pb.LedgerMovement(
        business_key=moved.entry.business_key,
        recorded_at=timestamp(moved.entry.recorded_at),
        lines=[
            pb.LedgerLine(
                account=enum_value(pb.LedgerAccount, line.account),
                owner_id=line.owner_id,
                amount=line.amount,
            )
            for line in moved.lines
        ],
    )


def fee_rule(row: FeeRule) -> pb.FeeRule:
    return pb.FeeRule(
        rule_id=row.rule_id,
        name=row.name,
        scope=enum_value(pb.FeeScope, row.scope),
        category_id=row.category_id,
        seller_id=row.seller_id,
        seller_kind=row.seller_kind and enum_value(stores_pb2.StoreKind, row.seller_kind),
        percent=None if row.percent is None else float(row.percent),
        fixed=row.fixed,
        min=row.min,
        max=row.max,
        vat=row.vat,
        valid_from=timestamp(row.valid_from),
        valid_until=timestamp(row.valid_until),
    )


def fee_rule_values(request: pb.CreateFeeRuleRequest) -> dict[str, Any]:
    """This function will name the columns of which something is said."""
    said: dict[str, Any] = {
        field.name: value for field, value in request.ListFields() if field.has_presence
    }
    if "percent" in said:
        said["percent"] = Decimal(str(round(request.percent, 2)))
    if "seller_kind" in said:
        said["seller_kind"] = enum_name(stores_pb2.StoreKind, request.seller_kind)
    if "valid_from" in said:
        said["valid_from"] = moment(request.valid_from)
    scope = enum_name(pb.FeeScope, request.scope) or "ALL"
    return {"name": request.name, "scope": scope, "min": request.min, "vat": request.vat, **said}
