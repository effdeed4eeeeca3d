"""How is served who looks after money? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from grpc_services.admin.trail import By
from grpc_services.auction.house import House
from grpc_services.finance import (
    by_two,
    fee_rules,
    funds,
    operations,
    order_ledger,
    orders,
    payments,
    reconciliations,
    remittances,
    suspense,
)
from grpc_services.finance.by_two import Decision
from grpc_services.finance.messages import (
    fee_rule,
    fee_rule_values,
    held_funds,
    movement,
    operation_file,
    order_file,
    order_item,
    payment_file,
    remittance,
    suspense_file,
)
from grpc_services.messages import enum_name, moment
from grpc_services.money.clearings import Way
from grpc_services.money.messages import reconciliation_message
from grpc_services.server import keyed_rpc, rpc
from protos import finance_pb2 as pb
from protos import finance_pb2_grpc


@dataclass(frozen=True)
class Finance(finance_pb2_grpc.FinanceServicer):
    house: House

    @rpc
    def ListOperations(self, request: pb.ListOperationsRequest, now: datetime) -> Message:
        state = enum_name(pb.OperationState, request.state) or "STUCK"
        found, following = operations.operations(state=state, **_page(request))
        return pb.ListOperationsResponse(items=map(operation_file, found), next_cursor=following)

    @keyed_rpc(pb.OperationFile)
    def RetryOperation(self, request: pb.RetryOperationRequest, now: datetime) -> pb.OperationFile:
        found = by_two.retry(operation_id=request.operation_id, by=_by(request), now=now)
        return operation_file(*operations.files_of([found]))

    @keyed_rpc(pb.OperationFile)
    def EndOperation(self, request: pb.EndOperationRequest, now: datetime) -> pb.OperationFile:
        found = by_two.decide(
            operation_id=request.operation_id,
            decision=Decision(enum_name(pb.Decision, request.decision) or Decision.DROP),
            evidence=request.evidence,
            by=_by(request),
            now=now,
        )
        return operation_file(*operations.files_of([found]))

    @rpc
    def ListReconciliations(self, request: pb.ListReconciliationsRequest, now: datetime) -> Message:
        found, following = reconciliations.reconciliations(**_page(request))
        return pb.ListReconciliationsResponse(
            items=map(reconciliation_message, found), next_cursor=following
        )

    @rpc
    def GetHeldFunds(self, request: pb.GetHeldFundsRequest, now: datetime) -> Message:
        on = moment(request.on) if request.HasField("on") else now
        account = enum_name(pb.LedgerAccount, request.account)
        return held_funds(on, funds.held_funds(on=on, account=account, **_page(request)))

    @rpc
    def ListSuspense(self, request: pb.ListSuspenseRequest, now: datetime) -> Message:
        found, following = suspense.suspended(**_page(request))
        return pb.ListSuspenseResponse(items=map(suspense_file, found), next_cursor=following)

    @keyed_rpc(pb.SuspenseFile)
    def ClearSuspense(self, request: pb.ClearSuspenseRequest, now: datetime) -> pb.SuspenseFile:
        file = suspense.decide(
            reading_id=request.reading_id,
            way=Way(enum_name(pb.Clearing, request.clearing) or Way.RETURN),
            by=_by(request),
            house=self.house,
            now=now,
        )
        return suspense_file(file)

    @rpc
    def ListRemittances(self, request: pb.ListRemittancesRequest, now: datetime) -> Message:
        found, following = remittances.remittances(**_page(request))
        return pb.ListRemittancesResponse(items=map(remittance, found), next_cursor=following)

    @keyed_rpc(pb.Remittance)
    def RecordRemittance(self, request: pb.RecordRemittanceRequest, now: datetime) -> pb.Remittance:
        told = remittances.Told(request.reference, request.day, request.amount, request.fee)
        return remittance(remittances.record(told=told, by=_by(request), now=now))

    @rpc
    def GetPaymentFile(self, request: pb.GetPaymentFileRequest, now: datetime) -> Message:
        return payment_file(payments.file_of(merchant_uid=request.merchant_uid))

    @rpc
    def ListAnyOrders(self, request: pb.ListAnyOrdersRequest, now: datetime) -> Message:
        found, following = orders.any_orders(query=request.query, **_page(request))
        return pb.ListAnyOrdersResponse(items=map(order_item, found), next_cursor=following)

    @rpc
    def GetOrderFile(self, request: pb.GetOrderFileRequest, now: datetime) -> Message:
        return order_file(orders.file_of(order_id=request.order_id))

    @rpc
    def GetOrderLedger(self, request: pb.GetOrderLedgerRequest, now: datetime) -> Message:
        found = order_ledger.ledger_of(order_id=request.order_id)
        return pb.OrderLedger(items=map(movement, found))

    @rpc
    def ListFeeRules(self, request: pb.ListFeeRulesRequest, now: datetime) -> Message:
        found, following = fee_rules.rules(**_page(request))
        return pb.ListFeeRulesResponse(items=map(fee_rule, found), next_cursor=following)

    @keyed_rpc(pb.FeeRule)
    def CreateFeeRule(self, request: pb.CreateFeeRuleRequest, now: datetime) -> pb.FeeRule:
        values = fee_rule_values(request)
        return fee_rule(fee_rules.add_rule(values=values, by=_by(request), now=now))

    @rpc
    def EndFeeRule(self, request: pb.EndFeeRuleRequest, now: datetime) -> Message:
        at = moment(request.valid_until) if request.HasField("valid_until") else now
        rule = fee_rules.end_rule(rule_id=request.rule_id, at=at, by=_by(request), now=now)
        return fee_rule(rule)


def _by(request: Any) -> By:
    return By(request.operator_id, request.reason, request.client)


def _page(request: Any) -> dict[str, Any]:
    return {"limit": request.limit, "cursor": request.cursor}
