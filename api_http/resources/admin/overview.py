"""How does the market do today?"""

from google.protobuf.message import Message

from api_http.operations import Call, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS
from protos import admin_pb2 as pb


class Overview(Resource):
    @operation(
        "readOverview",
        "Today's figures, and what waits for somebody",
        answer=pb.Overview,
        refuses=NOT_YOURS,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.GetOverviewRequest(operator_id=call.member_id)
        return await call.ask(self.stubs.admin.GetOverview, request)


ROUTES: Routes = (("/v1/admin/overview", Overview),)
