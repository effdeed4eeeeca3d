"""How is money served? Protobuf in, one call of a rule, protobuf out."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any, NamedTuple

from google.protobuf.message import Message

from grpc_services.auction.house import House
from grpc_services.catalogue.pictures import Pictures
from grpc_services.members.registration import member_with_store
from grpc_services.messages import enum_name, enum_value, timestamp
from grpc_services.money import (
    answers,
    balances,
    calling_off,
    due,
    looking,
    operations,
    outcomes,
    payments,
    readings,
    reconciling,
    refunds,
    settlements,
    statements,
)
from grpc_services.money.messages import answer_of, reading_of, reconciliation_message, told_by
from grpc_services.money.methods import Choice, Method
from grpc_services.money.settlements import ALWAYS, Period, SettlementView
from grpc_services.server import Steps, keyed_rpc, rpc, stepwise_rpc
from grpc_services.trade.service import fee_message, order_message
from grpc_services.trade.views import order_view
from models.money import Payment, ProviderOperation
from protos import money_pb2 as pb
from protos import money_pb2_grpc, trade_pb2


class Shop(NamedTuple):
    """What a buyer's browser needs to begin with a provider; `channel_key` is V2's only."""

    store_key: str
    channel_key: str = ""


@dataclass(frozen=True)
class Money(money_pb2_grpc.MoneyServicer):
    house: House
    pictures: Pictures
    #: With whom payments are begun.
    provider: str
    #: By provider, what its browser SDK is started with.
    shops: Mapping[str, Shop]
    #: Before the provider is asked about a payment of which nobody says anything.
    first_pause: timedelta

    @keyed_rpc(pb.Payment)
    def CreatePayment(self, request: pb.CreatePaymentRequest, now: datetime) -> pb.Payment:
        payment = payments.begin_payment(
            member_id=request.member_id,
            order_id=request.order_id,
            choice=_choice(request),
            provider=self.provider,
            now=now,
        )
        return self._payment(payment)

    @rpc
    def GetPayment(self, request: pb.GetPaymentRequest, now: datetime) -> Message:
        payment = payments.payment_of(
            member_id=request.member_id, merchant_uid=request.merchant_uid
        )
        return self._payment(payment)

    @keyed_rpc(pb.ReportPaymentResponse)
    def ReportPayment(
        self, request: pb.ReportPaymentRequest, now: datetime
    ) -> pb.ReportPaymentResponse:
        payments.report_payment(
            merchant_uid=request.merchant_uid, member_id=request.member_id, now=now
        )
        return pb.ReportPaymentResponse()

    @rpc
    def ClaimLooks(self, request: pb.ClaimLooksRequest, now: datetime) -> Message:
        claimed = looking.claim_looks(first_pause=self.first_pause, now=now)
        looks = [pb.Look(merchant_uid=one.merchant_uid, provider=one.provider) for one in claimed]
        return pb.ClaimLooksResponse(items=looks)

    @rpc
    def RecordReadings(self, request: pb.RecordReadingsRequest, now: datetime) -> Message:
        payment = readings.record_readings(
            merchant_uid=request.merchant_uid,
            readings=[reading_of(told) for told in request.readings],
            house=self.house,
        )
        return pb.RecordReadingsResponse(state=enum_value(trade_pb2.PaymentState, payment.state))

    @rpc
    def RecordAnswers(self, request: pb.RecordAnswersRequest, now: datetime) -> Message:
        answers.record_answers(
            answers=[answer_of(item) for item in request.items], house=self.house
        )
        return pb.RecordAnswersResponse()

    @rpc
    def ClaimReconciliation(self, request: pb.ClaimReconciliationRequest, now: datetime) -> Message:
        run = (
            reconciling.begin_by_hand(day=date.fromisoformat(request.day), now=now)
            if request.day
            else reconciling.claim_night(now=now)
        )
        return pb.ClaimReconciliationResponse(run=reconciliation_message(run) if run else None)

    @rpc
    def CompareListed(self, request: pb.CompareListedRequest, now: datetime) -> Message:
        reconciling.note_listed(
            reconciliation_id=request.reconciliation_id,
            told=[told_by(item) for item in request.items],
            house=self.house,
        )
        return pb.CompareListedResponse()

    @rpc
    def ListUnseen(self, request: pb.ListUnseenRequest, now: datetime) -> Message:
        uids, after = reconciling.unseen(
            reconciliation_id=request.reconciliation_id, after=request.after
        )
        return pb.ListUnseenResponse(provider_uids=uids, after=after)

    @rpc
    def CompareHeld(self, request: pb.CompareHeldRequest, now: datetime) -> Message:
        reconciling.note_held(
            reconciliation_id=request.reconciliation_id,
            told=[told_by(item) for item in request.items],
            missing=list(request.missing_uids),
            house=self.house,
        )
        return pb.CompareHeldResponse()

    @rpc
    def FinishReconciliation(
        self, request: pb.FinishReconciliationRequest, now: datetime
    ) -> Message:
        run = reconciling.finish(reconciliation_id=request.reconciliation_id, now=now)
        return reconciliation_message(run)

    @rpc
    def ClaimOperations(self, request: pb.ClaimOperationsRequest, now: datetime) -> Message:
        claimed = operations.claim_operations(now=now)
        return pb.ClaimOperationsResponse(items=[_operation(one) for one in claimed])

    @rpc
    def RecordOperation(self, request: pb.RecordOperationRequest, now: datetime) -> Message:
        if request.outcome == pb.OPERATION_OUTCOME_DONE:
            outcomes.record_success(
                operation_id=request.operation_id, first_pause=self.first_pause, now=now
            )
        else:
            outcomes.record_failure(
                operation_id=request.operation_id,
                error=request.error,
                is_final=request.outcome == pb.OPERATION_OUTCOME_REFUSED,
                now=now,
            )
        return pb.RecordOperationResponse()

    @rpc
    def GetRefund(self, request: pb.GetRefundRequest, now: datetime) -> Message:
        refund = refunds.refund(refund_id=request.refund_id)
        return pb.Refund(
            refund_id=refund.refund_id,
            provider_uid=refund.imp_uid,
            merchant_uid=refund.payment.merchant_uid,
            amount=refund.amount,
            left=refund.left,
            reason=refund.reason,
            account=_refund_account(refund.payment),
            provider=refund.payment.provider,
        )

    @keyed_rpc(trade_pb2.Order)
    def CancelOrder(self, request: pb.CancelOrderRequest, now: datetime) -> trade_pb2.Order:
        calling_off.cancel_order(
            member_id=request.member_id,
            order_id=request.order_id,
            reason=request.reason,
            house=self.house,
            now=now,
        )
        view = order_view(member_id=request.member_id, order_id=request.order_id)
        return order_message(self.pictures, view)

    @stepwise_rpc
    async def ActOnDueOrders(self, request: pb.ActOnDueOrdersRequest, steps: Steps) -> Message:
        began = monotonic()
        seen = await steps.do(lambda _: due.act_on_due_orders(house=self.house))
        goes_on = seen == due.MOST
        if goes_on:
            await asyncio.sleep(max(0.0, began + due.BATCH_SECONDS - monotonic()))
        return pb.ActOnDueOrdersResponse(goes_on=goes_on)

    @rpc
    def ListSettlements(self, request: pb.ListSettlementsRequest, now: datetime) -> Message:
        period = Period(*map(_day, (request.from_day, request.to_day)))
        found, following = settlements.settlements_of(
            member_id=request.member_id, period=period, limit=request.limit, cursor=request.cursor
        )
        return pb.ListSettlementsResponse(
            items=[_settlement(view) for view in found],
            next_cursor=following,
            totals=_totals(request.member_id, period),
        )

    @rpc
    def WriteStatement(self, request: pb.WriteStatementRequest, now: datetime) -> Message:
        content, following = statements.statement(
            member_id=request.member_id,
            year=request.year,
            language=request.language,
            cursor=request.cursor,
        )
        return pb.Sheet(content=content, next_cursor=following)

    @rpc
    def GetBalance(self, request: pb.GetBalanceRequest, now: datetime) -> Message:
        balance = balances.balance_of(member_id=request.member_id)
        return pb.Balance(
            payable=balance.payable,
            in_escrow=balance.in_escrow,
            frozen=balance.frozen,
            receivable=balance.receivable,
        )

    def _payment(self, payment: Payment) -> pb.Payment:
        buyer, _ = member_with_store(member_id=payment.order.buyer_id)
        shop = self.shops[payment.provider]
        return pb.Payment(
            payment_id=payment.payment_id,
            order_id=payment.order_id,
            merchant_uid=payment.merchant_uid,
            amount=payment.amount,
            state=enum_value(trade_pb2.PaymentState, payment.state),
            provider=payment.provider,
            store_key=shop.store_key,
            channel_key=shop.channel_key,
            name=payment.order.goods_name,
            buyer_name=buyer.name,
            buyer_email=buyer.email,
            buyer_phone=buyer.phone,
            method=enum_value(pb.PaymentMethod, payment.method),
            due_at=timestamp(payment.order.due_at),
        )


def _choice(request: pb.CreatePaymentRequest) -> Choice:
    return Choice(
        Method(enum_name(pb.PaymentMethod, request.method) or Method.CARD),
        request.refund_account_id if request.HasField("refund_account_id") else None,
    )


def _refund_account(payment: Payment) -> pb.RefundAccount | None:
    if payment.refund_account_number is None:
        return None
    return pb.RefundAccount(
        bank_code=payment.refund_bank_code,
        account_number=payment.refund_account_number,
        holder=payment.refund_holder,
    )


def _registration(wanted: Mapping[str, Any]) -> pb.Registration:
    return pb.Registration(
        merchant_uid=wanted["merchantUid"],
        amount=wanted["amount"],
        # What was wanted before there were two.
        provider=wanted.get("provider", "PORTONE"),
    )


def _operation(operation: ProviderOperation) -> pb.Operation:
    wanted = json.loads(operation.request)
    return pb.Operation(
        operation_id=operation.operation_id,
        kind=enum_value(pb.OperationKind, operation.kind),
        registration=_registration(wanted)
        if operation.kind == operations.Operation.REGISTER
        else None,
        refund_id=wanted.get("refundId"),
        attempts=operation.attempts,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _totals(member_id: int, period: Period) -> pb.SettlementTotals | None:
    if period == ALWAYS:
        return None
    totals = settlements.totals_of(member_id=member_id, period=period)
    return pb.SettlementTotals(**asdict(totals))


def _settlement(view: SettlementView) -> pb.Settlement:
    row = view.settlement
    return pb.Settlement(
        settlement_id=row.settlement_id,
        order_id=row.order_id,
        price=row.price,
        shipping_price=row.shipping_price,
        refunded=row.refunded,
        fees=map(fee_message, view.fees),
        commission=row.commission,
        amount=row.amount,
        state=pb.SETTLEMENT_STATE_SETTLED,
        settled_at=timestamp(row.settled_at),
    )
