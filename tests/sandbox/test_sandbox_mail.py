"""Does the mail sink keep and show what was sent?"""

import smtplib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import requests


@pytest.fixture
def address(uid):
    return f"{uid}@example.com"


def _mail(to, *, subject="안녕하세요", message_id="<1@pikcur.example>"):
    message = EmailMessage()
    message["From"] = "PIKCUR <no-reply@pikcur.example>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = message_id
    message.set_content("인증번호는 123456 입니다.\n")
    message.add_alternative("<p>인증번호는 <b>123456</b> 입니다.</p>", subtype="html")
    return message


def _send(sandbox, message):
    with smtplib.SMTP("127.0.0.1", sandbox.smtp_port, timeout=60) as smtp:
        smtp.send_message(message)


class TestMail:
    def test_is_shown_decoded(self, sandbox, address):
        subject = "[PIKCUR] 이메일 인증번호 안내입니다" * 3
        _send(sandbox, _mail(address, subject=subject))
        (mail,) = sandbox.mails(address)
        assert mail["to"] == address
        assert mail["subject"] == subject
        assert mail["text"].strip() == "인증번호는 123456 입니다."
        assert "<b>123456</b>" in mail["html"]
        assert mail["messageId"] == "<1@pikcur.example>"

    def test_says_when_it_came(self, sandbox, address):
        _send(sandbox, _mail(address))
        received_at = sandbox.mails(address)[0]["receivedAt"]
        assert received_at.endswith("Z")
        age = datetime.now(UTC) - datetime.fromisoformat(received_at)
        assert timedelta(0) <= age < timedelta(minutes=1)

    def test_comes_oldest_first_and_to_its_recipient_only(self, sandbox, address):
        for subject in ("first", "second"):
            _send(sandbox, _mail(address, subject=subject))
        _send(sandbox, _mail(f"other-{address}"))
        assert [mail["subject"] for mail in sandbox.mails(address)] == ["first", "second"]
        assert len(sandbox.mails(address.upper())) == 2
        assert sandbox.mails(f"nobody-{address}") == []
        assert len(sandbox.mails()) >= 3

    def test_sent_twice_is_kept_twice(self, sandbox, address):
        _send(sandbox, _mail(address))
        _send(sandbox, _mail(address))
        assert len(sandbox.mails(address)) == 2

    def test_to_two_people_is_kept_for_each(self, sandbox, address):
        _send(sandbox, _mail(f"{address}, second-{address}"))
        assert len(sandbox.mails(address)) == len(sandbox.mails(f"second-{address}")) == 1

    def test_is_taken_from_anyone_who_signs_in(self, sandbox, address):
        with smtplib.SMTP("127.0.0.1", sandbox.smtp_port, timeout=60) as smtp:
            smtp.login("user", "password")
            smtp.send_message(_mail(address))
        assert len(sandbox.mails(address)) == 1

    @pytest.mark.parametrize(
        "raw",
        [
            b"\r\n",
            b"no header at all",
            b"Subject: =?utf-8?b?broken\r\n\r\n\xff\xfe",
            b"Subject: \xec\x95\x88\xeb\x85\x95\r\n\r\nhi",
            b"Subject: x\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nhi",
            b"Message-ID: <<>\r\nTo: ,;<\r\nContent-Type: multipart/mixed\r\n\r\nhi",
            b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
        ],
    )
    def test_is_kept_however_broken(self, sandbox, address, raw):
        with smtplib.SMTP("127.0.0.1", sandbox.smtp_port, timeout=60) as smtp:
            smtp.sendmail("someone@example.com", [address], raw)
        assert len(sandbox.mails(address)) == 1


class TestPage:
    def test_shows_mail_escaped(self, sandbox, address):
        _send(sandbox, _mail(address, subject="<script>alert(1)</script>"))
        page = requests.get(f"http://127.0.0.1:{sandbox.mail_port}/", timeout=60)
        assert page.headers["Content-Type"].startswith("text/html")
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
        assert "<script>" not in page.text
        assert address in page.text
