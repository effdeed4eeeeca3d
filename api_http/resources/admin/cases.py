"""How does the operator decide what two sides cannot agree about?"""

import tempfile
import zipfile
from typing import IO

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice, number
from api_http.operations import Call, Resource, Routes, operation
from api_http.promises import ZIP
from api_http.resources.admin.acts import NOT_YOURS, by
from api_http.shapes import Shape
from protos import admin_pb2 as pb
from protos import cases_pb2, trade_pb2

#: Bytes of a zip from which on it is on disk.
_IN_MEMORY = 2**20


class CaseState(Choice, of=trade_pb2.CaseState):
    """Whom a case waits for."""


class ReturnPayer(Choice, of=cases_pb2.ReturnPayer):
    """Who pays the parcel with which the goods go back."""


class AllCasesQuery(shapes.Page, frozen=True, kw_only=True):
    state: CaseState | None = None
    #: Those that have not ended, or those that have.
    open: bool | None = None


class CaseDecision(Shape, frozen=True, kw_only=True):
    buyer_gets: shapes.Won
    #: With somebody to pay the parcel, the goods go back first.
    return_paid_by: ReturnPayer | None = None
    note: texts.Reason


class AllCases(Resource):
    @operation(
        "listAllCases",
        "What is wrong with anybody's orders, the oldest first",
        query=AllCasesQuery,
        answer=cases_pb2.ListCasesResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAllCasesRequest(
            operator_id=call.member_id,
            state=number(call.query.state),
            open=call.query.open,
            **call.page,
        )
        return await call.ask(self.stubs.admin.ListAllCases, request)


class AnyCase(Resource):
    @operation(
        "readAnyCase",
        "A case of anybody's with all that was said and shown",
        answer=cases_pb2.Case,
        refuses=("CASE_NOT_FOUND", *NOT_YOURS),
    )
    async def on_get(self, call: Call, case_id: int) -> Message:
        request = pb.GetAnyCaseRequest(operator_id=call.member_id, case_id=case_id)
        return await call.ask(self.stubs.admin.GetAnyCase, request)

    @operation(
        "decideCase",
        "Share out what is frozen, at once or when the goods are back; both sides are told",
        body=CaseDecision,
        answer=cases_pb2.Case,
        refuses=(
            "CASE_NOT_FOUND",
            "CASE_CLOSED",
            "CASE_NOT_ESCALATED",
            "OFFER_TOO_LARGE",
            "NOTHING_TO_RETURN",
            *NOT_YOURS,
        ),
    )
    async def on_put(self, call: Call, case_id: int) -> Message:
        request = pb.DecideCaseRequest(
            case_id=case_id,
            buyer_gets=call.body.buyer_gets,
            return_paid_by=number(call.body.return_paid_by),
            **by(call, call.body.note),
        )
        return await call.ask(self.stubs.admin.DecideCase, request)


class CaseFile(Resource):
    @operation(
        "downloadCaseFile",
        "All that was said and shown of a case, as one zip",
        file=ZIP,
        refuses=("CASE_NOT_FOUND", *NOT_YOURS),
    )
    async def on_get(self, call: Call, case_id: int) -> IO[bytes]:
        # On disk, if it becomes large; closed once it is sent.
        file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            cursor: str | None = ""
            while cursor is not None:
                request = pb.GetCaseFileRequest(
                    operator_id=call.member_id, case_id=case_id, cursor=cursor
                )
                page = await call.ask(self.stubs.admin.GetCaseFile, request)
                made.writestr(page.name, page.content)
                cursor = page.next_cursor if page.HasField("next_cursor") else None
        file.seek(0)
        call.headers["Content-Disposition"] = f'attachment; filename="case-{case_id}.zip"'
        return file


ROUTES: Routes = (
    ("/v1/admin/cases", AllCases),
    ("/v1/admin/cases/{case_id:id}", AnyCase),
    ("/v1/admin/cases/{case_id:id}/file", CaseFile),
)
