"""Is a member who floods slowed down, and nobody else?"""

import pytest

from api_http.pace import Pace

ANN, BOB = 1, 2


class TestAMember:
    def test_may_bid_so_often_at_once_and_then_at_that_pace(self):
        limit = Pace(300)
        assert [limit.wait(ANN, 1000.0) for _ in range(300)] == [0] * 300

        assert limit.wait(ANN, 1000.0) == pytest.approx(0.2)
        assert limit.wait(ANN, 1000.1) == pytest.approx(0.1)
        assert limit.wait(ANN, 1000.2) == 0
        assert limit.wait(ANN, 1000.2) > 0

    def test_who_floods_gets_through_no_more_often_than_allowed(self):
        limit = Pace(300)
        accepted = sum(limit.wait(ANN, number / 100) == 0 for number in range(10_000))
        assert accepted == pytest.approx(300 + 100 * 5, abs=1)

    def test_is_not_slowed_down_by_another(self):
        limit = Pace(2)
        assert [limit.wait(ANN, 0.0) > 0 for _ in range(4)] == [False, False, True, True]
        assert limit.wait(BOB, 0.0) == 0

    def test_has_all_again_after_a_minute(self):
        limit = Pace(5)
        for now in (0.0, 60.0, 1e6):
            assert [limit.wait(ANN, now) > 0 for _ in range(6)] == [False] * 5 + [True]

    def test_may_bid_without_end_when_there_is_no_limit(self):
        limit = Pace(0)
        assert not any(limit.wait(ANN, 0.0) for _ in range(10_000))


class TestItsMemory:
    def test_is_bounded_and_forgets_who_bid_the_longest_ago(self):
        limit = Pace(1, most=10)
        for member_id in range(100):
            assert limit.wait(member_id, 0.0) == 0

        assert limit.wait(99, 0.0) > 0
        assert limit.wait(0, 0.0) == 0
