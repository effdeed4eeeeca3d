"""Does mail arrive as it was meant, and can nobody write into it what was not?"""

import uuid

import pytest

from tests.support import servers
from tests.support.sandboxes import Sandbox
from workers.clients.mail import MailServer

SENDER = "PIKCUR <no-reply@pikcur.example>"


@pytest.fixture
def to() -> str:
    return f"{uuid.uuid4().hex}@example.com"


@pytest.fixture
def mail(sandbox: Sandbox) -> MailServer:
    return MailServer(sandbox.smtp_url, SENDER)


class TestSend:
    def test_brings_korean_and_emoji(self, mail, sandbox, to):
        subject = "[PIKCUR] 나이키 에어 맥스 🧥 경매에서 낙찰되었습니다. 72시간 안에 결제해 주세요"
        mail.send(to=to, subject=subject, text="앤님,\n\n낙찰을 축하합니다 🎉\n")
        (arrived,) = sandbox.mails(to)
        assert (arrived["subject"], arrived["from"]) == (subject, "no-reply@pikcur.example")
        assert arrived["text"].split() == ["앤님,", "낙찰을", "축하합니다", "🎉"]
        assert "<p>앤님,</p><p>낙찰을 축하합니다 🎉</p>" in arrived["html"]

    def test_has_the_same_id_every_time_it_is_tried(self, mail, sandbox, to):
        for _ in range(2):
            mail.send(to=to, subject="a", text="b", message_id="alarm-7")
        ids = [arrived["messageId"] for arrived in sandbox.mails(to)]
        assert ids == ["<alarm-7@pikcur.example>"] * 2

    def test_has_an_id_of_its_own_when_none_is_given(self, mail, sandbox, to):
        for _ in range(2):
            mail.send(to=to, subject="a", text="b")
        one, other = [arrived["messageId"] for arrived in sandbox.mails(to)]
        assert one != other
        assert one.endswith("@pikcur.example>")

    def test_says_on_one_line_where_such_mails_are_ended(self, mail, sandbox, to):
        url = f"https://pikcur.example/v1/unsubscribe/{'7' * 16}.QUESTION_ANSWERED.{'f' * 32}"
        mail.send(to=to, subject="a", text="b", unsubscribe_url=url)
        mail.send(to=to, subject="a", text="b")
        with_link, without = sandbox.mails(to)
        assert with_link["listUnsubscribe"] == f"<{url}>"
        assert with_link["listUnsubscribePost"] == "List-Unsubscribe=One-Click"
        assert (without["listUnsubscribe"], without["listUnsubscribePost"]) == ("", "")

    def test_shows_markup_as_text(self, mail, sandbox, to):
        text = "<script>alert('1')</script> & <img src=x>"
        mail.send(to=to, subject=text, text=text)
        (arrived,) = sandbox.mails(to)
        assert "<script" not in arrived["html"]
        assert "&lt;script&gt;" in arrived["html"]
        assert text in arrived["text"]

    @pytest.mark.parametrize("field", ["to", "subject"])
    def test_takes_no_line_feed_into_its_header(self, mail, sandbox, to, field):
        given = {"to": to, "subject": "a", "text": "b"}
        with pytest.raises(ValueError, match="linefeed"):
            mail.send(**given | {field: f"{given[field]}\r\nBcc: eve@example.com"})
        assert sandbox.mails(to) == []

    def test_fails_when_there_is_no_server(self, to):
        nowhere = MailServer(f"smtp://{servers.HOST}:1", SENDER)
        with pytest.raises(OSError, match="refused"):
            nowhere.send(to=to, subject="a", text="b")


class TestUrl:
    @pytest.mark.parametrize(
        "url",
        [
            "", "localhost:25", "http://localhost", "smtp://", "smtp://:25", "smtp://host:port",
            "smtp://host:99999", "smtp://host:0", "smtp://ann:hunter2/x@host:25",
            "smtp://ann:[hunter2]@host:25",
        ],
    )  # fmt: skip
    def test_that_is_none_is_refused_before_anything_is_sent(self, url):
        with pytest.raises(ValueError, match=r"^it must be smtp://") as refused:
            MailServer(url, SENDER)
        assert "hunter2" not in str(refused.value)

    @pytest.mark.parametrize("url", ["smtp://host", "smtps://an%40n:p%2Fw@host:465"])
    def test_may_leave_out_port_and_password(self, url):
        assert MailServer(url, SENDER).url == url
