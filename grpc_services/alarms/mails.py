"""What goes out by mail? Alarms whose readers want them so, each until it is taken or refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from grpc_services import outbox
from grpc_services.alarms.facts import MailsDue
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.preferences import preferences_of
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
_CLAIMED = ("alarm_id", "due_at", "tries")
_utc = UtcField()


@dataclass(frozen=True)
class Mail:
    """One mail as it is to be sent."""

    alarm_id: int
    email: str
    subject: str
    text: str
    unsubscribe_url: str


@dataclass(frozen=True)
class Mailing:
    """What became of a mail, SENT, REFUSED or DELAYED, and what the mail server said to it."""

    alarm_id: int
    outcome: str
    said: str


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
def claim_mails(*, links: Links, most: int, now: datetime) -> list[Mail]:
    """
    This function will name mails to be sent now; nobody else is told of them.

    There are none only when none is due.
    """
    while claimed := _next_due(most, now):
        alarms = _alarms([mail.alarm_id for mail in claimed])
        said = preferences_of(member_ids={alarm.member_id for alarm in alarms.values()})
        # They may have been tried before it was quiet.
        until = {one: said[alarm.member_id].quiet_end(now) for one, alarm in alarms.items()}
        _put_off(claimed, until, now)
        mails = [_mail(alarm, links) for one, alarm in alarms.items() if until[one] is None]
        if mails:
            return mails
    return []


def _next_due(most: int, now: datetime) -> list[AlarmMail]:
    due = AlarmMail.select().where(AlarmMail.due_at <= now).order_by(AlarmMail.due_at)
    return list(locked(due.limit(most), skip_locked=True))


def _alarms(alarm_ids: Collection[int]) -> dict[int, Alarm]:
    """The oldest first."""
    query = Alarm.select(Alarm, Member).join(Member).where(Alarm.alarm_id.in_(alarm_ids))
    return {alarm.alarm_id: alarm for alarm in query.order_by(Alarm.alarm_id)}


def _put_off(
    claimed: Sequence[AlarmMail], until: Mapping[int, datetime | None], now: datetime
) -> None:
    """Those that are tried until they must have been, others until it is quiet no more."""
    rows = []
    for mail in claimed:
        end = until[mail.alarm_id]
        rows.append((mail.alarm_id, _utc.db_value(end or now + _LEASE), mail.tries + (end is None)))
    insert_rows("alarm_mail", _CLAIMED, rows, keys=_CLAIMED[:1], changed=_CLAIMED[1:])


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
def record_mailings(*, mailings: Collection[Mailing], now: datetime) -> None:
    """This function will note what became of mails; a second time changes nothing."""
    record_mailed(alarm_ids=[one.alarm_id for one in mailings if one.outcome == "SENT"], now=now)
    for one in mailings:
        if one.outcome == "REFUSED":
            record_refused(alarm_id=one.alarm_id, said=one.said)
        elif one.outcome == "DELAYED":
            record_delayed(alarm_id=one.alarm_id, said=one.said, now=now)


@atomic
def record_mailed(*, alarm_ids: Collection[int], now: datetime) -> None:
    """This function will note that a mail server has taken them; the first time counts."""
    taken = list(alarm_ids)
    Alarm.update(mailed_at=now).where(
        Alarm.alarm_id.in_(taken), Alarm.mailed_at.is_null()
    ).execute()
    AlarmMail.delete().where(AlarmMail.alarm.in_(taken)).execute()


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
