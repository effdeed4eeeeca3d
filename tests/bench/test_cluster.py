"""Do members notice when machines go? Five hosts, whose database, Redis and one more are lost."""

import dataclasses
import re

import pytest

from bench import cluster
from bench.cluster import Sizes, happening, judge, scenarios
from bench.cluster.hosts import APP, DATA, missing
from bench.cluster.reaching import kind, reached
from bench.cluster.starting import running_machines
from bench.report import Report
from tests.support.servers import ROOT

#: Of jobs that nobody gives here.
_IDLE = ("images", "payments", "delivery")
#: All but those that are open for a while only: TLS is yours, and a node seldom lacks anything.
_ALWAYS_OPEN = {80, 8000, 8001, 8051, 8052, 3306, 9200, 4567, 6379, 26379}
_LOST = ("writer killed", "Redis killed", "application host cut off")


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    if lacking := missing():
        pytest.skip(f"There are no hosts to try it on: {lacking}.")
    with (
        cluster.in_memory(tmp_path_factory.mktemp("cluster")) as folder,
        running_machines(folder, without=_IDLE) as running,
    ):
        yield running


def shortened(name):
    (one,) = (one for one in scenarios.SCENARIOS if one.name == name)
    return dataclasses.replace(one, seconds=min(one.seconds, 4.0))


def written_down():
    """The table of docs/operating.md."""
    text = (ROOT / "docs" / "operating.md").read_text().partition("## Who may reach what")[2]
    found = {}
    for line in text.partition("\n## ")[0].splitlines():
        if line.startswith("| ") and line[2].isdigit():
            ports, _, of, sources = (cell.strip() for cell in line.strip("|").split("|"))
            for port in ports.split(", "):
                found[of, int(port)] = set(sources.split(", "))
    return found


class TestAMarketOfFiveHosts:
    def test_is_reached_as_is_written_down(self, machines):
        assert reached(machines.hosts) == {
            (host, port): sources
            for host in (*DATA, *APP)
            for (of, port), sources in written_down().items()
            if of == kind(host) and port in _ALWAYS_OPEN
        }

    def test_loses_nothing_with_a_database_a_redis_and_a_host(self, machines):
        report, rounds = Report("cluster", {}), [[shortened(name)] for name in _LOST]
        sizes = Sizes(members=10, rate=15.0)

        judge(report, rounds, happening(machines, rounds, sizes, machines.folder))

        (row,) = report.rows
        assert report.faults == []
        assert row.details["accepted"] > 100
        assert (row.details["errors"], row.details["lost"]) == (0, 0)
        assert row.details["alarms"] > 100


class TestFirewalls:
    def test_name_the_ports_that_are_written_down(self):
        named = {("data", port) for port in ports_in("data.nft")}
        named |= {("app", port) for port in ports_in("app.nft")}
        assert named == set(written_down())


def ports_in(name):
    """What its rules let arrive, but for operators."""
    arriving = (ROOT / "deploy" / "nftables" / name).read_text().partition("chain leaving")[0]
    rules = re.findall(r"(?<!operators )(?<!watchers )tcp dport (.+) accept", arriving)
    return {int(port) for one in rules for port in one.strip("{ }").split(", ")}


class TestWhatIsAskedFor:
    def test_has_to_be_there(self, tmp_path):
        report = cluster.run(Sizes(only="flood"), tmp_path)

        assert report.faults == ["there is no scenario of 'flood'; --list names them"]
