"""How does an alarm reach a member who has said something, or nothing?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.preferences import (
    Channels,
    Preferences,
    QuietHoursIncomplete,
    change_preferences,
    preferences,
)
from grpc_services.korea import KOREA
from tests.support import factories


@pytest.fixture
def ann(database):
    return factories.member("ann")


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

        end = Preferences("ko", True, *hours).quiet_end(in_korea)

        assert (end is not None) is is_quiet
        assert end is None or f"{end.astimezone(KOREA):%H:%M}" == hours[1]
        assert end is None or timedelta() < end - in_korea < timedelta(hours=9)

    def test_keep_what_is_not_named(self, ann, now):
        me = {"member_id": ann.member_id, "channels": {}, "now": now}
        change_preferences(**me, enabled=False, quiet=("23:00", "07:00"))
        change_preferences(
            **me | {"channels": {AlarmKind.OUTBID: Channels(False, False)}},
            enabled=None,
            quiet=None,
        )

        said = preferences(member_id=ann.member_id)
        assert (said.enabled, said.quiet_from) == (False, "23:00")
        assert said.of_kind("OUTBID") == Channels(False, False)

    def test_need_both_ends_of_quiet_hours(self, ann, now):
        with pytest.raises(QuietHoursIncomplete):
            change_preferences(
                member_id=ann.member_id,
                enabled=None,
                quiet=("23:00", None),
                channels={},
                now=now,
            )
