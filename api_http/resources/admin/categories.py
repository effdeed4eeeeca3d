"""Which categories are there, and how are they called?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, asked, by
from protos import editorial_pb2 as pb


class NewCategory(Reasoned, frozen=True, kw_only=True):
    #: Absent: it stands at the top.
    parent_id: shapes.Id | UnsetType = UNSET
    position: shapes.Place = 0
    name: texts.Name
    name_en: texts.Name


class CategoryChange(Reasoned, frozen=True, kw_only=True):
    """What is not sent stays as it is."""

    position: shapes.Place | UnsetType = UNSET
    name: texts.Name | UnsetType = UNSET
    name_en: texts.Name | UnsetType = UNSET
    #: False brings back what was retired.
    retired: bool | UnsetType = UNSET


class AllCategories(Resource):
    @operation(
        "listAllCategories",
        "All categories with those retired, in their order",
        answer=pb.ListAllCategoriesResponse,
        refuses=NOT_YOURS,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAllCategoriesRequest(operator_id=call.member_id)
        return await call.ask(self.stubs.editorial.ListAllCategories, request)

    @operation(
        "addCategory",
        "Add a category, below another one or not",
        body=NewCategory,
        answer=pb.CategoryFile,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/admin/categories/{category_id}",
        refuses=("CATEGORY_NOT_FOUND", "CATEGORY_TOO_DEEP", *NOT_YOURS),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateCategoryRequest(**asked(call))
        return await call.ask(self.stubs.editorial.CreateCategory, request)


class OneCategory(Resource):
    @operation(
        "changeCategory",
        "Change how a category is called and where it stands, retire it or bring it back",
        body=CategoryChange,
        answer=pb.CategoryFile,
        refuses=("CATEGORY_NOT_FOUND", *NOT_YOURS),
    )
    async def on_patch(self, call: Call, category_id: int) -> Message:
        request = pb.UpdateCategoryRequest(category_id=category_id, **asked(call))
        return await call.ask(self.stubs.editorial.UpdateCategory, request)

    @operation(
        "retireCategory",
        "Have no new goods in a category, and list it no more; those there stay",
        body=Reasoned,
        status=204,
        refuses=("CATEGORY_NOT_FOUND", *NOT_YOURS),
    )
    async def on_delete(self, call: Call, category_id: int) -> None:
        request = pb.UpdateCategoryRequest(
            category_id=category_id, retired=True, **by(call, call.body.reason)
        )
        await call.ask(self.stubs.editorial.UpdateCategory, request)


ROUTES: Routes = (
    ("/v1/admin/categories", AllCategories),
    ("/v1/admin/categories/{category_id:id}", OneCategory),
)
