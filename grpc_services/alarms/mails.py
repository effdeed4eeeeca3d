"""What goes out by mail? Alarms whose readers want them so, each until it is taken or refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services.alarms.texts import letter
from grpc_services.facts import atomic
from models.alarms import Alarm, AlarmMail
from models.base import UtcField
from models.dialect import insert_rows, locked
from models.members import Member

#: Who claimed a mail and says nothing for so long has died.
_LEASE = timedelta(seconds=30)
#: After a try that may succeed later: doubled each time, up to the longest; given up after days.
_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
_GIVEN_UP_AFTER = timedelta(days=3)
_utc = UtcField()


@dataclass(frozen=True)
class Mail:
    """One mail as it is to be sent."""

    alarm_id: int
    email: str
    subject: str
    text: str


def put_in(*, alarm_ids: Collection[int], now: datetime) -> None:
    """This function will have alarms mailed, as part of the transaction that raises them."""
    rows = [(alarm_id, _utc.db_value(now), 0) for alarm_id in alarm_ids]
    insert_rows("alarm_mail", ("alarm_id", "due_at", "tries"), rows, once=True)


@atomic
def claim_mail(*, now: datetime) -> Mail | None:
    """This function will name a mail to be sent now, if there is one; nobody else is told of it."""
    due = AlarmMail.select().where(AlarmMail.due_at <= now).order_by(AlarmMail.due_at)
    claimed = locked(due.limit(1), skip_locked=True).first()
    if claimed is None:
        return None

    AlarmMail.update(due_at=now + _LEASE, tries=AlarmMail.tries + 1).where(
        AlarmMail.alarm == claimed.alarm_id
    ).execute()
    alarms = Alarm.select(Alarm, Member).join(Member)
    return _mail(alarms.where(Alarm.alarm_id == claimed.alarm_id).get())


def _mail(alarm: Alarm) -> Mail:
    member = alarm.member
    subject, text = letter(member.language, name=member.name, title=alarm.title, text=alarm.text)
    return Mail(alarm.alarm_id, member.email, subject, text)


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
