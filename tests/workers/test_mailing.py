"""Has every mail its own fate, when the server takes one, refuses another and puts off a third?"""

import asyncio
from types import SimpleNamespace

import dramatiq
import pytest
from aiosmtpd.controller import Controller

from protos import alarms_pb2 as pb
from protos import members_pb2
from tests.support import servers
from workers import reach
from workers.clients.mail import MailRefused, MailServer
from workers.mail import mail_alarms, mail_email_code

SENDER = "PIKCUR <no-reply@pikcur.example>"


class Picky:
    """A mail server that knows some mailboxes, and takes no mail that speaks of money."""

    def __init__(self):
        self.taken, self.lines, self.hangs = [], 0, True

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("hangup"):
            server.transport.close()
        if address.startswith("hang-on") and self.hangs:
            await asyncio.sleep(3600)
        if address.startswith("full"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if b"money" in envelope.content:
            return "554 5.7.1 spam"
        self.taken.extend(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def picky():
    return Picky()


@pytest.fixture
def server(picky):
    controller = Controller(picky, hostname=servers.HOST, port=servers.free_port())
    controller.start()
    yield MailServer(f"smtp://{servers.HOST}:{controller.port}", SENDER)
    controller.stop()


@pytest.fixture
def alarms():
    """What the services have to be mailed, and what they were told became of it."""
    told = SimpleNamespace(items=[], outcomes={}, said={})

    def claim(request, **_):
        claimed, told.items = told.items[: request.most], told.items[request.most :]
        return pb.ClaimMailsResponse(items=claimed)

    def record(request, **_):
        for item in request.items:
            told.outcomes[item.alarm_id] = pb.MailOutcome.Name(item.outcome)[13:]
            told.said[item.alarm_id] = item.said

    told.ClaimMails, told.RecordMailings = claim, record
    return told


@pytest.fixture
def reached(alarms, server):
    def issue(request, **_):
        return members_pb2.IssueEmailCodeResponse(subject="S", text="the code is 123456")

    services = SimpleNamespace(alarms=alarms, members=SimpleNamespace(IssueEmailCode=issue))
    before = reach._reach

    def use(mail):
        reach.use(reach.Reach(services, None, None, mail, None))

    use(server)
    queue = dramatiq.get_broker().queues["mail"]
    yield use
    # What a job has sent on is for no other test.
    while not queue.empty():
        queue.get_nowait()
    reach.use(before)


def mails(*names, text="hello"):
    return [
        pb.AlarmMail(alarm_id=number, email=f"{name}@example.com", subject="S", text=text)
        for number, name in enumerate(names, start=1)
    ]


class TestMails:
    def test_go_out_by_one_line_that_is_made_anew_when_it_breaks(self, reached, alarms, picky):
        alarms.items = mails("ann", "bob", "hangup", "ann", "bob")

        mail_alarms.fn()

        assert list(alarms.outcomes.values()) == ["SENT", "SENT", "DELAYED", "SENT", "SENT"]
        assert picky.lines == 2

    def test_have_each_their_own_fate(self, reached, alarms, picky):
        alarms.items = mails("ann", "nobody", "full", "two\nlines", "bob")

        mail_alarms.fn()

        fates = {1: "SENT", 2: "REFUSED", 3: "DELAYED", 4: "REFUSED", 5: "SENT"}
        assert alarms.outcomes == fates
        assert picky.taken == ["ann@example.com", "bob@example.com"]
        assert "550" in alarms.said[2]
        assert "452" in alarms.said[3]

    def test_that_are_taken_for_spam_are_refused(self, reached, alarms):
        alarms.items = mails("ann", text="money")
        mail_alarms.fn()
        assert alarms.outcomes == {1: "REFUSED"}

    def test_wait_while_there_is_no_server(self, reached, alarms):
        reached(MailServer(f"smtp://{servers.HOST}:1", SENDER))
        alarms.items = mails("ann", "bob")
        mail_alarms.fn()
        assert alarms.outcomes == {1: "DELAYED", 2: "DELAYED"}

    def test_wait_without_anybody_waiting_for_a_server_that_hangs(
        self, reached, alarms, picky, server
    ):
        hanging = MailServer(server.url, SENDER, timeout=0.2)
        reached(hanging)
        alarms.items = mails(*["hang-on"] * 5, "ann", "bob")

        mail_alarms.fn()

        assert set(alarms.outcomes.values()) == {"DELAYED"}
        assert (picky.lines, picky.taken) == (5, [])
        assert "the mail server is away" in alarms.said[7]
        picky.hangs, hanging.breaker.reset_timeout = False, 0.0
        alarms.items = mails("hang-on", "bob")
        mail_alarms.fn()
        assert picky.taken == ["hang-on@example.com", "bob@example.com"]

    def test_that_are_refused_are_no_sign_of_a_server_that_is_away(self, reached, alarms, picky):
        alarms.items = mails(*["nobody", "full"] * 4, "ann")
        mail_alarms.fn()
        assert picky.taken == ["ann@example.com"]

    def test_that_are_left_are_mailed_by_another_job(self, reached, alarms):
        queue = dramatiq.get_broker().queues["mail"]
        alarms.items = mails(*["ann"] * 25)
        before = queue.qsize()
        mail_alarms.fn()
        assert (len(alarms.outcomes), queue.qsize()) == (20, before + 1)
        mail_alarms.fn()
        assert (len(alarms.outcomes), queue.qsize()) == (25, before + 1)


class TestACode:
    def test_is_mailed(self, reached, picky):
        mail_email_code.fn("ann@example.com", "SIGN_UP", "en")
        assert picky.taken == ["ann@example.com"]

    def test_that_is_refused_is_not_tried_again(self, reached):
        with pytest.raises(MailRefused):
            mail_email_code.fn("nobody@example.com", "SIGN_UP", "en")
        assert issubclass(MailRefused, mail_email_code.options["throws"])
