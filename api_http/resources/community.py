"""The community over HTTP: frequent questions."""

from google.protobuf.message import Message

from api_http.operations import Call, operation
from api_http.stubs import Stubs
from protos import community_pb2 as pb


class Faqs:
    def __init__(self, stubs: Stubs) -> None:
        self.stubs = stubs

    @operation("Frequent questions", answer=pb.ListFaqsResponse, public=True)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListFaqsRequest(language=call.language)
        return await call.ask(self.stubs.community.ListFaqs, request)
