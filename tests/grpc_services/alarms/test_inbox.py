"""What is in a member's inbox, and what of it is unread?"""

import pytest

from grpc_services.alarms import inbox
from models.alarms import Alarm
from tests.grpc_services.alarms.told import outbid
from tests.support import factories


@pytest.fixture
def seller(database):
    return factories.member("seller")


@pytest.fixture
def ann(database):
    return factories.member("ann")


@pytest.fixture
def raised(seller, ann):
    return outbid(seller, ann)


class TestAnAlarm:
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
