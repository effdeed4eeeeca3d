"""How is the community served? Protobuf in, one call of a rule, protobuf out."""

from datetime import datetime

from google.protobuf.message import Message

from grpc_services.community.faqs import published_faqs
from grpc_services.server import rpc
from protos import community_pb2 as pb
from protos import community_pb2_grpc


class Community(community_pb2_grpc.CommunityServicer):
    @rpc
    def ListFaqs(self, request: pb.ListFaqsRequest, now: datetime) -> Message:
        in_english = request.language == "en"
        return pb.ListFaqsResponse(
            items=[
                pb.Faq(
                    faq_id=faq.faq_id,
                    question=faq.question_en if in_english else faq.question,
                    answer=faq.answer_en if in_english else faq.answer,
                )
                for faq in published_faqs()
            ]
        )
