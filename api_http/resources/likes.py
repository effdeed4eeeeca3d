"""What does a member like, and what have they looked at?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.operations import Call, Resource, Routes, operation
from protos import catalogue_pb2 as pb


class GoodsLike(Resource):
    @operation(
        "likeGoods",
        "Like goods; again is the same",
        status=204,
        refuses=("GOODS_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call, goods_id: int) -> None:
        request = pb.LikeGoodsRequest(member_id=call.member_id, goods_id=goods_id)
        await call.ask(self.stubs.catalogue.LikeGoods, request)

    @operation(
        "unlikeGoods",
        "Like goods no more",
        status=204,
        refuses=("GOODS_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call, goods_id: int) -> None:
        request = pb.UnlikeGoodsRequest(member_id=call.member_id, goods_id=goods_id)
        await call.ask(self.stubs.catalogue.UnlikeGoods, request)


class BrandLike(Resource):
    @operation(
        "likeBrand",
        "Like a brand, and hear of its new goods; again is the same",
        status=204,
        refuses=("BRAND_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call, brand_id: int) -> None:
        request = pb.LikeBrandRequest(member_id=call.member_id, brand_id=brand_id)
        await call.ask(self.stubs.catalogue.LikeBrand, request)

    @operation(
        "unlikeBrand",
        "Like a brand no more",
        status=204,
        refuses=("BRAND_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call, brand_id: int) -> None:
        request = pb.UnlikeBrandRequest(member_id=call.member_id, brand_id=brand_id)
        await call.ask(self.stubs.catalogue.UnlikeBrand, request)


class LikedGoods(Resource):
    @operation(
        "listLikedGoods",
        "The goods you like, the latest first",
        query=shapes.Page,
        answer=pb.ListGoodsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListLikedGoodsRequest(**call.page, **call.member)
        return await call.ask(self.stubs.catalogue.ListLikedGoods, request)


class LikedBrands(Resource):
    @operation(
        "listLikedBrands",
        "The brands you like, the latest first",
        query=shapes.Page,
        answer=pb.ListBrandsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListLikedBrandsRequest(**call.page, **call.member)
        return await call.ask(self.stubs.catalogue.ListLikedBrands, request)


class RecentGoods(Resource):
    @operation(
        "listRecentGoods",
        "The last hundred goods you have looked at, the latest first",
        query=shapes.Page,
        answer=pb.ListGoodsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListRecentGoodsRequest(**call.page, **call.member)
        return await call.ask(self.stubs.catalogue.ListRecentGoods, request)


ROUTES: Routes = (
    ("/v1/goods/{goods_id:id}/like", GoodsLike),
    ("/v1/brands/{brand_id:id}/like", BrandLike),
    ("/v1/me/likes/goods", LikedGoods),
    ("/v1/me/likes/brands", LikedBrands),
    ("/v1/me/recent-goods", RecentGoods),
)
