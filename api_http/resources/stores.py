"""How does a store look, and who follows it?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import contacts, texts
from api_http.kinds.choices import number
from api_http.kinds.moments import Moment
from api_http.operations import Call, Resource, Routes, operation
from api_http.resources.goods import State
from api_http.shapes import Shape
from protos import catalogue_pb2
from protos import stores_pb2 as pb


class StoreChange(Shape, frozen=True, kw_only=True):
    name: texts.Name | UnsetType = UNSET
    info: texts.Introduction | UnsetType = UNSET
    upload_id: shapes.Id | UnsetType = UNSET


class Vacation(Shape, frozen=True, kw_only=True):
    #: Null: back at once.
    until: Moment | None


class NewBusiness(Shape, frozen=True, kw_only=True):
    """What the law wants everybody to know of a business that sells."""

    name: texts.Title
    representative: texts.Name
    registration_number: texts.RegistrationNumber
    mail_order_number: texts.Name
    address: texts.Line
    phone: contacts.Phone
    email: contacts.Email


class StoreGoodsQuery(shapes.Page, frozen=True, kw_only=True):
    state: State | None = None


class Store(Resource):
    @operation(
        "readStore",
        "A store, with its goods and followers counted",
        answer=pb.StorePage,
        public=True,
        refuses=("STORE_NOT_FOUND",),
    )
    async def on_get(self, call: Call, store_id: int) -> Message:
        request = pb.GetStoreRequest(store_id=store_id, viewer_id=call.member_id)
        return await call.ask(self.stubs.stores.GetStore, request)


class StoreGoods(Resource):
    @operation(
        "listStoreGoods",
        "What a store sells",
        query=StoreGoodsQuery,
        answer=catalogue_pb2.ListGoodsResponse,
        public=True,
        refuses=("STORE_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, store_id: int) -> Message:
        request = pb.ListStoreGoodsRequest(
            store_id=store_id, state=number(call.query.state), **call.page, **call.reader
        )
        return await call.ask(self.stubs.stores.ListStoreGoods, request)


class StoreFollow(Resource):
    @operation(
        "followStore",
        "Follow a store, and hear of its new goods; again is the same",
        status=204,
        refuses=("STORE_NOT_FOUND", "OWN_STORE", "BLOCKED", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call, store_id: int) -> None:
        request = pb.FollowStoreRequest(member_id=call.member_id, store_id=store_id)
        await call.ask(self.stubs.stores.FollowStore, request)

    @operation(
        "unfollowStore",
        "Follow a store no more",
        status=204,
        refuses=("STORE_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call, store_id: int) -> None:
        request = pb.UnfollowStoreRequest(member_id=call.member_id, store_id=store_id)
        await call.ask(self.stubs.stores.UnfollowStore, request)


class Follows(Resource):
    @operation(
        "listFollows",
        "The stores you follow, the latest first",
        query=shapes.Page,
        answer=pb.ListStoresResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListFollowsRequest(member_id=call.member_id, **call.page)
        return await call.ask(self.stubs.stores.ListFollows, request)


class Blocks(Resource):
    @operation(
        "listBlocks",
        "The stores whose owners you have barred, the latest first",
        query=shapes.Page,
        answer=pb.ListStoresResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListBlocksRequest(member_id=call.member_id, **call.page)
        return await call.ask(self.stubs.stores.ListBlocks, request)


class MyStore(Resource):
    @operation(
        "readMyStore", "Your own store, with goods and sales counted by state", answer=pb.MyStore
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.GetMyStoreRequest(member_id=call.member_id)
        return await call.ask(self.stubs.stores.GetMyStore, request)

    @operation(
        "changeMyStore",
        "Change how your store shows itself",
        body=StoreChange,
        answer=pb.StorePage,
        refuses=(
            "UPLOAD_NOT_FOUND",
            "UPLOAD_REJECTED",
            "UPLOAD_USED",
            "PICTURES_PENDING",
            "MEMBER_SUSPENDED",
        ),
    )
    async def on_patch(self, call: Call) -> Message:
        request = pb.UpdateStoreRequest(member_id=call.member_id, **shapes.given(call.body))
        return await call.ask_until_ready(self.stubs.stores.UpdateStore, request)


class MyVacation(Resource):
    @operation(
        "setVacation",
        "Rest until a moment, or be back at once; auctions with bids go on",
        body=Vacation,
        answer=pb.StorePage,
        refuses=("VACATION_OVER", "VACATION_TOO_LONG", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call) -> Message:
        request = pb.SetVacationRequest(
            member_id=call.member_id, until=shapes.timestamp(call.body.until)
        )
        return await call.ask(self.stubs.stores.SetVacation, request)


class MyBusiness(Resource):
    @operation(
        "setBusiness",
        "Say that a business sells in your store, and who it is; all of it is shown there",
        body=NewBusiness,
        answer=pb.StorePage,
        refuses=("REGISTRATION_NUMBER_INVALID", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call) -> Message:
        business = pb.Business(**shapes.given(call.body))
        request = pb.SetBusinessRequest(member_id=call.member_id, business=business)
        return await call.ask(self.stubs.stores.SetBusiness, request)

    @operation(
        "endBusiness",
        "Say that you sell as a private person, once nothing of yours is for sale",
        answer=pb.StorePage,
        refuses=("STORE_SELLING", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call) -> Message:
        request = pb.EndBusinessRequest(member_id=call.member_id)
        return await call.ask(self.stubs.stores.EndBusiness, request)


ROUTES: Routes = (
    ("/v1/stores/{store_id:id}", Store),
    ("/v1/stores/{store_id:id}/goods", StoreGoods),
    ("/v1/stores/{store_id:id}/follow", StoreFollow),
    ("/v1/me/follows", Follows),
    ("/v1/me/blocks", Blocks),
    ("/v1/me/store", MyStore),
    ("/v1/me/store/business", MyBusiness),
    ("/v1/me/store/vacation", MyVacation),
)
