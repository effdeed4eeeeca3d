"""What does the operator announce, to whom, and how many have heard of it?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, asked, by
from protos import editorial_pb2 as pb


class Audience(Choice, of=pb.Audience):
    """Whom a notice concerns."""


class NewNotice(Reasoned, frozen=True, kw_only=True):
    title: texts.Title
    text: texts.Text
    title_en: texts.Title
    text_en: texts.Text
    audience: Audience


class NoticeChange(Reasoned, frozen=True, kw_only=True):
    """What is not sent stays as it is."""

    title: texts.Title | UnsetType = UNSET
    text: texts.Text | UnsetType = UNSET
    title_en: texts.Title | UnsetType = UNSET
    text_en: texts.Text | UnsetType = UNSET


class AllNotices(Resource):
    @operation(
        "listAllNotices",
        "Notices, the newest first, with how many have heard of each",
        query=shapes.Page,
        answer=pb.ListAllNoticesResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAllNoticesRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.editorial.ListAllNotices, request)

    @operation(
        "publishNotice",
        "Announce something; everybody concerned hears of it by and by",
        body=NewNotice,
        answer=pb.PublishedNotice,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/admin/notices/{notice_id}",
        refuses=NOT_YOURS,
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.PublishNoticeRequest(**asked(call))
        return await call.ask(self.stubs.editorial.PublishNotice, request)


class OneNotice(Resource):
    @operation(
        "changeNotice",
        "Change what is read of a notice from now on",
        body=NoticeChange,
        answer=pb.PublishedNotice,
        refuses=("NOTICE_NOT_FOUND", *NOT_YOURS),
    )
    async def on_patch(self, call: Call, notice_id: int) -> Message:
        request = pb.UpdateNoticeRequest(notice_id=notice_id, **asked(call))
        return await call.ask(self.stubs.editorial.UpdateNotice, request)

    @operation(
        "retireNotice",
        "Take a notice off; who has not heard of it will not",
        body=Reasoned,
        status=204,
        refuses=("NOTICE_NOT_FOUND", *NOT_YOURS),
    )
    async def on_delete(self, call: Call, notice_id: int) -> None:
        request = pb.RetireNoticeRequest(notice_id=notice_id, **by(call, call.body.reason))
        await call.ask(self.stubs.editorial.RetireNotice, request)


ROUTES: Routes = (
    ("/v1/admin/notices", AllNotices),
    ("/v1/admin/notices/{notice_id:id}", OneNotice),
)
