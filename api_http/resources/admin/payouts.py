"""How do sellers get their money? In runs that two admins answer for."""

from typing import IO, Annotated

from google.protobuf.message import Message
from msgspec import Meta

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.promises import CSV
from api_http.resources.admin import payout_results
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, by
from api_http.shapes import Shape
from api_http.sheets import sheet
from protos import payouts_pb2 as pb


class NewPayoutRun(Reasoned, frozen=True, kw_only=True):
    #: Sellers who are paid although they are suspended or have left, or the bank refused them.
    released_ids: Annotated[tuple[shapes.Id, ...], Meta(max_length=100)] = ()


class PayoutOutcome(Choice, of=pb.PayoutState, without=("DRAFT", "HELD", "SENT", "DROPPED")):
    """Whether the bank has paid."""


class NewPayoutResult(Shape, frozen=True, kw_only=True):
    payout_id: shapes.Id
    state: PayoutOutcome
    #: In the bank's words, why it has failed; the seller is told.
    because: texts.BankWords | None = None
    #: In won; if it is told, it has to be the payout's.
    amount: shapes.Won | None = None


class NewPayoutResults(Reasoned, frozen=True, kw_only=True):
    results: Annotated[tuple[NewPayoutResult, ...], Meta(min_length=1, max_length=500)]


class ResultsQuery(Shape, frozen=True, kw_only=True):
    #: Of what comes as a bank's file: the one that was downloaded, with the columns 결과 and 사유.
    reason: texts.Reason | None = None


class PayoutRuns(Resource):
    @operation(
        "listPayoutRuns",
        "Runs of payouts, the newest first",
        query=shapes.Page,
        answer=pb.ListPayoutRunsResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListPayoutRunsRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.payouts.ListPayoutRuns, request)

    @operation(
        "drawUpPayouts",
        "Draw up what sellers are to be paid; another admin has to approve it",
        body=NewPayoutRun,
        answer=pb.PayoutRun,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/admin/payouts/{run_id}",
        refuses=("PAYOUT_RUN_OPEN", "NOTHING_TO_PAY_OUT", *NOT_YOURS),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.DrawUpPayoutsRequest(
            released_ids=call.body.released_ids, **by(call, call.body.reason)
        )
        return await call.ask(self.stubs.payouts.DrawUpPayouts, request)


class PayoutRunFile(Resource):
    @operation(
        "readPayoutRun",
        "A run of payouts, and who is paid in it",
        query=shapes.Page,
        answer=pb.PayoutRunFile,
        refuses=("PAYOUT_RUN_NOT_FOUND", "INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call, run_id: int) -> Message:
        request = pb.GetPayoutRunRequest(operator_id=call.member_id, run_id=run_id, **call.page)
        return await call.ask(self.stubs.payouts.GetPayoutRun, request)


class PayoutApproval(Resource):
    @operation(
        "approvePayouts",
        "Let a run be sent that another admin has drawn up; who is held in it is told",
        body=Reasoned,
        answer=pb.PayoutRun,
        key=Key.ACCEPTED,
        refuses=(
            "PAYOUT_RUN_NOT_FOUND",
            "PAYOUT_RUN_NOT_DRAFT",
            "SECOND_ADMIN_NEEDED",
            *NOT_YOURS,
        ),
    )
    async def on_post(self, call: Call, run_id: int) -> Message:
        request = pb.ApprovePayoutsRequest(run_id=run_id, **by(call, call.body.reason))
        return await call.ask(self.stubs.payouts.ApprovePayouts, request)


class PayoutDrop(Resource):
    @operation(
        "dropPayouts",
        "Have a run never be sent, so that another can be drawn up",
        body=Reasoned,
        answer=pb.PayoutRun,
        key=Key.ACCEPTED,
        refuses=("PAYOUT_RUN_NOT_FOUND", "PAYOUT_RUN_SENT", *NOT_YOURS),
    )
    async def on_post(self, call: Call, run_id: int) -> Message:
        request = pb.DropPayoutsRequest(run_id=run_id, **by(call, call.body.reason))
        return await call.ask(self.stubs.payouts.DropPayouts, request)


class PayoutExport(Resource):
    @operation(
        "exportPayouts",
        "The file of transfers for the bank; with the first download the run counts as sent",
        file=CSV,
        is_begun_by_get=True,
        refuses=("PAYOUT_RUN_NOT_FOUND", "PAYOUT_RUN_NOT_APPROVED", *NOT_YOURS),
    )
    async def on_get(self, call: Call, run_id: int) -> IO[bytes]:
        request = pb.ExportPayoutsRequest(
            operator_id=call.member_id, client=call.address, run_id=run_id
        )
        return await sheet(call, self.stubs.payouts.ExportPayouts, request, f"payouts-{run_id}.csv")


class PayoutResults(Resource):
    @operation(
        "recordPayoutResults",
        "Say what the bank made of payouts: all of it is noted, or nothing; again changes nothing",
        body=NewPayoutResults,
        query=ResultsQuery,
        table=payout_results.TABLE,
        answer=pb.PayoutRun,
        key=Key.ACCEPTED,
        refuses=(
            "PAYOUT_RUN_NOT_FOUND",
            "PAYOUT_RUN_NOT_SENT",
            "PAYOUT_NOT_FOUND",
            "PAYOUT_AMOUNT_DIFFERS",
            "PAYOUT_RESULT_CONTRADICTS",
            *NOT_YOURS,
        ),
    )
    async def on_post(self, call: Call, run_id: int) -> Message:
        results = [
            pb.PayoutResult(
                payout_id=one.payout_id,
                state=one.state.number,
                because=one.because or "",
                amount=one.amount,
            )
            for one in call.body.results
        ]
        request = pb.RecordPayoutResultsRequest(
            run_id=run_id, results=results, **by(call, call.body.reason)
        )
        return await call.ask(self.stubs.payouts.RecordPayoutResults, request)


ROUTES: Routes = (
    ("/v1/admin/payouts", PayoutRuns),
    ("/v1/admin/payouts/{run_id:id}", PayoutRunFile),
    ("/v1/admin/payouts/{run_id:id}/approve", PayoutApproval),
    ("/v1/admin/payouts/{run_id:id}/drop", PayoutDrop),
    ("/v1/admin/payouts/{run_id:id}/export", PayoutExport),
    ("/v1/admin/payouts/{run_id:id}/results", PayoutResults),
)
