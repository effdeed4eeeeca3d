"""Alarms over HTTP: the inbox and its settings."""

from typing import Annotated, Literal

from google.protobuf.message import Message
from msgspec import UNSET, Meta, UnsetType

from api_http import shapes
from api_http.operations import Call, Resource, operation
from api_http.shapes import Shape
from protos import alarms_pb2 as pb

Kind = Literal[
    "BID_RECEIVED",
    "OUTBID",
    "AUCTION_WON",
    "AUCTION_LOST",
    "AUCTION_FAILED",
    "ENDING_SOON",
    "PAYMENT_DUE",
    "PAYMENT_COMPLETED",
    "PAYMENT_FAILED",
    "REFUNDED",
    "SECOND_CHANCE",
    "SHIPPED",
    "DELIVERED",
    "DELIVERY_STALLED",
    "CONFIRM_DUE",
    "ORDER_CONFIRMED",
    "SETTLED",
    "QUESTION_RECEIVED",
    "QUESTION_ANSWERED",
    "REVIEW_RECEIVED",
    "STORE_NEW_GOODS",
    "BRAND_NEW_GOODS",
    "NOTICE",
]


class AlarmQuery(shapes.Page, frozen=True, kw_only=True):
    unread: bool | None = None


class ReadUpTo(Shape, frozen=True, kw_only=True):
    up_to: shapes.Id


class Channels(Shape, frozen=True, kw_only=True):
    kind: Kind
    push: bool
    email: bool


class SettingsChange(Shape, frozen=True, kw_only=True):
    """What is not sent stays as it is; null ends the quiet hours."""

    enabled: bool | UnsetType = UNSET
    quiet_from: shapes.Time | None | UnsetType = UNSET
    quiet_until: shapes.Time | None | UnsetType = UNSET
    kinds: Annotated[tuple[Channels, ...], Meta(max_length=50)] = ()


class Inbox(Resource):
    @operation(
        "Your alarms, newest first",
        query=AlarmQuery,
        answer=pb.ListAlarmsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAlarmsRequest(
            member_id=call.member_id,
            limit=call.query.limit,
            cursor=call.query.cursor,
            unread=call.query.unread,
        )
        return await call.ask(self.stubs.alarms.ListAlarms, request)


class UnreadCount(Resource):
    @operation("How many alarms are unread", answer=pb.UnreadCount)
    async def on_get(self, call: Call) -> Message:
        request = pb.CountUnreadRequest(member_id=call.member_id)
        return await call.ask(self.stubs.alarms.CountUnread, request)


class AlarmRead(Resource):
    @operation("Mark an alarm as read", status=204, refuses=("ALARM_NOT_FOUND",))
    async def on_put(self, call: Call, alarm_id: int) -> None:
        request = pb.ReadAlarmRequest(member_id=call.member_id, alarm_id=alarm_id)
        await call.ask(self.stubs.alarms.ReadAlarm, request)


class AlarmsRead(Resource):
    @operation("Mark everything up to an alarm as read", body=ReadUpTo, status=204)
    async def on_put(self, call: Call) -> None:
        request = pb.ReadAlarmsRequest(member_id=call.member_id, up_to=call.body.up_to)
        await call.ask(self.stubs.alarms.ReadAlarms, request)


class Settings(Resource):
    @operation("Which alarms reach you, and how", answer=pb.AlarmSettings)
    async def on_get(self, call: Call) -> Message:
        request = pb.GetAlarmSettingsRequest(member_id=call.member_id)
        return await call.ask(self.stubs.alarms.GetAlarmSettings, request)

    @operation(
        "Change which alarms reach you, and how",
        body=SettingsChange,
        answer=pb.AlarmSettings,
        refuses=("QUIET_HOURS_INCOMPLETE",),
    )
    async def on_put(self, call: Call) -> Message:
        body = call.body
        request = pb.UpdateAlarmSettingsRequest(
            member_id=call.member_id,
            enabled=_sent(body.enabled),
            quiet_from=_text(body.quiet_from),
            quiet_until=_text(body.quiet_until),
            kinds=[
                pb.AlarmChannels(kind=by.kind, push=by.push, email=by.email) for by in body.kinds
            ],
        )
        return await call.ask(self.stubs.alarms.UpdateAlarmSettings, request)


def _sent(value: bool | UnsetType) -> bool | None:
    return None if isinstance(value, UnsetType) else value


def _text(value: str | None | UnsetType) -> str | None:
    return None if isinstance(value, UnsetType) else value or ""
