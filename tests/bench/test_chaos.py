"""Is every acknowledged bid there, once, after each kind of process was killed under load?"""

import json

import pytest

from bench import chaos
from bench.chaos import Sizes, check
from bench.report import Report


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return tmp_path_factory.mktemp("chaos") / "record.jsonl"


@pytest.fixture(scope="module")
def report(record, tmp_path_factory):
    """One of each: a stampede, a hot goods, deadlocks, a kill of services, edge and MariaDB."""
    sizes = Sizes(clients=40, goods=40, fresh=2, seconds=1.0, kills=1, held=0.0, record=str(record))
    return chaos.run(sizes, tmp_path_factory.mktemp("cluster"))


class TestUnderKillsAndDeadlocks:
    def test_the_checker_finds_nothing(self, report):
        assert report.faults == []

    def test_bids_went_on(self, report):
        reached = {row.name: row.reached for row in report.rows if row.target}

        assert set(reached.values()) == {True}
        assert {"one goods, accepted", "kills, accepted", "deadlocks"} <= set(reached)

    def test_each_kind_of_process_was_killed(self, report):
        killed = [row.name.split()[0] for row in report.rows if " killed" in row.name]

        assert killed == ["services", "edge", "mariadb"]


class TestCheck:
    @pytest.mark.usefixtures("report")
    @pytest.mark.parametrize("times", [0, 2])
    def test_finds_a_bid_that_is_not_stored_once(self, record, tmp_path, times):
        lines = [json.loads(line) for line in record.read_text().splitlines()]
        accepted = [line for line in lines if line["line"] == "request" and line["answer"]]
        # The last one: what it makes wrong with others must not hide it.
        entry = entry_of(lines, accepted[-1])
        changed = [line for line in lines if line is not entry] + [entry] * times
        file = tmp_path / "changed.jsonl"
        file.write_text("\n".join(map(json.dumps, changed)))

        report = Report("test", {})
        check(file, report)

        assert any(f"is stored {times} times" in fault for fault in report.faults)


def entry_of(lines, request):
    return next(
        line
        for line in lines
        if line["line"] == "entry"
        and (line["bidderId"], line["key"]) == (request["memberId"], request["key"])
    )
