"""What does the operator announce?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.operations import Call, Resource, Routes, operation
from protos import helpdesk_pb2 as pb


class Notices(Resource):
    @operation(
        "listNotices",
        "What the operator announces, newest first",
        query=shapes.Page,
        answer=pb.ListNoticesResponse,
        public=True,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListNoticesRequest(language=call.language, **call.page)
        return await call.ask(self.stubs.helpdesk.ListNotices, request)


ROUTES: Routes = (("/v1/notices", Notices),)
