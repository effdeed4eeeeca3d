"""How does an auction stand, how did it come there, and how is it held again?"""

from typing import Annotated

from google.protobuf.message import Message
from msgspec import Meta, field

from api_http import shapes
from api_http.kinds.moments import Moment
from api_http.kinds.texts import Cursor
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.shapes import Shape
from protos import auction_pb2 as pb
from protos import catalogue_pb2


class NewListing(Shape, frozen=True, kw_only=True):
    """Prices that are absent stay as they were."""

    starts_at: Moment | None = None
    ends_at: Moment
    start_price: shapes.Price | None = None
    buy_now_price: shapes.Price | None = None
    reserve_price: shapes.Price | None = None


class LogPage(Shape, frozen=True, kw_only=True):
    """Which part of a log; it is read by programs, so that a page may be long."""

    limit: Annotated[int, Meta(ge=1, le=1000)] = 100
    cursor: Cursor = field(default_factory=Cursor)


class Auction(Resource):
    @operation(
        "readAuction",
        "An auction as it stands",
        answer=pb.Auction,
        public=True,
        refuses=("GOODS_NOT_FOUND",),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.GetAuctionRequest(goods_id=goods_id, viewer_id=call.member_id)
        return await call.ask(self.stubs.auctions.GetAuction, request)


class BidLog(Resource):
    @operation(
        "readBidLog",
        "The log of an auction, for bin/verify-bid-log",
        query=LogPage,
        answer=pb.BidLog,
        public=True,
        refuses=("GOODS_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.GetBidLogRequest(
            goods_id=goods_id,
            **call.page,
        )
        return await call.ask(self.stubs.auctions.GetBidLog, request)


class Relisting(Resource):
    @operation(
        "relistGoods",
        "Put up again what has failed",
        sides=(Side.SELLER,),
        body=NewListing,
        answer=catalogue_pb2.Goods,
        key=Key.ACCEPTED,
        refuses=(
            "GOODS_NOT_FOUND",
            "AUCTION_NOT_FAILED",
            "AUCTION_TOO_SHORT",
            "AUCTION_TOO_LONG",
            "BUY_NOW_PRICE_TOO_LOW",
            "RESERVE_PRICE_TOO_LOW",
            "RESERVE_PRICE_TOO_HIGH",
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


class EarlySale(Resource):
    @operation(
        "sellNow",
        "Sell at once to who leads, at the price as it stands",
        sides=(Side.SELLER,),
        answer=pb.Auction,
        key=Key.REQUIRED,
        refuses=(
            "GOODS_NOT_FOUND",
            "NO_BIDS",
            "GOODS_RESERVED",
            "AUCTION_NOT_OPEN",
            "MEMBER_SUSPENDED",
        ),
    )
    async def on_post(self, call: Call, goods_id: int) -> Message:
        request = pb.SellNowRequest(member_id=call.member_id, goods_id=goods_id)
        return await call.ask(self.stubs.auctions.SellNow, request)


ROUTES: Routes = (
    ("/v1/goods/{goods_id:id}/auction", Auction),
    ("/v1/goods/{goods_id:id}/bid-log", BidLog),
    ("/v1/goods/{goods_id:id}/relist", Relisting),
    ("/v1/goods/{goods_id:id}/sell-now", EarlySale),
)
