"""Does every mail have one fate, whatever becomes of the others and of Redis?"""

from datetime import timedelta

import pytest

from grpc_services.alarms import mails
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.preferences import Channels, change_preferences
from grpc_services.alarms.unsubscribing import Links
from grpc_services.korea import KOREA
from models.alarms import Alarm, AlarmMail
from models.dialect import database_now
from tests.grpc_services.alarms.told import outbid
from tests.support import factories


@pytest.fixture
def seller(database):
    return factories.member("seller")


@pytest.fixture
def ann(database):
    return factories.member("ann")


@pytest.fixture
def mail(seller, ann):
    """A mail to Ann, claimed by a worker."""
    wants_mail(ann)
    outbid(seller, ann)
    return claim(now=database_now())


LINKS = Links(b"secret of links", "https://pikcur.example")


def claim(*, now):
    """The mail that is due, if there is one."""
    claimed = mails.claim_mails(links=LINKS, most=20, now=now)
    return claimed[0] if claimed else None


def wants_mail(member, quiet=None):
    change_preferences(
        member_id=member.member_id,
        enabled=None,
        quiet=quiet,
        channels={AlarmKind.OUTBID: Channels(push=True, email=True)},
        now=database_now(),
    )


def in_(**time):
    return database_now() + timedelta(**time)


class TestAMail:
    def test_goes_to_nobody_who_did_not_ask_for_it(self, seller, ann):
        outbid(seller, ann)
        assert claim(now=in_(days=1)) is None

    def test_speaks_to_its_reader(self, mail):
        assert (mail.email, mail.subject) == ("ann@example.com", "[PIKCUR] You were outbid")
        assert mail.text.startswith("Hello Ann,\n\nSomebody bids more")

    def test_says_how_to_end_such_mails(self, ann, mail):
        assert mail.unsubscribe_url in mail.text
        token = mail.unsubscribe_url.removeprefix("https://pikcur.example/v1/unsubscribe/")
        assert LINKS.read(token) == (ann.member_id, "OUTBID")

    def test_that_could_not_be_sent_before_waits_while_it_is_quiet(self, ann, mail):
        mails.record_delayed(alarm_id=mail.alarm_id, said="451 later", now=database_now())
        here = in_(hours=1).astimezone(KOREA)
        hours = (f"{here:%H:00}", f"{here + timedelta(hours=2):%H:00}")
        wants_mail(ann, hours)

        assert claim(now=in_(hours=1)) is None
        assert claim(now=in_(hours=4)) == mail

    def test_that_was_taken_does_not_go_out_again_when_its_fact_is_told_again(self, mail):
        mails.record_mailed(alarm_ids=[mail.alarm_id], now=database_now())
        mails.put_in(alarm_ids=[mail.alarm_id], now=database_now())
        assert claim(now=in_(days=1)) is None

    def test_tells_of_itself(self, mail):
        assert factories.facts()[-1] == "MailsDue"

    def test_is_claimed_by_one_until_they_seem_dead(self, mail):
        assert claim(now=in_(seconds=25)) is None
        assert claim(now=in_(seconds=35)) == mail

    def test_that_was_taken_is_done(self, mail, now):
        for moment in (now, now + timedelta(hours=1)):
            mails.record_mailed(alarm_ids=[mail.alarm_id], now=moment)

        assert Alarm.get_by_id(mail.alarm_id).mailed_at == now
        assert claim(now=in_(days=30)) is None

    def test_that_was_refused_is_not_tried_again_and_it_is_known_why(self, mail):
        mails.record_refused(alarm_id=mail.alarm_id, said="550 no such mailbox")

        assert claim(now=in_(days=30)) is None
        assert AlarmMail.get().refused_because == "550 no such mailbox"

    def test_that_is_delayed_is_tried_again_ever_later(self, mail):
        waits = []
        for _ in range(4):
            now = database_now()
            mails.record_delayed(alarm_id=mail.alarm_id, said="451 later", now=now)
            waits.append(AlarmMail.get().due_at - now)
            assert claim(now=in_(hours=5)) == mail

        assert waits == sorted(set(waits))
        assert waits[0] == timedelta(minutes=2)

    def test_is_given_up_after_days(self, mail):
        mails.record_delayed(alarm_id=mail.alarm_id, said="451 later", now=in_(days=4))

        assert claim(now=in_(days=30)) is None
        assert AlarmMail.get().refused_because == "given up: 451 later"
