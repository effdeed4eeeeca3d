"""How are payouts served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from grpc_services.admin.trail import By
from grpc_services.payouts import files, reading, reminding, results, runs
from grpc_services.payouts.messages import line_message, payout_message, result_of, run_message
from grpc_services.server import keyed_rpc, rpc
from models.payouts import PayoutRun
from protos import money_pb2, payouts_pb2_grpc
from protos import payouts_pb2 as pb


@dataclass(frozen=True)
class Payouts(payouts_pb2_grpc.PayoutsServicer):
    #: In won; less is not paid out.
    minimum: int

    @rpc
    def ListPayoutRuns(self, request: pb.ListPayoutRunsRequest, now: datetime) -> Message:
        found, following = reading.runs(limit=request.limit, cursor=request.cursor)
        return pb.ListPayoutRunsResponse(items=map(run_message, found), next_cursor=following)

    @keyed_rpc(pb.PayoutRun)
    def DrawUpPayouts(self, request: pb.DrawUpPayoutsRequest, now: datetime) -> pb.PayoutRun:
        run, _ = runs.draw_up(
            minimum=self.minimum, released=set(request.released_ids), by=_by(request), now=now
        )
        return _run(run)

    @rpc
    def GetPayoutRun(self, request: pb.GetPayoutRunRequest, now: datetime) -> Message:
        run, found, following = reading.payouts_of_run(
            run_id=request.run_id, limit=request.limit, cursor=request.cursor
        )
        return pb.PayoutRunFile(
            run=_run(run), items=map(line_message, found), next_cursor=following
        )

    @keyed_rpc(pb.PayoutRun)
    def ApprovePayouts(self, request: pb.ApprovePayoutsRequest, now: datetime) -> pb.PayoutRun:
        return _run(runs.approve(run_id=request.run_id, by=_by(request), now=now))

    @keyed_rpc(pb.PayoutRun)
    def DropPayouts(self, request: pb.DropPayoutsRequest, now: datetime) -> pb.PayoutRun:
        return _run(runs.drop(run_id=request.run_id, by=_by(request), now=now))

    @rpc
    def ExportPayouts(self, request: pb.ExportPayoutsRequest, now: datetime) -> Message:
        by = By(request.operator_id, "", request.client)
        content, following = files.export(
            run_id=request.run_id, cursor=request.cursor, by=by, now=now
        )
        return money_pb2.Sheet(content=content, next_cursor=following)

    @keyed_rpc(pb.PayoutRun)
    def RecordPayoutResults(
        self, request: pb.RecordPayoutResultsRequest, now: datetime
    ) -> pb.PayoutRun:
        run = results.record_results(
            run_id=request.run_id,
            results=[result_of(told) for told in request.results],
            by=_by(request),
            now=now,
        )
        return _run(run)

    @rpc
    def ListPayouts(self, request: pb.ListPayoutsRequest, now: datetime) -> Message:
        found, following = reading.payouts_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return pb.ListPayoutsResponse(items=map(payout_message, found), next_cursor=following)

    @rpc
    def RemindOfPayouts(self, request: pb.RemindOfPayoutsRequest, now: datetime) -> Message:
        reminding.remind(minimum=self.minimum, now=now)
        return pb.RemindOfPayoutsResponse()


def _run(run: PayoutRun) -> pb.PayoutRun:
    return run_message(reading.views_of([run])[0])


def _by(request: Any) -> By:
    return By(request.operator_id, request.reason, request.client)
