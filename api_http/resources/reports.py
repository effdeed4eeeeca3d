"""What do members say breaks the rules?"""

from typing import Any

from google.protobuf.message import Message
from msgspec import field

from api_http.kinds.choices import Choice
from api_http.kinds.texts import OptionalText
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import community_pb2 as pb


class ReportReason(Choice, of=pb.ReportReason):
    """Which rule is broken."""


class NewReport(Shape, frozen=True, kw_only=True):
    reason: ReportReason
    detail: OptionalText = field(default_factory=OptionalText)


def _files(name: str, summary: str, missing: str) -> Any:
    return operation(
        name,
        summary,
        body=NewReport,
        answer=pb.Report,
        status=201,
        key=Key.ACCEPTED,
        refuses=(missing, "ALREADY_REPORTED", "MEMBER_SUSPENDED"),
    )


class _Reports(Resource):
    target: int

    async def file(self, call: Call, target_id: int) -> Message:
        request = pb.FileReportRequest(
            member_id=call.member_id,
            target=self.target,  # type: ignore[arg-type]
            target_id=target_id,
            reason=call.body.reason.number,
            detail=call.body.detail,
        )
        return await call.ask(self.stubs.community.FileReport, request)


class GoodsReports(_Reports):
    target = pb.REPORT_TARGET_GOODS

    @_files("reportGoods", "Tell the operator of goods that break the rules", "GOODS_NOT_FOUND")
    async def on_post(self, call: Call, goods_id: int) -> Message:
        return await self.file(call, goods_id)


class StoreReports(_Reports):
    target = pb.REPORT_TARGET_STORE

    @_files("reportStore", "Tell the operator of a store that breaks the rules", "STORE_NOT_FOUND")
    async def on_post(self, call: Call, store_id: int) -> Message:
        return await self.file(call, store_id)


class QuestionReports(_Reports):
    target = pb.REPORT_TARGET_QUESTION

    @_files(
        "reportQuestion",
        "Tell the operator of a question that breaks the rules",
        "QUESTION_NOT_FOUND",
    )
    async def on_post(self, call: Call, question_id: int) -> Message:
        return await self.file(call, question_id)


class ReviewReports(_Reports):
    target = pb.REPORT_TARGET_REVIEW

    @_files(
        "reportReview", "Tell the operator of a review that breaks the rules", "REVIEW_NOT_FOUND"
    )
    async def on_post(self, call: Call, review_id: int) -> Message:
        return await self.file(call, review_id)


ROUTES: Routes = (
    ("/v1/goods/{goods_id:id}/reports", GoodsReports),
    ("/v1/stores/{store_id:id}/reports", StoreReports),
    ("/v1/questions/{question_id:id}/reports", QuestionReports),
    ("/v1/reviews/{review_id:id}/reports", ReviewReports),
)
