"""How does the operator find goods, and take them off?"""

from google.protobuf.message import Message
from msgspec import field

from api_http import shapes
from api_http.kinds.choices import Choice, number
from api_http.kinds.texts import SearchWords
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, by
from api_http.resources.goods import State
from protos import admin_pb2 as pb
from protos import catalogue_pb2


class Review(Choice, of=catalogue_pb2.Review):
    """Whether goods wait for the operator."""


class AnyGoodsQuery(shapes.Page, frozen=True, kw_only=True):
    query: SearchWords = field(default_factory=SearchWords)
    state: State | None = None
    review: Review | None = None


class AnyGoods(Resource):
    @operation(
        "listAnyGoods",
        "Goods in a state by words, or in any by their number, or all that wait for review",
        query=AnyGoodsQuery,
        answer=catalogue_pb2.ListGoodsResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAnyGoodsRequest(
            operator_id=call.member_id,
            query=call.query.query,
            state=number(call.query.state),
            review=number(call.query.review),
            language=call.language,
            **call.page,
        )
        return await call.ask(self.stubs.admin.ListAnyGoods, request)


class GoodsApproval(Resource):
    @operation(
        "approveGoods",
        "Have goods be seen and bid on that have waited for review; the seller is told",
        body=Reasoned,
        status=204,
        key=Key.ACCEPTED,
        refuses=("GOODS_NOT_FOUND", "NOT_WAITING", *NOT_YOURS),
    )
    async def on_post(self, call: Call, goods_id: int) -> None:
        request = pb.ApproveGoodsRequest(goods_id=goods_id, **by(call, call.body.reason))
        await call.ask(self.stubs.admin.ApproveGoods, request)


class GoodsTakeDown(Resource):
    @operation(
        "takeDownGoods",
        "Cancel an auction, whatever was bid; seller and bidders are told",
        body=Reasoned,
        status=204,
        key=Key.ACCEPTED,
        refuses=("GOODS_NOT_FOUND", "AUCTION_NOT_OPEN", *NOT_YOURS),
    )
    async def on_post(self, call: Call, goods_id: int) -> None:
        request = pb.TakeDownGoodsRequest(goods_id=goods_id, **by(call, call.body.reason))
        await call.ask(self.stubs.admin.TakeDownGoods, request)


ROUTES: Routes = (
    ("/v1/admin/goods", AnyGoods),
    ("/v1/admin/goods/{goods_id:id}/approve", GoodsApproval),
    ("/v1/admin/goods/{goods_id:id}/cancel", GoodsTakeDown),
)
