"""What may one have after all, because somebody else has not paid for it?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.operations import Call, Key, Resource, Routes, operation
from protos import trade_pb2 as pb


class SecondChances(Resource):
    @operation(
        "listSecondChances",
        "What you were offered at your own highest bid, newest first",
        query=shapes.Page,
        answer=pb.ListSecondChancesResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListSecondChancesRequest(member_id=call.member_id, **call.page)
        return await call.ask(self.stubs.trade.ListSecondChances, request)


class Acceptance(Resource):
    @operation(
        "acceptSecondChance",
        "Take it: it is yours to pay for",
        answer=pb.Order,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/orders/{order_id}",
        refuses=(
            "OFFER_NOT_FOUND",
            "OFFER_OVER",
            "MEMBER_SUSPENDED",
            "BLOCKED",
            "UNPAID_WIN",
            "BIDDING_BARRED",
        ),
    )
    async def on_post(self, call: Call, offer_id: int) -> Message:
        request = pb.AcceptSecondChanceRequest(member_id=call.member_id, offer_id=offer_id)
        return await call.ask(self.stubs.trade.AcceptSecondChance, request)


class Refusal(Resource):
    @operation(
        "declineSecondChance",
        "Leave it to the next",
        answer=pb.SecondChance,
        key=Key.ACCEPTED,
        refuses=("OFFER_NOT_FOUND", "OFFER_OVER"),
    )
    async def on_post(self, call: Call, offer_id: int) -> Message:
        request = pb.DeclineSecondChanceRequest(member_id=call.member_id, offer_id=offer_id)
        return await call.ask(self.stubs.trade.DeclineSecondChance, request)


ROUTES: Routes = (
    ("/v1/me/second-chances", SecondChances),
    ("/v1/me/second-chances/{offer_id:id}/accept", Acceptance),
    ("/v1/me/second-chances/{offer_id:id}/decline", Refusal),
)
