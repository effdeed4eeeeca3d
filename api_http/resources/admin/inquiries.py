"""How are members answered who ask the operator something?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds.choices import Choice, number
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, by
from api_http.resources.inquiries import NewInquiryMessage
from api_http.resources.uploads import OF_PICTURES
from protos import admin_pb2 as pb
from protos import helpdesk_pb2


class InquiryState(Choice, of=helpdesk_pb2.InquiryState):
    """Whose turn it is."""


class AllInquiriesQuery(shapes.Page, frozen=True, kw_only=True):
    state: InquiryState | None = None


class AllInquiries(Resource):
    @operation(
        "listAllInquiries",
        "What members ask, the oldest first",
        query=AllInquiriesQuery,
        answer=helpdesk_pb2.ListInquiriesResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAllInquiriesRequest(
            operator_id=call.member_id, state=number(call.query.state), **call.page
        )
        return await call.ask(self.stubs.admin.ListAllInquiries, request)


class AnyInquiry(Resource):
    @operation(
        "readAnyInquiry",
        "An inquiry of anybody's with all that was said",
        answer=helpdesk_pb2.Inquiry,
        refuses=("INQUIRY_NOT_FOUND", *NOT_YOURS),
    )
    async def on_get(self, call: Call, inquiry_id: int) -> Message:
        request = pb.GetAnyInquiryRequest(operator_id=call.member_id, inquiry_id=inquiry_id)
        return await call.ask(self.stubs.admin.GetAnyInquiry, request)


class InquiryAnswers(Resource):
    @operation(
        "answerInquiry",
        "Answer a member, who is told",
        body=NewInquiryMessage,
        answer=helpdesk_pb2.Inquiry,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/admin/inquiries/{inquiry_id}",
        refuses=("INQUIRY_NOT_FOUND", "INQUIRY_CLOSED", *OF_PICTURES, *NOT_YOURS),
    )
    async def on_post(self, call: Call, inquiry_id: int) -> Message:
        request = pb.AnswerInquiryRequest(
            operator_id=call.member_id,
            client=call.address,
            inquiry_id=inquiry_id,
            text=call.body.text,
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.admin.AnswerInquiry, request)


class InquiryEnd(Resource):
    @operation(
        "closeInquiry",
        "End a thread; its member is told why",
        body=Reasoned,
        answer=helpdesk_pb2.Inquiry,
        refuses=("INQUIRY_NOT_FOUND", "INQUIRY_CLOSED", *NOT_YOURS),
    )
    async def on_put(self, call: Call, inquiry_id: int) -> Message:
        request = pb.CloseInquiryRequest(inquiry_id=inquiry_id, **by(call, call.body.reason))
        return await call.ask(self.stubs.admin.CloseInquiry, request)


ROUTES: Routes = (
    ("/v1/admin/inquiries", AllInquiries),
    ("/v1/admin/inquiries/{inquiry_id:id}", AnyInquiry),
    ("/v1/admin/inquiries/{inquiry_id:id}/messages", InquiryAnswers),
    ("/v1/admin/inquiries/{inquiry_id:id}/close", InquiryEnd),
)
