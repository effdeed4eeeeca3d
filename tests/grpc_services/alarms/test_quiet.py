"""Is nobody disturbed in quiet hours, and told of everything once when they are over?"""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from grpc_services.alarms import inbox, mails, raising
from grpc_services.alarms.facts import QuietHoursEnded
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.preferences import Channels, change_preferences
from grpc_services.alarms.quiet import end_quiet_hours
from grpc_services.alarms.unsubscribing import Links
from grpc_services.korea import KOREA
from models.alarms import Alarm, AlarmMail, HeldAlarm
from models.dialect import database_now
from models.outbox import OutboxFact
from tests.grpc_services.alarms.told import bids_on
from tests.support import factories
from tests.support.servers import ROOT

#: After the quiet hours of whoever it is quiet for now.
LATER = timedelta(hours=3)


@pytest.fixture
def seller(database):
    return factories.member("seller")


@pytest.fixture
def ann(database):
    ann = factories.member("ann")
    be_quiet(ann)
    return ann


def be_quiet(member, *, ends=timedelta(hours=2), **said):
    here = database_now().astimezone(KOREA)
    hours = tuple(f"{here + by:%H:%M}" for by in (timedelta(hours=-1), ends))
    values: dict[str, Any] = {"enabled": None, "quiet": hours, "channels": {}}
    change_preferences(member_id=member.member_id, now=database_now(), **values | said)


def outbid(seller, *members, fact_id=1):
    fact = bids_on(factories.goods(seller), seller, outbid=list(members))
    return raising.raise_alarms(facts=[(fact_id, fact)], now=database_now())


def ended():
    """What is told when quiet hours end: the facts."""
    rows = OutboxFact.select().where(OutboxFact.kind == "QuietHoursEnded")
    return [msgspec.json.decode(row.payload, type=QuietHoursEnded) for row in rows]


def claim(now):
    links = Links(b"secret of links", "https://u")
    claimed = mails.claim_mails(links=links, most=20, now=now)
    return claimed[0] if claimed else None


class TestInQuietHours:
    def test_nothing_is_pushed_or_mailed_and_the_inbox_fills(self, seller, ann):
        be_quiet(ann, channels={AlarmKind.OUTBID: Channels(push=True, email=True)})
        news = outbid(seller, ann)

        assert [fields["member"] for _, fields in news[1]] == [seller.member_id]
        assert AlarmMail.select().count() == 0
        assert inbox.unread_count(member_id=ann.member_id) == 1
        assert end_quiet_hours(now=database_now() + timedelta(hours=1)) == 0

    def test_nothing_waits_that_would_not_go_out_anyway(self, seller, ann):
        be_quiet(ann, channels={AlarmKind.OUTBID: Channels(push=False, email=False)})
        outbid(seller, ann)
        be_quiet(ann, enabled=False, channels={AlarmKind.OUTBID: Channels(True, True)})
        outbid(seller, ann, fact_id=2)

        assert HeldAlarm.select().count() == 0


class TestTheirEnd:
    def test_is_told_once_with_all_that_was_held_back(self, seller, ann):
        for fact_id in range(1, 4):
            outbid(seller, ann, fact_id=fact_id)

        for _ in range(2):
            end_quiet_hours(now=database_now() + LATER)

        assert [(fact.member_id, fact.count) for fact in ended()] == [(ann.member_id, 3)]

    def test_is_one_mail_and_one_push_in_the_members_language(self, seller, ann):
        outbid(seller, ann)
        outbid(seller, ann, fact_id=2)
        later = database_now() + LATER
        end_quiet_hours(now=later)
        (news,) = raising.raise_alarms(facts=[(9, ended()[0])], now=later)[9]

        mail = claim(later)
        assert mail.subject == "[PIKCUR] While it was quiet"
        assert mail.text.count("- You were outbid: Somebody bids more") == 2
        body = msgspec.json.decode(news[1]["body"])
        assert (body["kind"], body["data"]["count"]) == ("DIGEST", "2")
        assert claim(later) is None

    def test_adds_nothing_to_the_inbox(self, seller, ann):
        outbid(seller, ann)
        later = database_now() + LATER
        end_quiet_hours(now=later)
        raising.raise_alarms(facts=[(9, ended()[0])], now=later)

        me = {"member_id": ann.member_id}
        assert inbox.unread_count(**me) == 1
        rows, _ = inbox.alarms_of(**me, unread=None, limit=10, cursor="")
        assert [row.kind for row in rows] == ["OUTBID"]
        assert Alarm.select().where(Alarm.kind == "DIGEST").count() == 1

    def test_comes_sooner_when_a_member_wants_no_more_quiet(self, seller, ann):
        outbid(seller, ann)
        be_quiet(ann, quiet=(None, None))
        assert end_quiet_hours(now=database_now() + timedelta(seconds=10)) == 1
        assert len(ended()) == 1

    def test_waits_for_the_new_end_when_a_member_moves_it(self, seller, ann):
        outbid(seller, ann)
        be_quiet(ann, ends=timedelta(hours=8))
        assert end_quiet_hours(now=database_now() + LATER) == 0
        assert end_quiet_hours(now=database_now() + timedelta(hours=9)) == 1

    def test_that_nobody_saw_waits_for_the_next(self, seller, ann):
        outbid(seller, ann)
        tomorrow = database_now() + timedelta(days=1)
        assert end_quiet_hours(now=tomorrow) == 1
        assert ended() == []
        assert end_quiet_hours(now=tomorrow + LATER) == 1
        assert len(ended()) == 1

    def test_is_told_to_everybody(self, seller, ann):
        bob = factories.member("bob")
        be_quiet(bob)
        outbid(seller, ann, bob)
        assert end_quiet_hours(now=database_now() + LATER) == 2
        assert {fact.member_id for fact in ended()} == {ann.member_id, bob.member_id}


_KILLED_IN_BETWEEN = """
import os, signal, sys
from datetime import timedelta
from models.dialect import database_now, use_database
from grpc_services.alarms import quiet
use_database(sys.argv[1])
class Outbox:
    def append(self, *_, **__):
        os.kill(os.getpid(), signal.SIGKILL)
quiet.outbox = Outbox()
quiet.end_quiet_hours(now=database_now() + timedelta(hours=3))
"""


class TestAProcess:
    def test_that_is_killed_in_between_loses_nothing_and_doubles_nothing(
        self, database, seller, ann
    ):
        outbid(seller, ann)
        killed = subprocess.run(
            [sys.executable, "-c", _KILLED_IN_BETWEEN, database],
            cwd=ROOT,
            env=os.environ,
            check=False,
            timeout=60,
        )
        assert killed.returncode == -signal.SIGKILL

        for _ in range(2):
            end_quiet_hours(now=database_now() + LATER)
        assert len(ended()) == 1
