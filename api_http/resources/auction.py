"""Auctions over HTTP: how they stand, bids, their history."""

from google.protobuf.message import Message

from api_http import shapes
from api_http.bids import BidSender
from api_http.errors import Problem, of_reason
from api_http.operations import DEADLINE, Call, Key, Resource, operation
from api_http.shapes import Shape
from api_http.stubs import Stubs
from protos import auction_pb2 as pb


class NewBid(Shape, frozen=True, kw_only=True):
    """Exactly one of the two, in won: the price itself, or a secret limit for a proxy."""

    amount: shapes.Price | None = None
    maximum: shapes.Price | None = None


class Auction(Resource):
    @operation(
        "An auction as it stands",
        answer=pb.Auction,
        public=True,
        refuses=("GOODS_NOT_FOUND",),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.GetAuctionRequest(goods_id=goods_id, viewer_id=call.member_id)
        return await call.ask(self.stubs.auctions.GetAuction, request)


class Bids(Resource):
    def __init__(self, stubs: Stubs) -> None:
        super().__init__(stubs)
        self._sender: BidSender | None = None

    @operation(
        "The bids on goods, newest first",
        query=shapes.Page,
        answer=pb.ListBidsResponse,
        public=True,
        refuses=("GOODS_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.ListBidsRequest(
            goods_id=goods_id, limit=call.query.limit, cursor=call.query.cursor
        )
        return await call.ask(self.stubs.auctions.ListBids, request)

    @operation(
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
            "EMAIL_NOT_VERIFIED",
            "UNPAID_WIN",
            "BID_TOO_LOW",
        ),
    )
    async def on_post(self, call: Call, goods_id: int) -> Message:
        if (call.body.amount is None) is (call.body.maximum is None):
            raise Problem(
                "INVALID_FIELDS", fields={"amount": "exactly one of amount and maximum is required"}
            )
        bid = pb.NewBid(
            goods_id=goods_id,
            member_id=call.member_id,
            idempotency_key=call.key,
            amount=call.body.amount,
            maximum=call.body.maximum,
        )
        answer = await self.sender.send(bid)
        if answer.WhichOneof("answer") == "refusal":
            raise of_reason(answer.refusal.reason, answer.refusal.details)
        return answer.bid

    @property
    def sender(self) -> BidSender:
        if self._sender is None:
            self._sender = BidSender(self.stubs.auctions.PlaceBids, DEADLINE)
        return self._sender
