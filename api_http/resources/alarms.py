"""What has a member been told? The inbox."""

from google.protobuf.message import Message

from api_http import shapes
from api_http.operations import Call, Resource, Routes, operation
from api_http.shapes import Shape
from protos import alarms_pb2 as pb


class AlarmQuery(shapes.Page, frozen=True, kw_only=True):
    unread: bool | None = None


class ReadUpTo(Shape, frozen=True, kw_only=True):
    up_to: shapes.Id


class Inbox(Resource):
    @operation(
        "listAlarms",
        "Your alarms, newest first",
        query=AlarmQuery,
        answer=pb.ListAlarmsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAlarmsRequest(
            member_id=call.member_id,
            **call.page,
            unread=call.query.unread,
        )
        return await call.ask(self.stubs.alarms.ListAlarms, request)


class UnreadCount(Resource):
    @operation("countUnreadAlarms", "How many alarms are unread", answer=pb.UnreadCount)
    async def on_get(self, call: Call) -> Message:
        request = pb.CountUnreadRequest(member_id=call.member_id)
        return await call.ask(self.stubs.alarms.CountUnread, request)


class AlarmRead(Resource):
    @operation("markAlarmRead", "Mark an alarm as read", status=204, refuses=("ALARM_NOT_FOUND",))
    async def on_put(self, call: Call, alarm_id: int) -> None:
        request = pb.ReadAlarmRequest(member_id=call.member_id, alarm_id=alarm_id)
        await call.ask(self.stubs.alarms.ReadAlarm, request)


class AlarmsRead(Resource):
    @operation(
        "markAlarmsRead", "Mark everything up to an alarm as read", body=ReadUpTo, status=204
    )
    async def on_put(self, call: Call) -> None:
        request = pb.ReadAlarmsRequest(member_id=call.member_id, up_to=call.body.up_to)
        await call.ask(self.stubs.alarms.ReadAlarms, request)


ROUTES: Routes = (
    ("/v1/me/alarms", Inbox),
    ("/v1/me/alarms/unread-count", UnreadCount),
    ("/v1/me/alarms/read", AlarmsRead),
    ("/v1/me/alarms/{alarm_id:id}/read", AlarmRead),
)
