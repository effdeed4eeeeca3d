"""Which brands are there, and how are they called and shown?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, asked, by
from api_http.resources.uploads import OF_PICTURES
from protos import editorial_pb2 as pb


class NewBrand(Reasoned, frozen=True, kw_only=True):
    position: shapes.Place = 0
    name: texts.Name
    name_en: texts.Name
    upload_id: shapes.Id | UnsetType = UNSET


class BrandChange(Reasoned, frozen=True, kw_only=True):
    """What is not sent stays as it is."""

    position: shapes.Place | UnsetType = UNSET
    name: texts.Name | UnsetType = UNSET
    name_en: texts.Name | UnsetType = UNSET
    upload_id: shapes.Id | UnsetType = UNSET
    #: False brings back what was retired.
    retired: bool | UnsetType = UNSET


class AllBrands(Resource):
    @operation(
        "listAllBrands",
        "All brands with those retired, in their order",
        query=shapes.Page,
        answer=pb.ListAllBrandsResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAllBrandsRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.editorial.ListAllBrands, request)

    @operation(
        "addBrand",
        "Add a brand",
        body=NewBrand,
        answer=pb.BrandFile,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/admin/brands/{brand_id}",
        refuses=("BRAND_NAME_TAKEN", *OF_PICTURES, *NOT_YOURS),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateBrandRequest(**asked(call))
        return await call.ask_until_ready(self.stubs.editorial.CreateBrand, request)


class OneBrand(Resource):
    @operation(
        "changeBrand",
        "Change how a brand is called, shown and where it stands, retire it or bring it back",
        body=BrandChange,
        answer=pb.BrandFile,
        refuses=("BRAND_NOT_FOUND", "BRAND_NAME_TAKEN", *OF_PICTURES, *NOT_YOURS),
    )
    async def on_patch(self, call: Call, brand_id: int) -> Message:
        request = pb.UpdateBrandRequest(brand_id=brand_id, **asked(call))
        return await call.ask_until_ready(self.stubs.editorial.UpdateBrand, request)

    @operation(
        "retireBrand",
        "Have no new goods of a brand, and list it no more; those there stay",
        body=Reasoned,
        status=204,
        refuses=("BRAND_NOT_FOUND", *NOT_YOURS),
    )
    async def on_delete(self, call: Call, brand_id: int) -> None:
        request = pb.UpdateBrandRequest(
            brand_id=brand_id, retired=True, **by(call, call.body.reason)
        )
        await call.ask(self.stubs.editorial.UpdateBrand, request)


ROUTES: Routes = (
    ("/v1/admin/brands", AllBrands),
    ("/v1/admin/brands/{brand_id:id}", OneBrand),
)
