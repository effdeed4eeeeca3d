"""What goes out by mail? Codes, and alarms whose readers want them so; one mail, one fate."""

import smtplib
import time
from itertools import takewhile

from protos import alarms_pb2, members_pb2
from workers.broker import job
from workers.clients.mail import Line, MailRefused
from workers.reach import reach
from workers.services import ask


# So often that it outlasts a server that nobody asks for a while; the code lives for minutes.
@job(queue_name="mail", max_retries=8, min_backoff=500, max_backoff=20_000)
def mail_email_code(email: str, purpose: str, language: str) -> None:
    """Has a code made, and mails it; the code itself is written nowhere else."""
    made = ask(
        reach().services.members.IssueEmailCode,
        members_pb2.IssueEmailCodeRequest(
            email=email, purpose=f"EMAIL_PURPOSE_{purpose}", language=language
        ),
    )
    if made.text:
        reach().mail.send(to=email, subject=made.subject, text=made.text)


@job(queue_name="mail", max_retries=10, min_backoff=1_000, max_backoff=600_000)
def mail_account_change(change: str, email: str, language: str) -> None:
    """Tells somebody that their account has changed, where they would have noticed before."""
    letter = ask(
        reach().services.members.WriteAccountLetter,
        members_pb2.WriteAccountLetterRequest(change=f"ACCOUNT_CHANGE_{change}", language=language),
    )
    reach().mail.send(to=email, subject=letter.subject, text=letter.text)


#: Mails in one job: then codes, for which somebody waits, have their turn.
_AT_ONCE = 20
#: Others are told of what was claimed a while after that; a slow server takes the rest then.
_SECONDS = 15.0


# Nobody waits for these: a thread that has the choice does something else first.
@job(queue_name="mail", priority=100, max_retries=0)
def mail_alarms() -> None:
    """Mails alarms that are due; what is left of a large heap, a further job does."""
    stop_at = time.monotonic() + _SECONDS
    due = ask(reach().services.alarms.ClaimMails, alarms_pb2.ClaimMailsRequest(most=_AT_ONCE))
    with reach().mail.line() as line:
        in_time = takewhile(lambda _: time.monotonic() < stop_at, due.items)
        mailings = [_mailed(line, mail) for mail in in_time]
    if mailings:
        request = alarms_pb2.RecordMailingsRequest(items=mailings)
        ask(reach().services.alarms.RecordMailings, request)
    if len(due.items) == _AT_ONCE:
        mail_alarms.send()


@job(queue_name="mail", priority=100, max_retries=0)
def end_quiet_hours() -> None:
    """Has members told of what quiet hours held back; whoever is left, a further job does."""
    told = ask(reach().services.alarms.EndQuietHours, alarms_pb2.EndQuietHoursRequest())
    if told.members:
        end_quiet_hours.send()


def _mailed(line: Line, mail: alarms_pb2.AlarmMail) -> alarms_pb2.Mailing:
    """Sends a mail, and tells what became of it."""
    outcome, said = "SENT", ""
    try:
        # The id is the same on a second try, so that mail servers can tell it is one mail.
        line.send(
            to=mail.email,
            subject=mail.subject,
            text=mail.text,
            message_id=f"alarm-{mail.alarm_id}",
            unsubscribe_url=mail.unsubscribe_url,
        )
    except (MailRefused, ValueError) as refusal:
        # Refused by the server, or nothing that a mail can be made of.
        outcome, said = "REFUSED", str(refusal)
    except (smtplib.SMTPException, OSError) as error:
        outcome, said = "DELAYED", f"{type(error).__name__}: {error}"
    return alarms_pb2.Mailing(alarm_id=mail.alarm_id, outcome=f"MAIL_OUTCOME_{outcome}", said=said)
