"""Of what does a member want to hear, when, and by which way?"""

from typing import Annotated, Literal

from google.protobuf.message import Message
from msgspec import UNSET, Meta, UnsetType

from api_http.kinds.texts import Time
from api_http.operations import Call, Resource, Routes, operation
from api_http.shapes import Shape
from protos import alarms_pb2 as pb

Kind = Literal[
    "BID_RECEIVED",
    "OUTBID",
    "LEADING_AGAIN",
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
    "SHIP_DUE",
    "CONFIRM_DUE",
    "ORDER_CONFIRMED",
    "SETTLED",
    "PAYOUT_SENT",
    "PAYOUT_FAILED",
    "CASE_OPENED",
    "CASE_CHANGED",
    "CASE_CLOSED",
    "QUESTION_RECEIVED",
    "QUESTION_ANSWERED",
    "REVIEW_RECEIVED",
    "STRIKE",
    "MESSAGE_RECEIVED",
    "INQUIRY_ANSWERED",
    "STORE_NEW_GOODS",
    "BRAND_NEW_GOODS",
    "NOTICE",
    "DIGEST",
]


class Channels(Shape, frozen=True, kw_only=True):
    kind: Kind
    push: bool
    email: bool


class SettingsChange(Shape, frozen=True, kw_only=True):
    """What is not sent stays as it is; null ends the quiet hours."""

    enabled: bool | UnsetType = UNSET
    quiet_from: Time | None | UnsetType = UNSET
    quiet_until: Time | None | UnsetType = UNSET
    kinds: Annotated[tuple[Channels, ...], Meta(max_length=50)] = ()


class Settings(Resource):
    @operation("readAlarmSettings", "Which alarms reach you, and how", answer=pb.AlarmSettings)
    async def on_get(self, call: Call) -> Message:
        request = pb.GetAlarmSettingsRequest(member_id=call.member_id)
        return await call.ask(self.stubs.alarms.GetAlarmSettings, request)

    @operation(
        "changeAlarmSettings",
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


ROUTES: Routes = (("/v1/me/alarm-settings", Settings),)
