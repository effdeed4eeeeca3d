"""Do the benches run, say what they should, and lose nothing? Their times are not looked at."""

import json

import pytest

from bench import __main__, fanout, stalls
from bench.fanout import Floods, Sizes
from bench.load.players import Player
from bench.peers.rivals import bare, body, relay
from bench.report import Report
from bench.servers.stores import redis_server

SHORT = Sizes(seconds=0.3, rounds=1, subscribers=50, few=10, spread=60, topics=6)


@pytest.fixture
def client():
    client = Player("bench.load.loadclient")
    yield client
    client.end()


@pytest.fixture
def running_relay(tmp_path):
    with redis_server(tmp_path) as redis, relay(tmp_path, redis) as running:
        yield running


class TestFlood:
    def test_loses_nothing_over_one_topic_and_over_many(self, client, running_relay):
        report = Report("test", {})
        floods = Floods(report, client, SHORT)

        one, many = floods.run(running_relay, 50), floods.run(running_relay, 60, topics=6)

        assert report.faults == []
        assert min(one.rate, many.rate) > 0

    def test_compares_the_relay_with_bare_websockets(self, client, running_relay, tmp_path):
        report = Report("test", {})

        with bare(tmp_path) as other:
            Floods(report, client, SHORT).compare("row", 1.0, 50, running_relay, other)

        assert report.faults == []
        assert set(report.rows[0].details) == {"ours", "theirs", "ratios"}

    def test_sees_what_was_not_delivered(self, client, running_relay):
        # Of six connections only one listens to the topic that is flooded.
        client.does(running_relay.opening(6, topics=6))
        order = {"do": "flood", "topics": 1, "seconds": 0.1, "window": 2, "patience": 0.3}

        done = client.does(order | running_relay.feeding(250))
        client.does({"do": "close"})

        assert done["lost"] > 0
        assert done["wrong"] > 0


class TestTheWholeRun:
    def test_measures_connections_and_replay(self, client, running_relay):
        report = Report("test", {})
        sizes = Sizes(connections=40, missed=50)

        fanout.measure_connections(report, client, running_relay, sizes)
        fanout.measure_replay(report, running_relay, sizes)

        assert report.faults == []
        assert [row.unit for row in report.rows] == ["s", "KiB", "ms"]

    def test_writes_json_with_versions_and_settings(self, tmp_path, capsys):
        file = tmp_path / "stalls.json"
        few = ["--seconds", "0.5", "--warm", "0.2", "--rounds", "1", "--subscribers", "20"]

        code = __main__.main(["stalls", *few, "--stalled", "0", "--json", str(file)])

        written = json.loads(file.read_text())
        assert code == 0
        assert set(written) == {"title", "machine", "versions", "settings", "rows", "faults"}
        assert written["settings"]["subscribers"] == 20
        assert {"python", "websockets", "uvloop"} <= set(written["versions"])
        assert written["rows"][0]["details"]["with"][0]["lost"] == 0
        assert written["rows"][0]["name"] in capsys.readouterr().out

    def test_says_when_those_who_stall_are_not_held_back(self, tmp_path):
        sizes = stalls.Sizes(seconds=0.3, warm=0.1, rounds=1, subscribers=10, stalled=2, rate=5)

        report = stalls.run(sizes, tmp_path)

        assert "0 of 2 were held back" in report.faults[0]


class TestBody:
    @pytest.mark.parametrize("size", [250, 251, 252, 4000])
    def test_has_its_size_once_numbered(self, size):
        assert len((body(size) % {"n": 10_000_000}).encode()) == size
