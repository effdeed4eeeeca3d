"""How is the helpdesk served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from grpc_services.catalogue.pictures import Pictures
from grpc_services.helpdesk import faqs, inquiries, notices
from grpc_services.helpdesk.messages import inquiry_list, inquiry_message
from grpc_services.messages import enum_name, enum_value, timestamp
from grpc_services.server import keyed_rpc, rpc
from protos import helpdesk_pb2 as pb
from protos import helpdesk_pb2_grpc


@dataclass(frozen=True)
class Helpdesk(helpdesk_pb2_grpc.HelpdeskServicer):
    pictures: Pictures

    @rpc
    def ListFaqs(self, request: pb.ListFaqsRequest, now: datetime) -> Message:
        in_english = request.language == "en"
        rows, following = faqs.published_faqs(
            language=request.language,
            category=enum_name(pb.HelpCategory, request.category),
            query=request.query,
            limit=request.limit,
            cursor=request.cursor,
        )
        return pb.ListFaqsResponse(
            items=[
                pb.Faq(
                    faq_id=row.faq_id,
                    question=row.question_en if in_english else row.question,
                    answer=row.answer_en if in_english else row.answer,
                    category=enum_value(pb.HelpCategory, row.category),
                )
                for row in rows
            ],
            next_cursor=following,
        )

    @rpc
    def ListNotices(self, request: pb.ListNoticesRequest, now: datetime) -> Message:
        in_english = request.language == "en"
        rows, following = notices.published_notices(
            limit=request.limit, cursor=request.cursor, now=now
        )
        return pb.ListNoticesResponse(
            items=[
                pb.Notice(
                    notice_id=row.notice_id,
                    title=row.title_en if in_english else row.title,
                    text=row.text_en if in_english else row.text,
                    published_at=timestamp(row.published_at),
                )
                for row in rows
            ],
            next_cursor=following,
        )

    @keyed_rpc(pb.Inquiry)
    def CreateInquiry(self, request: pb.CreateInquiryRequest, now: datetime) -> pb.Inquiry:
        inquiry = inquiries.open_inquiry(
            member_id=request.member_id,
            category=enum_name(pb.HelpCategory, request.category) or "OTHER",
            title=request.title,
            words=inquiries.Words(request.text, request.upload_ids),
            now=now,
        )
        return self._thread(request.member_id, inquiry.inquiry_id)

    @rpc
    def ListInquiries(self, request: pb.ListInquiriesRequest, now: datetime) -> Message:
        rows, following = inquiries.inquiries_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return inquiry_list(rows, following)

    @rpc
    def GetInquiry(self, request: pb.GetInquiryRequest, now: datetime) -> Message:
        return self._thread(request.member_id, request.inquiry_id)

    @keyed_rpc(pb.Inquiry)
    def AddToInquiry(self, request: pb.AddToInquiryRequest, now: datetime) -> pb.Inquiry:
        inquiries.add_to_inquiry(
            member_id=request.member_id,
            inquiry_id=request.inquiry_id,
            words=inquiries.Words(request.text, request.upload_ids),
            now=now,
        )
        return self._thread(request.member_id, request.inquiry_id)

    def _thread(self, member_id: int, inquiry_id: int) -> pb.Inquiry:
        thread = inquiries.thread(member_id=member_id, inquiry_id=inquiry_id)
        return inquiry_message(self.pictures, thread)
