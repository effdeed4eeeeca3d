"""What is a seller owed, and what was credited?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.operations import Call, Resource, Routes, operation
from protos import money_pb2 as pb


class Settlements(Resource):
    @operation(
        "listSettlements",
        "What you were credited, newest first",
        query=shapes.Page,
        answer=pb.ListSettlementsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListSettlementsRequest(
            member_id=call.member_id,
            **call.page,
        )
        return await call.ask(self.stubs.money.ListSettlements, request)


class Balance(Resource):
    @operation(
        "readBalance",
        "What is held for you, what you are owed, and what you owe",
        answer=pb.Balance,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.GetBalanceRequest(member_id=call.member_id)
        return await call.ask(self.stubs.money.GetBalance, request)


ROUTES: Routes = (
    ("/v1/me/settlements", Settlements),
    ("/v1/me/balance", Balance),
)
