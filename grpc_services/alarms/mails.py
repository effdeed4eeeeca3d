"""What goes out by mail? Alarms whose readers want them so, each until it is taken or refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from grpc_services import outbox
from grpc_services.alarms.facts import MailsDue
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.preferences import preferences
from grpc_services.alarms.quiet import held_back
from grpc_services.alarms.texts import digest, letter
from grpc_services.alarms.unsubscribing import Links
from grpc_services.facts import atomic
from models.alarms import Alarm, AlarmMail
from models.base import UtcField
from models.dialect import fetch, insert_rows, locked
from models.members import Member

#: Who claimed a mail and says nothing for so long has died.
_LEASE = timedelta(seconds=30)
#: After a try that may succeed later: doubled each time, up to the longest; given up after days.
_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
_GIVEN_UP_AFTER = timedelta(days=3)
#: Alarms in one digest.
_LINES_MOST = 100
_utc = UtcField()


@dataclass(frozen=True)
class Mail:
    """One mail as it is to be sent."""

    alarm_id: int
    email: str
    subject: str
    text: str
    unsubscribe_url: str


def put_in(*, alarm_ids: Collection[int], now: datetime) -> None:
    """This function will have alarms mailed, as part of the transaction that raises them."""
    if not alarm_ids:
        return
    # Of a fact that is told once more the mails may have gone out.
    unmailed = fetch(
        "alarm_id", "FROM alarm WHERE mailed_at IS NULL AND alarm_id IN (?)", alarm_ids
    )
    rows = [(alarm_id, _utc.db_value(now), 0) for (alarm_id,) in unmailed]
    insert_rows("alarm_mail", ("alarm_id", "due_at", "tries"), rows, once=True)
    outbox.append([MailsDue()], now=now)


@atomic
def claim_mail(*, links: Links, now: datetime) -> Mail | None:
    """This function will name a mail to be sent now, if there is one; nobody else is told of it."""
    while (claimed := _next_due(now)) is not None:
        alarms = Alarm.select(Alarm, Member).join(Member)
        alarm = alarms.where(Alarm.alarm_id == claimed.alarm_id).get()
        # It may have been tried before it was quiet.
        until = preferences(member_id=alarm.member_id).quiet_end(now)
        claimed.due_at = until or now + _LEASE
        claimed.tries += until is None
        claimed.save()
        if until is None:
            return _mail(alarm, links)
    return None


def _next_due(now: datetime) -> AlarmMail | None:
    due = AlarmMail.select().where(AlarmMail.due_at <= now).order_by(AlarmMail.due_at)
    return locked(due.limit(1), skip_locked=True).first()


def _mail(alarm: Alarm, links: Links) -> Mail:
    member = alarm.member
    url = links.url(member_id=member.member_id, kind=alarm.kind)
    subject, text = letter(
        member.language,
        name=member.name,
        title=alarm.title,
        text=_text(alarm),
        unsubscribe_url=url,
    )
    return Mail(alarm.alarm_id, member.email, subject, text, url)


def _text(alarm: Alarm) -> str:
    """All that was held back is in the mail that tells of it; what is more is in the inbox."""
    if alarm.kind != AlarmKind.DIGEST:
        return str(alarm.text)
    told_at = datetime.fromisoformat(msgspec.json.decode(alarm.data)["toldAt"])
    held = held_back(member_id=alarm.member_id, told_at=told_at)
    told = [(one.title, one.text) for one in held]
    return digest(alarm.member.language, text=alarm.text, told=told, most=_LINES_MOST)


@atomic
def record_mailed(*, alarm_id: int, now: datetime) -> None:
    """This function will note that a mail server has taken it; the first time counts."""
    Alarm.update(mailed_at=now).where(
        Alarm.alarm_id == alarm_id, Alarm.mailed_at.is_null()
    ).execute()
    AlarmMail.delete().where(AlarmMail.alarm == alarm_id).execute()


@atomic
def record_refused(*, alarm_id: int, said: str) -> None:
    """This function will note why a mail will never be taken; it is not tried again."""
    AlarmMail.update(due_at=None, refused_because=said[:255]).where(
        AlarmMail.alarm == alarm_id
    ).execute()


@atomic
def record_delayed(*, alarm_id: int, said: str, now: datetime) -> None:
    """This function will have a mail tried again later; after some days it is given up."""
    mail = AlarmMail.get_or_none(AlarmMail.alarm == alarm_id)
    if mail is None:
        return

    if now - mail.alarm.created_at > _GIVEN_UP_AFTER:
        mail.due_at, mail.refused_because = None, f"given up: {said}"[:255]
    else:
        mail.due_at = now + min(_PAUSE * 2 ** min(mail.tries, 10), _LONGEST_PAUSE)
    mail.save()
