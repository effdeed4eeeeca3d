"""What got stuck with the payment provider, and what becomes of it?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice, number
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, by
from protos import finance_pb2 as pb

_REFUSES = ("OPERATION_NOT_FOUND", "OPERATION_NOT_STUCK", *NOT_YOURS)


class OperationState(Choice, of=pb.OperationState):
    """How far the provider is with it."""


class OperationsQuery(shapes.Page, frozen=True, kw_only=True):
    #: What is stuck, if nothing is said.
    state: OperationState | None = None


class Evidenced(Reasoned, frozen=True, kw_only=True):
    """With what shows that it was done, such as the number of a bank's transfer."""

    evidence: texts.Reason


class Operations(Resource):
    @operation(
        "listOperations",
        "What the payment provider is to do, by how far it is, the oldest first",
        query=OperationsQuery,
        answer=pb.ListOperationsResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListOperationsRequest(
            operator_id=call.member_id, state=number(call.query.state), **call.page
        )
        return await call.ask(self.stubs.finance.ListOperations, request)


class OperationRetry(Resource):
    @operation(
        "retryOperation",
        "Have the payment provider asked again",
        body=Reasoned,
        answer=pb.OperationFile,
        key=Key.ACCEPTED,
        refuses=_REFUSES,
    )
    async def on_post(self, call: Call, operation_id: int) -> Message:
        request = pb.RetryOperationRequest(operation_id=operation_id, **by(call, call.body.reason))
        return await call.ask(self.stubs.finance.RetryOperation, request)


class OperationDone(Resource):
    @operation(
        "markOperationDone",
        "Say that it was done by hand; it counts when another admin says so, too",
        body=Evidenced,
        answer=pb.OperationFile,
        key=Key.ACCEPTED,
        refuses=("SECOND_ADMIN_NEEDED", *_REFUSES),
    )
    async def on_post(self, call: Call, operation_id: int) -> Message:
        request = pb.EndOperationRequest(
            operation_id=operation_id,
            decision=pb.DECISION_DONE,
            evidence=call.body.evidence,
            **by(call, call.body.reason),
        )
        return await call.ask(self.stubs.finance.EndOperation, request)


class OperationDrop(Resource):
    @operation(
        "dropOperation",
        "Have it never done; it counts when another admin says so, too",
        body=Reasoned,
        answer=pb.OperationFile,
        key=Key.ACCEPTED,
        refuses=("SECOND_ADMIN_NEEDED", *_REFUSES),
    )
    async def on_post(self, call: Call, operation_id: int) -> Message:
        request = pb.EndOperationRequest(
            operation_id=operation_id,
            decision=pb.DECISION_DROP,
            **by(call, call.body.reason),
        )
        return await call.ask(self.stubs.finance.EndOperation, request)


ROUTES: Routes = (
    ("/v1/admin/operations", Operations),
    ("/v1/admin/operations/{operation_id:id}/retry", OperationRetry),
    ("/v1/admin/operations/{operation_id:id}/done", OperationDone),
    ("/v1/admin/operations/{operation_id:id}/drop", OperationDrop),
)
