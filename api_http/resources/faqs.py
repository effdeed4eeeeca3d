"""What is asked again and again?"""

from google.protobuf.message import Message

from api_http.operations import Call, Resource, Routes, operation
from protos import community_pb2 as pb


class Faqs(Resource):
    @operation("listFaqs", "Frequent questions", answer=pb.ListFaqsResponse, public=True)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListFaqsRequest(language=call.language)
        return await call.ask(self.stubs.community.ListFaqs, request)


ROUTES: Routes = (("/v1/faqs", Faqs),)
