"""Does each thing that is done cost those who do it, and does a plan reckon with that?"""

from pathlib import Path

import pytest

from bench import costs, plan
from bench.load.evenings import Habits, busy_second, evening

#: Who has to have worked for it.
DONE_BY = {
    "bid": {"edge", "services", "mariadb"},
    "connecting": {"relay"},
    "delivery": {"relay"},
    "page": {"edge", "services", "mariadb"},
    "search": {"edge", "services", "mariadb"},
    "picture": {"images"},
    # Most of their time they wait, so that what is used at rest may be more than what they use.
    "payment": set(),
}


class TestCosts:
    def test_are_of_those_who_do_it(self, tmp_path: Path):
        # What is counted is counted in hundredths of a second.
        sizes = costs.Sizes(seconds=1.0, goods=100, screens=500, watched=10, pictures=3)
        report = costs.run(sizes, tmp_path)

        assert report.faults == []
        found = {row.name: set(row.details) for row in report.rows}
        for name, processes in DONE_BY.items():
            assert processes <= found[name], name

    def test_that_are_kept_are_of_all_that_a_plan_reckons_with(self):
        assert plan.measured().keys() >= DONE_BY.keys()


class TestAnEvening:
    def test_has_all_bids_of_the_time_that_is_looked_at(self):
        past = list(evening(bidders=1_000, habits=Habits(bids=6), seconds=1_800, seed=1))
        assert sum(second.bids for second in past) == 3_000

    def test_is_busier_than_its_middle_at_its_peak(self):
        peak = busy_second(bidders=10_000, habits=Habits(bids=6), seconds=1_800)
        assert peak.bids > 2 * 10_000 * 6 / 3_600
        assert peak.hottest <= peak.bids
        assert peak.deliveries > peak.bids


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, float]]:
    """By how many bidders: what is said of each thing."""
    folder = tmp_path_factory.mktemp("plan")
    reports = {
        bidders: plan.run(plan.Sizes(bidders=bidders, seconds=300), folder)
        for bidders in (1_000, 100_000)
    }
    return {
        bidders: {row.name: row.value or 0.0 for row in report.rows}
        for bidders, report in reports.items()
    }


class TestAPlan:
    def test_takes_more_machines_for_more_bidders(self, plans):
        few, many = plans.values()
        assert few["machines"] < many["machines"]
        assert few["won a month"] < many["won a month"]

    def test_has_more_machines_carry_more(self, plans):
        for said in plans.values():
            assert said["1 machine(s) carry"] < said["5 machine(s) carry"]
            assert said["5 machine(s) carry"] < said["20 machine(s) carry"]
