"""Does everything happen in its order, and in its time?"""

from datetime import UTC, datetime, timedelta

import pytest

from demo.past.timeline import Timeline

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def happened() -> list[str]:
    return []


@pytest.mark.usefixtures("database")
class TestTimeline:
    def test_lets_things_happen_in_order_of_their_times(self, happened: list[str]) -> None:
        timeline = Timeline(BEGIN)
        for days in (2, 1, 3):
            timeline.plan(BEGIN + days * DAY, lambda now: happened.append(f"{now:%d}"))

        timeline.play(until=BEGIN + 5 * DAY, passed=lambda week: None)

        assert happened == ["03", "04", "05"]

    def test_lets_follow_what_somebody_plans_meanwhile(self, happened: list[str]) -> None:
        timeline = Timeline(BEGIN)

        def first(now: datetime) -> None:
            assert now == timeline.clock() == BEGIN + DAY
            timeline.plan(now + DAY, lambda now: happened.append("second"))

        timeline.plan(BEGIN + DAY, first)
        timeline.play(until=BEGIN + 5 * DAY, passed=lambda week: None)

        assert happened == ["second"]

    def test_leaves_out_what_would_come_later(self, happened: list[str]) -> None:
        timeline = Timeline(BEGIN)
        timeline.plan(BEGIN + DAY, lambda now: happened.append("too late"))

        timeline.play(until=BEGIN, passed=lambda week: None)

        assert happened == []

    def test_says_which_weeks_are_over(self) -> None:
        timeline = Timeline(BEGIN)
        weeks: list[int] = []
        for days in (3, 8, 30):
            timeline.plan(BEGIN + days * DAY, lambda now: None)

        timeline.play(until=BEGIN + 40 * DAY, passed=weeks.append)

        assert weeks == [1, 2, 3, 4]
