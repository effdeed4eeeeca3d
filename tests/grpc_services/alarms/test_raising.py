"""Who hears what, once, in which words?"""

import pytest

from grpc_services.alarms import raising
from models.alarms import Alarm
from models.dialect import database_now
from tests.grpc_services.alarms.told import bids_on, outbid
from tests.support import factories


@pytest.fixture
def seller(database):
    return factories.member("seller")


@pytest.fixture
def ann(database):
    return factories.member("ann")


class TestAnAlarm:
    def test_is_raised_once_for_each_who_is_concerned(self, seller, ann):
        fact = bids_on(factories.goods(seller), seller, outbid=[ann])
        for _ in range(2):
            raising.raise_alarms(facts=[(1, fact)], now=database_now())

        rows = Alarm.select(Alarm.member, Alarm.kind).order_by(Alarm.kind).tuples()
        assert list(rows) == [(seller.member_id, "BID_RECEIVED"), (ann.member_id, "OUTBID")]

    def test_is_told_in_the_members_language(self, seller, ann):
        outbid(seller, ann)

        alarm = Alarm.get(Alarm.member == ann)
        assert alarm.text == "Somebody bids more for '나이키 에어': 21,000 won."

    @pytest.mark.parametrize("name", ["1984", "007", "３"])
    def test_leaves_goods_their_names(self, seller, ann, name):
        outbid(seller, ann, name=name)

        alarm = Alarm.get(Alarm.member == ann)
        assert alarm.text == f"Somebody bids more for '{name}': 21,000 won."
