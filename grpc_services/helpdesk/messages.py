"""How do inquiries look on the wire? Rows in, protobuf out."""

from collections.abc import Iterable
from typing import Any

from grpc_services.catalogue.messages import image_messages
from grpc_services.catalogue.pictures import Pictures
from grpc_services.helpdesk.inquiries import Thread
from grpc_services.messages import enum_value, timestamp
from models.helpdesk import Inquiry, InquiryMessage
from protos import helpdesk_pb2 as pb


def inquiry_list(rows: Iterable[Inquiry], following: str | None) -> pb.ListInquiriesResponse:
    """This function will tell of a page of inquiries, without what was said."""
    return pb.ListInquiriesResponse(
        items=[pb.InquiryItem(**_item(row)) for row in rows], next_cursor=following
    )


def inquiry_message(pictures: Pictures, thread: Thread) -> pb.Inquiry:
    """This function will tell of an inquiry with all that was said."""
    return pb.Inquiry(
        **_item(thread.inquiry),
        messages=[_message(pictures, thread, row) for row in thread.messages],
    )


def _item(inquiry: Inquiry) -> dict[str, Any]:
    return {
        "inquiry_id": inquiry.inquiry_id,
        "member_id": inquiry.member_id,
        "category": enum_value(pb.HelpCategory, inquiry.category),
        "title": inquiry.title,
        "state": enum_value(pb.InquiryState, inquiry.state),
        "created_at": timestamp(inquiry.created_at),
    }


def _message(pictures: Pictures, thread: Thread, row: InquiryMessage) -> pb.InquiryMessage:
    is_the_member = row.sender_id == thread.inquiry.member_id
    return pb.InquiryMessage(
        message_id=row.message_id,
        sender=pb.INQUIRY_SENDER_MEMBER if is_the_member else pb.INQUIRY_SENDER_OPERATOR,
        text=row.text,
        images=image_messages(pictures, thread.images[row.message_id]),
        created_at=timestamp(row.created_at),
    )
