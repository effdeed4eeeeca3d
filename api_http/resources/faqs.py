"""What is asked again and again?"""

from google.protobuf.message import Message
from msgspec import field

from api_http import shapes
from api_http.kinds.choices import Choice, number
from api_http.kinds.texts import SearchWords
from api_http.operations import Call, Resource, Routes, operation
from protos import helpdesk_pb2 as pb


class HelpCategory(Choice, of=pb.HelpCategory):
    """What a question to the operator is about."""


class FaqQuery(shapes.Page, frozen=True, kw_only=True):
    category: HelpCategory | None = None
    query: SearchWords = field(default_factory=SearchWords)


class Faqs(Resource):
    @operation(
        "listFaqs",
        "Frequent questions, in their order",
        query=FaqQuery,
        answer=pb.ListFaqsResponse,
        public=True,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListFaqsRequest(
            language=call.language,
            category=number(call.query.category),
            query=call.query.query,
            **call.page,
        )
        return await call.ask(self.stubs.helpdesk.ListFaqs, request)


ROUTES: Routes = (("/v1/faqs", Faqs),)
