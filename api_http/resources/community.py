"""The community over HTTP: frequent questions."""

from google.protobuf.message import Message

from api_http.operations import Call, Resource, operation
from protos import community_pb2 as pb


class Faqs(Resource):
    @operation("Frequent questions", answer=pb.ListFaqsResponse, public=True)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListFaqsRequest(language=call.language)
        return await call.ask(self.stubs.community.ListFaqs, request)
