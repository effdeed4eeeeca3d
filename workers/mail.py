"""What goes out by mail? Codes, and alarms whose readers want them so."""

import dramatiq

from protos import alarms_pb2, members_pb2
from workers.reach import reach
from workers.services import ask

_CODE = {
    "ko": ("[PIKCUR] 인증 코드 {code}", "인증 코드는 {code}입니다. 3분 안에 입력해 주세요."),
    "en": ("[PIKCUR] Your code is {code}", "Your code is {code}. It is valid for 3 minutes."),
}


@dramatiq.actor(queue_name="mail", max_retries=3, min_backoff=500, max_backoff=20_000)
def mail_email_code(email: str, purpose: str, language: str) -> None:
    """Has a code made, and mails it; the code itself is written nowhere else."""
    answer = ask(
        reach().services.members.IssueEmailCode,
        members_pb2.IssueEmailCodeRequest(email=email, purpose=f"EMAIL_PURPOSE_{purpose}"),
    )
    if not answer.code:
        return
    subject, text = _CODE.get(language, _CODE["ko"])
    reach().mail.send(
        to=email, subject=subject.format(code=answer.code), text=text.format(code=answer.code)
    )


# Nobody waits for these: a thread that has the choice does something else first.
@dramatiq.actor(
    queue_name="mail", priority=100, max_retries=10, min_backoff=1_000, max_backoff=600_000
)
def mail_alarms(alarm_ids: list[int]) -> None:
    """Mails alarms, and notes of each that the mail server has taken it."""
    due = ask(reach().services.alarms.ListMails, alarms_pb2.ListMailsRequest(alarm_ids=alarm_ids))
    for mail in due.items:
        # The id is the same on a second try, so that mail servers can tell it is one mail.
        reach().mail.send(
            to=mail.email,
            subject=f"[PIKCUR] {mail.subject}",
            text=f"{mail.name}님,\n\n{mail.text}\n",
            message_id=f"alarm-{mail.alarm_id}",
        )
        ask(
            reach().services.alarms.RecordMailed,
            alarms_pb2.RecordMailedRequest(alarm_id=mail.alarm_id),
        )
