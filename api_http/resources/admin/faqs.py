"""What do many ask, in both languages and in which order?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, asked, by
from api_http.resources.faqs import HelpCategory
from protos import editorial_pb2 as pb


class NewFaq(Reasoned, frozen=True, kw_only=True):
    position: shapes.Place = 0
    category: HelpCategory
    question: texts.Line
    answer: texts.Text
    question_en: texts.Line
    answer_en: texts.Text


class FaqChange(Reasoned, frozen=True, kw_only=True):
    """What is not sent stays as it is."""

    position: shapes.Place | UnsetType = UNSET
    category: HelpCategory | UnsetType = UNSET
    question: texts.Line | UnsetType = UNSET
    answer: texts.Text | UnsetType = UNSET
    question_en: texts.Line | UnsetType = UNSET
    answer_en: texts.Text | UnsetType = UNSET


class AllFaqs(Resource):
    @operation(
        "listAllFaqs",
        "Frequent questions in both languages, in their order",
        query=shapes.Page,
        answer=pb.ListAllFaqsResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAllFaqsRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.editorial.ListAllFaqs, request)

    @operation(
        "addFaq",
        "Add a frequent question",
        body=NewFaq,
        answer=pb.FaqFile,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/admin/faqs/{faq_id}",
        refuses=NOT_YOURS,
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateFaqRequest(**asked(call))
        return await call.ask(self.stubs.editorial.CreateFaq, request)


class OneFaq(Resource):
    @operation(
        "changeFaq",
        "Change a frequent question",
        body=FaqChange,
        answer=pb.FaqFile,
        refuses=("FAQ_NOT_FOUND", *NOT_YOURS),
    )
    async def on_patch(self, call: Call, faq_id: int) -> Message:
        request = pb.UpdateFaqRequest(faq_id=faq_id, **asked(call))
        return await call.ask(self.stubs.editorial.UpdateFaq, request)

    @operation(
        "deleteFaq",
        "Delete a frequent question",
        body=Reasoned,
        status=204,
        refuses=("FAQ_NOT_FOUND", *NOT_YOURS),
    )
    async def on_delete(self, call: Call, faq_id: int) -> None:
        request = pb.DeleteFaqRequest(faq_id=faq_id, **by(call, call.body.reason))
        await call.ask(self.stubs.editorial.DeleteFaq, request)


ROUTES: Routes = (
    ("/v1/admin/faqs", AllFaqs),
    ("/v1/admin/faqs/{faq_id:id}", OneFaq),
)
