"""What does a member ask the operator?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.faqs import HelpCategory
from api_http.resources.uploads import OF_PICTURES
from api_http.shapes import Shape
from protos import helpdesk_pb2 as pb


class NewInquiry(Shape, frozen=True, kw_only=True):
    category: HelpCategory
    title: texts.Title
    text: texts.Text
    upload_ids: shapes.Uploads = ()


class NewInquiryMessage(Shape, frozen=True, kw_only=True):
    text: texts.Text
    upload_ids: shapes.Uploads = ()


class Inquiries(Resource):
    @operation(
        "listInquiries",
        "What you have asked the operator, newest first",
        query=shapes.Page,
        answer=pb.ListInquiriesResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListInquiriesRequest(member_id=call.member_id, **call.page)
        return await call.ask(self.stubs.helpdesk.ListInquiries, request)

    @operation(
        "openInquiry",
        "Ask the operator something",
        body=NewInquiry,
        answer=pb.Inquiry,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/me/inquiries/{inquiry_id}",
        refuses=OF_PICTURES,
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateInquiryRequest(
            member_id=call.member_id,
            category=call.body.category.number,
            title=call.body.title,
            text=call.body.text,
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.helpdesk.CreateInquiry, request)


class Inquiry(Resource):
    @operation(
        "readInquiry",
        "An inquiry of yours with all that was said",
        answer=pb.Inquiry,
        refuses=("INQUIRY_NOT_FOUND",),
    )
    async def on_get(self, call: Call, inquiry_id: int) -> Message:
        request = pb.GetInquiryRequest(member_id=call.member_id, inquiry_id=inquiry_id)
        return await call.ask(self.stubs.helpdesk.GetInquiry, request)


class InquiryMessages(Resource):
    @operation(
        "addToInquiry",
        "Add to an inquiry of yours",
        body=NewInquiryMessage,
        answer=pb.Inquiry,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/me/inquiries/{inquiry_id}",
        refuses=("INQUIRY_NOT_FOUND", "INQUIRY_CLOSED", "INQUIRY_TOO_LONG", *OF_PICTURES),
    )
    async def on_post(self, call: Call, inquiry_id: int) -> Message:
        request = pb.AddToInquiryRequest(
            member_id=call.member_id,
            inquiry_id=inquiry_id,
            text=call.body.text,
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.helpdesk.AddToInquiry, request)


ROUTES: Routes = (
    ("/v1/me/inquiries", Inquiries),
    ("/v1/me/inquiries/{inquiry_id:id}", Inquiry),
    ("/v1/me/inquiries/{inquiry_id:id}/messages", InquiryMessages),
)
