"""Auctions over HTTP: how they stand, bids, their history."""

import math
import time
from typing import Annotated, Literal

from google.protobuf.message import Message
from msgspec import Meta

from api_http import shapes
from api_http.errors import Problem, of_reason
from api_http.operations import Call, Key, Resource, operation
from api_http.shapes import Shape
from protos import auction_pb2 as pb
from protos import catalogue_pb2


class NewBid(Shape, frozen=True, kw_only=True):
    """Exactly one of the two, in won: the price itself, or a secret limit for a proxy."""

    amount: shapes.Price | None = None
    maximum: shapes.Price | None = None


class Retraction(Shape, frozen=True, kw_only=True):
    reason: Literal["MISTYPED", "CHANGED_DESCRIPTION"]


class NewListing(Shape, frozen=True, kw_only=True):
    """Prices that are absent stay as they were."""

    starts_at: shapes.Moment | None = None
    ends_at: shapes.Moment
    start_price: shapes.Price | None = None
    buy_now_price: shapes.Price | None = None
    reserve_price: shapes.Price | None = None


class MyBidsQuery(shapes.Page, frozen=True, kw_only=True):
    state: Literal["LEADING", "OUTBID", "WON", "LOST"] | None = None


class LogPage(Shape, frozen=True, kw_only=True):
    """Which part of a log; it is read by programs, so that a page may be long."""

    limit: Annotated[int, Meta(ge=1, le=1000)] = 100
    cursor: Annotated[str, Meta(max_length=200)] = ""


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
            "TOO_MANY_BIDS",
        ),
    )
    async def on_post(self, call: Call, goods_id: int) -> Message:
        if (call.body.amount is None) is (call.body.maximum is None):
            raise Problem(
                "INVALID_FIELDS", fields={"amount": "exactly one of amount and maximum is required"}
            )
        wait = self.stubs.pace.wait(call.member_id, time.monotonic())
        if wait:
            raise Problem("TOO_MANY_BIDS", values={"retry_after": math.ceil(wait)})
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
        "Take back a bid of yours",
        body=Retraction,
        answer=pb.Auction,
        key=Key.ACCEPTED,
        refuses=(
            "GOODS_NOT_FOUND",
            "BID_NOT_FOUND",
            "AUCTION_NOT_OPEN",
            "RETRACTION_NOT_ALLOWED",
            "MEMBER_SUSPENDED",
        ),
    )
    async def on_delete(self, call: Call, goods_id: int, bid_id: int) -> Message:
        request = pb.RetractBidRequest(
            member_id=call.member_id,
            goods_id=goods_id,
            bid_id=bid_id,
            reason=f"RETRACTION_REASON_{call.body.reason}",
        )
        return await call.ask(self.stubs.auctions.RetractBid, request)


class Relisting(Resource):
    @operation(
        "Put up again what has failed",
        body=NewListing,
        answer=catalogue_pb2.Goods,
        key=Key.ACCEPTED,
        refuses=(
            "GOODS_NOT_FOUND",
            "AUCTION_NOT_FAILED",
            "AUCTION_TIMES_INVALID",
            "PRICES_INVALID",
            "MEMBER_SUSPENDED",
        ),
    )
    async def on_post(self, call: Call, goods_id: int) -> Message:
        body = call.body
        request = pb.RelistGoodsRequest(
            member_id=call.member_id,
            goods_id=goods_id,
            starts_at=shapes.timestamp(body.starts_at),
            ends_at=shapes.timestamp(body.ends_at),
            start_price=body.start_price,
            buy_now_price=body.buy_now_price,
            reserve_price=body.reserve_price,
            language=call.language,
        )
        return await call.ask(self.stubs.auctions.RelistGoods, request)


class MyBids(Resource):
    @operation(
        "The goods you bid on, the latest bid first",
        query=MyBidsQuery,
        answer=pb.ListMyBidsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListMyBidsRequest(
            member_id=call.member_id,
            state=f"BID_STATE_{call.query.state or 'UNSPECIFIED'}",
            limit=call.query.limit,
            cursor=call.query.cursor,
            language=call.language,
        )
        return await call.ask(self.stubs.auctions.ListMyBids, request)


class BidLog(Resource):
    @operation(
        "The log of an auction, for bin/verify-bid-log",
        query=LogPage,
        answer=pb.BidLog,
        public=True,
        refuses=("GOODS_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.GetBidLogRequest(
            goods_id=goods_id, limit=call.query.limit, cursor=call.query.cursor
        )
        return await call.ask(self.stubs.auctions.GetBidLog, request)
