"""What becomes of what members report?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice, number
from api_http.operations import Call, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, by
from api_http.shapes import Shape
from protos import admin_pb2 as pb


class ReportState(Choice, of=pb.ReportState):
    """What has become of a report."""


class Decision(Choice, of=pb.ReportDecision):
    """What becomes of what was reported."""


class ReportsQuery(shapes.Page, frozen=True, kw_only=True):
    state: ReportState | None = None


class ReportDecision(Shape, frozen=True, kw_only=True):
    decision: Decision
    note: texts.Reason


class Reports(Resource):
    @operation(
        "listReports",
        "What members have reported, the oldest first",
        query=ReportsQuery,
        answer=pb.ListReportsResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListReportsRequest(
            operator_id=call.member_id, state=number(call.query.state), **call.page
        )
        return await call.ask(self.stubs.admin.ListReports, request)


class Report(Resource):
    @operation(
        "decideReport",
        "Dismiss a report, take down what it is about, or suspend who is behind it",
        body=ReportDecision,
        answer=pb.ReportFile,
        refuses=(
            "REPORT_NOT_FOUND",
            "REPORT_DECIDED_BEFORE",
            "NOTHING_TO_TAKE_DOWN",
            "MEMBER_NOT_FOUND",
            "MEMBER_IS_ADMIN",
            *NOT_YOURS,
        ),
    )
    async def on_put(self, call: Call, report_id: int) -> Message:
        request = pb.DecideReportRequest(
            report_id=report_id,
            decision=call.body.decision.number,
            **by(call, call.body.note),
        )
        return await call.ask(self.stubs.admin.DecideReport, request)


ROUTES: Routes = (
    ("/v1/admin/reports", Reports),
    ("/v1/admin/reports/{report_id:id}", Report),
)
