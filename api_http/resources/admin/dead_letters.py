"""What could not be told, and what becomes of it?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, by
from protos import admin_pb2 as pb


class DeadLetters(Resource):
    @operation(
        "listDeadLetters",
        "What could not be told, the oldest first",
        query=shapes.Page,
        answer=pb.ListDeadLettersResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListDeadLettersRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.admin.ListDeadLetters, request)


class DeadLetterRetry(Resource):
    @operation(
        "retryDeadLetter",
        "Have it told after all",
        body=Reasoned,
        status=204,
        key=Key.ACCEPTED,
        refuses=("DEAD_LETTER_NOT_FOUND", *NOT_YOURS),
    )
    async def on_post(self, call: Call, letter_id: int) -> None:
        request = pb.RetryDeadLetterRequest(letter_id=letter_id, **by(call, call.body.reason))
        await call.ask(self.stubs.admin.RetryDeadLetter, request)


class DeadLetterDrop(Resource):
    @operation(
        "dropDeadLetter",
        "Leave it untold for good",
        body=Reasoned,
        status=204,
        key=Key.ACCEPTED,
        refuses=("DEAD_LETTER_NOT_FOUND", *NOT_YOURS),
    )
    async def on_post(self, call: Call, letter_id: int) -> None:
        request = pb.DropDeadLetterRequest(letter_id=letter_id, **by(call, call.body.reason))
        await call.ask(self.stubs.admin.DropDeadLetter, request)


ROUTES: Routes = (
    ("/v1/admin/dead-letters", DeadLetters),
    ("/v1/admin/dead-letters/{letter_id:id}/retry", DeadLetterRetry),
    ("/v1/admin/dead-letters/{letter_id:id}/drop", DeadLetterDrop),
)
