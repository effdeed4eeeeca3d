"""Who of the operator's people has done what, and why?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds.texts import Target
from api_http.operations import Call, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS
from protos import admin_pb2 as pb


class TrailQuery(shapes.Page, frozen=True, kw_only=True):
    actor: shapes.Id | None = None
    target: Target | None = None
    target_id: shapes.Id | None = None


class Trail(Resource):
    @operation(
        "listAuditLines",
        "What was done, by whom and to what, the latest first",
        query=TrailQuery,
        answer=pb.ListAuditLinesResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        query = call.query
        request = pb.ListAuditLinesRequest(
            operator_id=call.member_id,
            actor_id=query.actor,
            target=query.target,
            target_id=query.target_id,
            **call.page,
        )
        return await call.ask(self.stubs.admin.ListAuditLines, request)


ROUTES: Routes = (("/v1/admin/audit", Trail),)
