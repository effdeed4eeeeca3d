"""Where are goods sorted in? Categories and brands."""

from google.protobuf.message import Message
from msgspec import field

from api_http import shapes
from api_http.kinds.texts import SearchWords
from api_http.operations import Call, Resource, Routes, operation
from protos import catalogue_pb2 as pb


class BrandQuery(shapes.Page, frozen=True, kw_only=True):
    query: SearchWords = field(default_factory=SearchWords)


class Categories(Resource):
    @operation(
        "listCategories",
        "All categories, in two levels",
        answer=pb.ListCategoriesResponse,
        public=True,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListCategoriesRequest(language=call.language)
        return await call.ask(self.stubs.catalogue.ListCategories, request)


class Brands(Resource):
    @operation(
        "listBrands",
        "Brands by name",
        query=BrandQuery,
        answer=pb.ListBrandsResponse,
        public=True,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListBrandsRequest(
            query=call.query.query,
            **call.page,
            **call.reader,
        )
        return await call.ask(self.stubs.catalogue.ListBrands, request)


class Brand(Resource):
    @operation(
        "readBrand",
        "One brand, with its likes and what is on sale of it",
        answer=pb.Brand,
        public=True,
        refuses=("BRAND_NOT_FOUND",),
    )
    async def on_get(self, call: Call, brand_id: int) -> Message:
        request = pb.GetBrandRequest(brand_id=brand_id, **call.reader)
        return await call.ask(self.stubs.catalogue.GetBrand, request)


ROUTES: Routes = (
    ("/v1/categories", Categories),
    ("/v1/brands", Brands),
    ("/v1/brands/{brand_id:id}", Brand),
)
