"""Who bids how much? Bidding, taking back, and what one has bid on."""

import math
import time

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds.choices import Choice, number
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.problems import Problem
from api_http.problems.telling import of_reason
from api_http.shapes import OneOf, Shape
from protos import auction_pb2 as pb


class NewBid(OneOf, frozen=True, kw_only=True):
    """Exactly one of the two, in won: the price itself, or a secret limit for a proxy."""

    amount: shapes.Price | None = None
    maximum: shapes.Price | None = None


class RetractionReason(Choice, of=pb.RetractionReason):
    """Why a bid may be taken back."""


class BidState(Choice, of=pb.BidState):
    """How one stands with goods that one has bid on."""


class Retraction(Shape, frozen=True, kw_only=True):
    reason: RetractionReason


class MyBidsQuery(shapes.Page, frozen=True, kw_only=True):
    state: BidState | None = None


class Bids(Resource):
    @operation(
        "listBids",
        "The bids on goods, newest first",
        query=shapes.Page,
        answer=pb.ListBidsResponse,
        public=True,
        refuses=("GOODS_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.ListBidsRequest(
            goods_id=goods_id,
            **call.page,
        )
        return await call.ask(self.stubs.auctions.ListBids, request)

    @operation(
        "placeBid",
        "Bid, by amount or by maximum",
        body=NewBid,
        answer=pb.Bid,
        status=201,
        key=Key.REQUIRED,
        location="/v1/goods/{goods_id}/bids",
        refuses=(
            "GOODS_NOT_FOUND",
            "AUCTION_NOT_OPEN",
            "OWN_GOODS",
            "BLOCKED",
            "MEMBER_SUSPENDED",
            "UNPAID_WIN",
            "BIDDING_BARRED",
            "BID_TOO_LOW",
            "TOO_MANY_BIDS",
        ),
    )
    async def on_post(self, call: Call, goods_id: int) -> Message:
        wait = self.edge.pace.wait(call.member_id, time.monotonic())
        if wait:
            raise Problem("TOO_MANY_BIDS", values={"retryAfter": math.ceil(wait)})
        bid = pb.NewBid(
            goods_id=goods_id,
            member_id=call.member_id,
            idempotency_key=call.key,
            amount=call.body.amount,
            maximum=call.body.maximum,
        )
        answer = await self.stubs.bids.send(bid)
        if answer.WhichOneof("answer") == "refusal":
            raise of_reason(answer.refusal.reason, answer.refusal.details)
        return answer.bid


class Bid(Resource):
    @operation(
        "retractBid",
        "Take back a bid of yours",
        sides=(Side.AUTHOR,),
        body=Retraction,
        answer=pb.Auction,
        key=Key.ACCEPTED,
        refuses=(
            "GOODS_NOT_FOUND",
            "BID_NOT_FOUND",
            "AUCTION_NOT_OPEN",
            "BID_AUTOMATIC",
            "ALREADY_RETRACTED",
            "RETRACTION_TOO_LATE",
            "MEMBER_SUSPENDED",
        ),
    )
    async def on_delete(self, call: Call, goods_id: int, bid_id: int) -> Message:
        request = pb.RetractBidRequest(
            member_id=call.member_id,
            goods_id=goods_id,
            bid_id=bid_id,
            reason=call.body.reason.number,
        )
        return await call.ask(self.stubs.auctions.RetractBid, request)


class MyBids(Resource):
    @operation(
        "listMyBids",
        "The goods you bid on, the latest bid first",
        query=MyBidsQuery,
        answer=pb.ListMyBidsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListMyBidsRequest(
            member_id=call.member_id,
            state=number(call.query.state),
            **call.page,
            language=call.language,
        )
        return await call.ask(self.stubs.auctions.ListMyBids, request)


ROUTES: Routes = (
    ("/v1/goods/{goods_id:id}/bids", Bids),
    ("/v1/goods/{goods_id:id}/bids/{bid_id:id}", Bid),
    ("/v1/me/bids", MyBids),
)
