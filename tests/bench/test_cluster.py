"""Do members notice when machines go? Five hosts, whose database, Redis and one more are lost."""

import dataclasses

import pytest

from bench import cluster
from bench.cluster import Sizes, happening, judge, scenarios
from bench.cluster.hosts import missing
from bench.cluster.starting import running_machines
from bench.report import Report

#: Of jobs that nobody gives here.
_IDLE = ("images", "payments", "delivery", "mail")
_LOST = ("writer killed", "Redis killed", "application host cut off")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    if lacking := missing():
        pytest.skip(f"There are no hosts to try it on: {lacking}.")
    made = Report("cluster", {})
    rounds = [[shortened(name)] for name in _LOST]
    with (
        cluster.in_memory(tmp_path_factory.mktemp("cluster")) as folder,
        running_machines(folder, without=_IDLE) as machines,
    ):
        judge(made, rounds, happening(machines, rounds, Sizes(members=10, rate=15.0), folder))
    return made


def shortened(name):
    (one,) = (one for one in scenarios.SCENARIOS if one.name == name)
    return dataclasses.replace(one, seconds=min(one.seconds, 6.0))


class TestAMarketOfFiveHosts:
    def test_loses_nothing_with_a_database_a_redis_and_a_host(self, report):
        (row,) = report.rows

        assert report.faults == []
        assert row.details["accepted"] > 100
        assert (row.details["errors"], row.details["lost"]) == (0, 0)
        assert row.details["alarms"] > 100


class TestWhatIsAskedFor:
    def test_has_to_be_there(self, tmp_path):
        report = cluster.run(Sizes(only="flood"), tmp_path)

        assert report.faults == ["there is no scenario 'flood'; --list names them"]
