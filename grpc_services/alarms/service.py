"""How are alarms served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import asdict, dataclass
from datetime import datetime

import msgspec
from google.protobuf.message import Message

from grpc_services.alarms import announcing, inbox, mails, preferences, quiet
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.unsubscribing import Links, unsubscribe
from grpc_services.messages import enum_name, timestamp
from grpc_services.server import rpc
from protos import alarms_pb2 as pb
from protos import alarms_pb2_grpc


@dataclass(frozen=True)
class Alarms(alarms_pb2_grpc.AlarmsServicer):
    links: Links

    @rpc
    def ListAlarms(self, request: pb.ListAlarmsRequest, now: datetime) -> Message:
        rows, following = inbox.alarms_of(
            member_id=request.member_id,
            unread=request.unread if request.HasField("unread") else None,
            limit=request.limit,
            cursor=request.cursor,
        )
        return pb.ListAlarmsResponse(
            items=[
                pb.Alarm(
                    alarm_id=row.alarm_id,
                    kind=row.kind,
                    title=row.title,
                    text=row.text,
                    goods_id=row.goods_id,
                    order_id=row.order_id,
                    store_id=row.store_id,
                    question_id=row.question_id,
                    data=msgspec.json.decode(row.data),
                    created_at=timestamp(row.created_at),
                    read=row.read_at is not None,
                )
                for row in rows
            ],
            next_cursor=following,
        )

    @rpc
    def ReadAlarm(self, request: pb.ReadAlarmRequest, now: datetime) -> Message:
        inbox.read_alarm(member_id=request.member_id, alarm_id=request.alarm_id, now=now)
        return pb.ReadAlarmResponse()

    @rpc
    def ReadAlarms(self, request: pb.ReadAlarmsRequest, now: datetime) -> Message:
        inbox.read_alarms(member_id=request.member_id, up_to=request.up_to, now=now)
        return pb.ReadAlarmsResponse()

    @rpc
    def CountUnread(self, request: pb.CountUnreadRequest, now: datetime) -> Message:
        return pb.UnreadCount(unread=inbox.unread_count(member_id=request.member_id))

    @rpc
    def GetAlarmSettings(self, request: pb.GetAlarmSettingsRequest, now: datetime) -> Message:
        return _settings(preferences.preferences(member_id=request.member_id))

    @rpc
    def UpdateAlarmSettings(self, request: pb.UpdateAlarmSettingsRequest, now: datetime) -> Message:
        names_quiet = request.HasField("quiet_from") or request.HasField("quiet_until")
        changed = preferences.change_preferences(
            member_id=request.member_id,
            enabled=request.enabled if request.HasField("enabled") else None,
            # Empty texts end the quiet hours.
            quiet=(request.quiet_from or None, request.quiet_until or None)
            if names_quiet
            else None,
            channels={
                AlarmKind(by.kind): preferences.Channels(by.push, by.email) for by in request.kinds
            },
            now=now,
        )
        return _settings(changed)

    @rpc
    def Unsubscribe(self, request: pb.UnsubscribeRequest, now: datetime) -> Message:
        unsubscribe(token=request.token, links=self.links)
        return pb.UnsubscribeResponse()

    @rpc
    def AnnounceMore(self, request: pb.AnnounceMoreRequest, now: datetime) -> Message:
        return pb.AnnounceMoreResponse(goes_on=announcing.announce_more(now=now))

    @rpc
    def EndQuietHours(self, request: pb.EndQuietHoursRequest, now: datetime) -> Message:
        return pb.EndQuietHoursResponse(members=quiet.end_quiet_hours(now=now))

    @rpc
    def ClaimMails(self, request: pb.ClaimMailsRequest, now: datetime) -> Message:
        claimed = mails.claim_mails(links=self.links, most=request.most, now=now)
        return pb.ClaimMailsResponse(items=[pb.AlarmMail(**asdict(mail)) for mail in claimed])

    @rpc
    def RecordMailings(self, request: pb.RecordMailingsRequest, now: datetime) -> Message:
        mails.record_mailings(
            mailings=[
                mails.Mailing(
                    item.alarm_id, enum_name(pb.MailOutcome, item.outcome) or "DELAYED", item.said
                )
                for item in request.items
            ],
            now=now,
        )
        return pb.RecordMailingsResponse()


def _settings(said: preferences.Preferences) -> pb.AlarmSettings:
    return pb.AlarmSettings(
        enabled=said.enabled,
        quiet_from=said.quiet_from,
        quiet_until=said.quiet_until,
        kinds=[
            pb.AlarmChannels(
                kind=kind, push=said.of_kind(kind).push, email=said.of_kind(kind).email
            )
            for kind in AlarmKind
        ],
    )
