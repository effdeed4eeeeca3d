"""What is for sale, and how is something put up for sale?"""

from datetime import datetime
from typing import Annotated, Any

from google.protobuf.message import Message
from msgspec import UNSET, Meta, UnsetType, field

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice, number
from api_http.kinds.moments import Moment
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.problems.telling import camel
from api_http.shapes import Shape
from protos import auction_pb2, search_pb2
from protos import catalogue_pb2 as pb

#: The other names that clients in the field send.
_ALSO = {"WOMEN": "FEMALE", "MEN": "MALE", "F": "FEMALE", "M": "MALE", "ALL": "UNISEX"}


def _in_camel_case(name: str) -> str:
    return camel(name.lower())


class Quality(Choice, of=pb.Quality):
    """How worn goods are."""


class Gender(Choice, of=pb.GoodsGender, also=_ALSO):
    """Whom goods are made for."""


class State(Choice, of=pb.GoodsState):
    """Where goods stand."""


class Sort(Choice, of=search_pb2.GoodsSort, spelled=_in_camel_case):
    """In which order goods are listed."""


class NewGoods(Shape, frozen=True, kw_only=True):
    name: texts.Title
    info: texts.Text
    category_id: shapes.Id
    brand_id: shapes.Id
    quality: Quality
    gender: Gender | None = None
    size: texts.ShortLine = field(default_factory=texts.ShortLine)
    start_price: shapes.Price
    buy_now_price: shapes.Price | None = None
    reserve_price: shapes.Price | None = None
    shipping_price: shapes.Won
    starts_at: Moment | None = None
    ends_at: Moment
    soft_close: bool | None = True
    upload_ids: Annotated[list[shapes.Id], Meta(min_length=1, max_length=10)]


class GoodsChange(Shape, frozen=True, kw_only=True):
    """All of it until somebody has bid, afterwards only an addition; null for no such price."""

    name: texts.Title | UnsetType = UNSET
    info: texts.Text | UnsetType = UNSET
    category_id: shapes.Id | UnsetType = UNSET
    brand_id: shapes.Id | UnsetType = UNSET
    quality: Quality | UnsetType = UNSET
    gender: Gender | UnsetType = UNSET
    size: texts.ShortLine | UnsetType = UNSET
    start_price: shapes.Price | UnsetType = UNSET
    buy_now_price: shapes.Price | UnsetType | None = UNSET
    reserve_price: shapes.Price | UnsetType | None = UNSET
    shipping_price: shapes.Won | UnsetType = UNSET
    starts_at: Moment | UnsetType = UNSET
    ends_at: Moment | UnsetType = UNSET
    soft_close: bool | UnsetType = UNSET
    upload_ids: Annotated[list[shapes.Id], Meta(min_length=1, max_length=10)] | UnsetType = UNSET
    added_info: texts.Text | UnsetType = UNSET


class GoodsQuery(shapes.Page, frozen=True, kw_only=True):
    query: texts.SearchWords = field(default_factory=texts.SearchWords)
    category_id: shapes.Id | None = None
    brand_id: shapes.Id | None = None
    store_id: shapes.Id | None = None
    state: State | None = None
    gender: Gender | None = None
    quality: Quality | None = None
    min_price: shapes.Won | None = None
    max_price: shapes.Won | None = None
    sort: Sort | None = None
    facets: bool = False


#: What may be wrong with what a seller says of goods.
_OF_A_LISTING = (
    "CATEGORY_NOT_FOUND",
    "BRAND_NOT_FOUND",
    "UPLOAD_NOT_FOUND",
    "UPLOAD_REJECTED",
    "UPLOAD_USED",
    "PICTURES_PENDING",
    "AUCTION_TOO_SHORT",
    "AUCTION_TOO_LONG",
    "BUY_NOW_PRICE_TOO_LOW",
    "RESERVE_PRICE_TOO_LOW",
    "RESERVE_PRICE_TOO_HIGH",
    "MEMBER_SUSPENDED",
)


class GoodsCollection(Resource):
    @operation(
        "listGoods",
        "Find goods",
        query=GoodsQuery,
        answer=pb.ListGoodsResponse,
        public=True,
        refuses=("INVALID_CURSOR", "CATEGORY_NOT_FOUND"),
    )
    async def on_get(self, call: Call) -> Message:
        query = call.query
        request = search_pb2.ListGoodsRequest(
            **call.reader,
            **call.page,
            category_id=query.category_id,
            brand_id=query.brand_id,
            store_id=query.store_id,
            state=number(query.state),
            gender=number(query.gender),
            quality=number(query.quality),
            min_price=query.min_price,
            max_price=query.max_price,
            sort=number(query.sort),
            query=query.query,
            facets=query.facets,
            client=call.address,
        )
        return await call.ask(self.stubs.search.ListGoods, request)

    @operation(
        "sellGoods",
        "Put goods up for auction",
        body=NewGoods,
        answer=pb.Goods,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/goods/{goods_id}",
        refuses=_OF_A_LISTING,
    )
    async def on_post(self, call: Call) -> Message:
        body = call.body
        request = pb.CreateGoodsRequest(
            member_id=call.member_id,
            name=body.name,
            info=body.info,
            category_id=body.category_id,
            brand_id=body.brand_id,
            quality=body.quality.number,
            gender=number(body.gender) or pb.GOODS_GENDER_UNISEX,
            size=body.size,
            start_price=body.start_price,
            buy_now_price=body.buy_now_price,
            reserve_price=body.reserve_price,
            shipping_price=body.shipping_price,
            starts_at=shapes.timestamp(body.starts_at),
            ends_at=shapes.timestamp(body.ends_at),
            soft_close=body.soft_close is not False,
            upload_ids=body.upload_ids,
            language=call.language,
        )
        return await call.ask_until_ready(self.stubs.catalogue.CreateGoods, request)


class Goods(Resource):
    @operation(
        "readGoods",
        "Goods with pictures, store and category",
        answer=pb.Goods,
        public=True,
        refuses=("GOODS_NOT_FOUND",),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.GetGoodsRequest(goods_id=goods_id, **call.reader)
        return await call.ask(self.stubs.catalogue.GetGoods, request)

    @operation(
        "changeGoods",
        "Change your goods until somebody bids; afterwards, add to what is said of them",
        sides=(Side.SELLER,),
        body=GoodsChange,
        answer=pb.Goods,
        refuses=(
            "GOODS_NOT_FOUND",
            "AUCTION_NOT_OPEN",
            "HAS_BIDS",
            "HAS_FORBIDDEN_WORD",
            *_OF_A_LISTING,
        ),
    )
    async def on_patch(self, call: Call, goods_id: int) -> Message:
        request = auction_pb2.AmendGoodsRequest(
            member_id=call.member_id,
            goods_id=goods_id,
            language=call.language,
            **{name: _told(value) for name, value in shapes.given(call.body).items()},
        )
        return await call.ask_until_ready(self.stubs.auctions.AmendGoods, request)

    @operation(
        "withdrawGoods",
        "Take your goods off, while nobody has bid",
        sides=(Side.SELLER,),
        status=204,
        refuses=(
            "GOODS_NOT_FOUND",
            "HAS_BIDS",
            "GOODS_RESERVED",
            "AUCTION_NOT_OPEN",
            "MEMBER_SUSPENDED",
        ),
    )
    async def on_delete(self, call: Call, goods_id: int) -> None:
        request = auction_pb2.CancelGoodsRequest(member_id=call.member_id, goods_id=goods_id)
        await call.ask(self.stubs.auctions.CancelGoods, request)


class PricesQuery(Shape, frozen=True, kw_only=True):
    days: Annotated[int, Meta(ge=1, le=365)] = 30


class PriceHistory(Resource):
    @operation(
        "readPriceHistory",
        "What goods of the same brand and category went for, day by day",
        query=PricesQuery,
        answer=pb.PriceHistory,
        public=True,
        refuses=("GOODS_NOT_FOUND",),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.GetPriceHistoryRequest(
            goods_id=goods_id, viewer_id=call.member_id, days=call.query.days
        )
        return await call.ask(self.stubs.catalogue.GetPriceHistory, request)


def _told(value: Any) -> Any:
    """A field of a body as services take it; 0 for a price that is to go."""
    if isinstance(value, Choice):
        return value.number
    if isinstance(value, datetime):
        return shapes.timestamp(value)
    return 0 if value is None else value


ROUTES: Routes = (
    ("/v1/goods", GoodsCollection),
    ("/v1/goods/{goods_id:id}", Goods),
    ("/v1/goods/{goods_id:id}/price-history", PriceHistory),
)
