"""How is served who writes for the operator? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from grpc_services.admin.trail import By
from grpc_services.editorial import notices
from grpc_services.messages import enum_name, enum_value, timestamp
from grpc_services.server import keyed_rpc, rpc
from models.helpdesk import Notice
from protos import editorial_pb2 as pb
from protos import editorial_pb2_grpc


@dataclass(frozen=True)
class Editorial(editorial_pb2_grpc.EditorialServicer):
    @rpc
    def ListAllNotices(self, request: pb.ListAllNoticesRequest, now: datetime) -> Message:
        rows, following = notices.notices(limit=request.limit, cursor=request.cursor)
        return pb.ListAllNoticesResponse(items=_notices(*rows), next_cursor=following)

    @keyed_rpc(pb.PublishedNotice)
    def PublishNotice(self, request: pb.PublishNoticeRequest, now: datetime) -> pb.PublishedNotice:
        notice = notices.publish_notice(
            texts={
                "title": request.title,
                "text": request.text,
                "title_en": request.title_en,
                "text_en": request.text_en,
            },
            audience=enum_name(pb.Audience, request.audience) or "ALL",
            by=_by(request),
            now=now,
        )
        return _notices(notice)[0]

    @rpc
    def UpdateNotice(self, request: pb.UpdateNoticeRequest, now: datetime) -> Message:
        notice = notices.change_notice(
            notice_id=request.notice_id, texts=_changes(request), by=_by(request), now=now
        )
        return _notices(notice)[0]

    @rpc
    def RetireNotice(self, request: pb.RetireNoticeRequest, now: datetime) -> Message:
        notices.retire_notice(notice_id=request.notice_id, by=_by(request), now=now)
        return pb.RetireNoticeResponse()


def _by(request: Any) -> By:
    return By(request.operator_id, request.reason, request.client)


def _changes(request: Any) -> dict[str, Any]:
    """What may be absent, and is not."""
    return {field.name: value for field, value in request.ListFields() if field.has_presence}


def _notices(*rows: Notice) -> list[pb.PublishedNotice]:
    progress = notices.progress_of(notice_ids=[row.notice_id for row in rows])
    return [_notice(row, progress.get(row.notice_id, notices.Progress())) for row in rows]


def _notice(row: Notice, progress: notices.Progress) -> pb.PublishedNotice:
    return pb.PublishedNotice(
        notice_id=row.notice_id,
        title=row.title,
        text=row.text,
        title_en=row.title_en,
        text_en=row.text_en,
        audience=enum_value(pb.Audience, row.audience),
        published_at=timestamp(row.published_at),
        retired_at=timestamp(row.retired_at),
        told=progress.told,
        done=progress.is_done,
    )
