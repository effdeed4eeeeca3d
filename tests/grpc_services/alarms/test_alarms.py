"""Who hears what, once, in which words?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.alarms import inbox
from grpc_services.alarms.kinds import Kind
from grpc_services.alarms.preferences import (
    Channels,
    Preferences,
    QuietHoursIncomplete,
    change_preferences,
    preferences,
)
from grpc_services.alarms.rules import RULES
from grpc_services.alarms.texts import TEXTS, told
from grpc_services.auction.facts import BidsPlaced, Snapshot
from models.alarms import Alarm
from models.dialect import database_now
from tests import factories


def _bids(lot, seller, outbid):
    seen = Snapshot(
        goods_id=lot.goods_id,
        state="OPEN",
        seq=4,
        current_price=21_000,
        minimum_bid=22_000,
        bid_count=4,
        leader="bo***",
        ends_at=database_now(),
    )
    return BidsPlaced(
        seller_id=seller.member_id,
        auction=seen,
        count=5,
        leader_id=0,
        no_longer_leading=[member.member_id for member in outbid],
    )


@pytest.fixture
def seller(database):
    return factories.member("seller")


@pytest.fixture
def ann(database):
    return factories.member("ann")


@pytest.fixture
def raised(seller, ann):
    lot = factories.goods(seller)
    fact = _bids(lot, seller, [ann])
    for _ in range(2):
        inbox.raise_alarms(facts=[(1, fact)], now=database_now())
    return lot


class TestAnAlarm:
    def test_is_raised_once_for_each_who_is_concerned(self, raised, seller, ann):
        rows = Alarm.select(Alarm.member, Alarm.kind).order_by(Alarm.kind).tuples()

        assert list(rows) == [(seller.member_id, "BID_RECEIVED"), (ann.member_id, "OUTBID")]

    def test_is_told_in_the_members_language(self, raised, ann):
        alarm = Alarm.get(Alarm.member == ann)

        assert alarm.text == "Somebody bids more for '나이키 에어': 21,000 won."

    def test_is_unread_until_it_is_read(self, raised, ann, now):
        me = {"member_id": ann.member_id}
        assert inbox.unread_count(**me) == 1
        (alarm,), _ = inbox.alarms_of(**me, unread=True, limit=10, cursor="")

        inbox.read_alarm(**me, alarm_id=alarm.alarm_id, now=now)

        assert inbox.unread_count(**me) == 0
        assert inbox.alarms_of(**me, unread=True, limit=10, cursor="")[0] == []

    def test_of_somebody_else_is_not_there(self, raised, seller, ann, now):
        alarm = Alarm.get(Alarm.member == ann)

        with pytest.raises(inbox.AlarmNotFound):
            inbox.read_alarm(member_id=seller.member_id, alarm_id=alarm.alarm_id, now=now)
        inbox.read_alarms(member_id=seller.member_id, up_to=alarm.alarm_id, now=now)
        assert inbox.unread_count(member_id=ann.member_id) == 1

    def test_is_mailed_only_by_wish_here(self, seller, ann, now):
        change_preferences(
            member_id=ann.member_id,
            enabled=None,
            quiet=None,
            channels={Kind.OUTBID: Channels(push=True, email=True)},
        )
        lot = factories.goods(seller)

        to_mail = inbox.raise_alarms(facts=[(7, _bids(lot, seller, [ann]))], now=now).to_mail

        (mail,) = inbox.mails(alarm_ids=to_mail)
        inbox.record_mailed(alarm_id=mail.alarm.alarm_id, now=now)
        assert mail.member.email == "ann@example.com"
        assert inbox.mails(alarm_ids=to_mail) == []


class TestPreferences:
    def test_are_to_push_all_and_mail_what_matters(self):
        assert Preferences().of_kind("OUTBID") == Channels(push=True, email=False)
        assert Preferences().of_kind("AUCTION_WON") == Channels(push=True, email=True)

    @pytest.mark.parametrize(
        ("hours", "hour", "is_quiet"),
        [
            (("23:00", "07:00"), 23, True),
            (("23:00", "07:00"), 6, True),
            (("23:00", "07:00"), 7, False),
            (("12:00", "13:00"), 12, True),
            (("12:00", "13:00"), 13, False),
            ((None, None), 3, False),
        ],
    )
    def test_know_quiet_hours_in_korea(self, hours, hour, is_quiet):
        in_korea = datetime(2026, 5, 4, hour, 0, tzinfo=UTC) - timedelta(hours=9)

        assert Preferences("ko", True, *hours).is_quiet_at(in_korea) is is_quiet

    def test_keep_what_is_not_named(self, ann):
        me = {"member_id": ann.member_id, "channels": {}}
        change_preferences(**me, enabled=False, quiet=("23:00", "07:00"))
        change_preferences(
            **me | {"channels": {Kind.OUTBID: Channels(False, False)}}, enabled=None, quiet=None
        )

        said = preferences(member_id=ann.member_id)
        assert (said.enabled, said.quiet_from) == (False, "23:00")
        assert said.of_kind("OUTBID") == Channels(False, False)

    def test_need_both_ends_of_quiet_hours(self, ann):
        with pytest.raises(QuietHoursIncomplete):
            change_preferences(
                member_id=ann.member_id, enabled=None, quiet=("23:00", None), channels={}
            )


class TestTexts:
    @pytest.mark.parametrize("template", TEXTS)
    def test_are_there_in_both_languages_and_use_the_same_values(self, template):
        values = dict.fromkeys(("goods", "count", "price", "total", "amount", "minutes"), "1000")

        korean, english = told(template, "ko", values), told(template, "en", values)

        assert korean != english
        assert "1,000" in english[1]

    def test_are_korean_for_any_other_language(self):
        assert told("SHIPPED", "fr", {"goods": "책"}) == told("SHIPPED", "ko", {"goods": "책"})


def test_every_rule_is_named_after_what_its_reader_hears():
    assert all(rule.__name__.islower() for rules in RULES.values() for rule in rules)
