"""Does the bench of bids play bidders rightly, and find what is wrong? Times are not looked at."""

import json
import socket
import threading

import pytest

from bench.bids import void
from bench.load import bidclient
from bench.load.markets import check, put_long_logs, stocked_market
from bench.load.players import playing
from bench.peers import bare
from bench.report import Report, Row
from bench.servers.cluster import running_cluster
from bench.servers.stock import connected
from grpc_services.audit.record import read
from tests.support import servers

SHORT = {"connections": 16, "seconds": 0.5, "warm": 0.2}
INCREMENTS = [[10_000, 500], [None, 1_000]]
ACCEPTED = b'HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\n{"seq":1}'
TOO_LOW = (
    b"HTTP/1.1 409 Conflict\r\nContent-Type: application/problem+json\r\nContent-Length: 42\r\n\r\n"
    b'{"code":"BID_TOO_LOW","minimumBid":90000} '
)


class TestAnAnswer:
    @pytest.mark.parametrize("answer", [ACCEPTED, TOO_LOW])
    def test_has_the_size_that_it_says(self, answer):
        assert bidclient.size_of(answer) == len(answer)
        assert bidclient.size_of(answer[:20]) is None

    def test_says_from_where_bids_are_accepted(self):
        assert bidclient.minimum_in(TOO_LOW) == 90_000
        assert bidclient.minimum_in(TOO_LOW.replace(b"90000", b'"90000"')) == 90_000
        assert bidclient.minimum_in(ACCEPTED) == 0


class TestPrices:
    @pytest.fixture
    def prices(self):
        prices = bidclient.Prices(INCREMENTS)
        prices.begin([1, 2], 9_000)
        return prices

    def test_rise_by_the_increment(self, prices):
        assert [prices.take(1, 1) for _ in range(4)] == [9_000, 9_500, 10_000, 11_000]
        assert prices.take(2, 1) == 9_000

    def test_jump_to_what_is_accepted(self, prices):
        prices.learn(1, 50_000)
        prices.learn(1, 20_000)

        assert prices.take(1, 1) == 50_000

    def test_go_on_where_they_were(self, prices):
        prices.take(1, 1)
        prices.begin([1], 9_000)

        assert prices.take(1, 1) == 9_500


class TestARecord:
    def test_is_read_by_the_checker(self, tmp_path):
        sent = bidclient.Sent(1, 2, 7, 8, 0xAB, 10_000, TOO_LOW)
        lost = sent._replace(answered_ns=0, answer=b"")

        path = tmp_path / "record"
        assert bidclient.write([sent, lost], str(path)) == {"written": 2}

        rules = json.dumps({"line": "rules", "increments": INCREMENTS}).encode()
        refused, unanswered = read([rules, *path.read_bytes().splitlines()]).requests
        assert (refused.key, refused.status, refused.amount) == ("ab", 409, 10_000)
        assert (refused.problem.code, refused.problem.minimum_bid) == ("BID_TOO_LOW", 90_000)
        assert (unanswered.answered_ns, unanswered.status) == (None, None)


class TestAClient:
    @pytest.fixture
    def order(self):
        return {
            "do": "closed", "market": "test", "goods": [1], "start": 10_000, "connections": 2,
            "seconds": 0.2, "increments": INCREMENTS, "members": [[5, "token"]],
        }  # fmt: skip

    def test_puts_an_answer_together_from_its_pieces(self, order):
        with (
            _server([ACCEPTED[:10], ACCEPTED[10:60], ACCEPTED[60:]]) as port,
            playing("bench.load.bidclient") as one,
        ):
            done = one.does(order | {"ports": [port]})

        assert done["asked"] == done["allAnswered"] > 2
        assert done["broken"] == 0

    def test_counts_those_who_were_not_answered(self, order):
        with (
            _server([ACCEPTED[:10]], hangs_up=True) as port,
            playing("bench.load.bidclient") as one,
        ):
            done = one.does(order | {"ports": [port]})

        assert done["allAnswered"] == 0
        assert done["broken"] == done["asked"] > 0

    def test_counts_refusals_by_their_code(self, order):
        with _server([TOO_LOW]) as port, playing("bench.load.bidclient") as one:
            done = one.does(order | {"ports": [port]})

        assert done["refused"] == {"BID_TOO_LOW": done["asked"]}
        assert done["accepted"] == 0

    def test_sends_what_is_due(self, order):
        with _server([ACCEPTED]) as port, playing("bench.load.bidclient") as one:
            done = one.does(order | {"ports": [port], "do": "open", "rate": 100})

        # On a busy machine the last are answered after the time in which they are counted.
        assert done["asked"] == done["allAnswered"] == 20
        assert (done["refused"], done["broken"]) == ({}, 0)


class _server:  # noqa: N801 - reads as a function
    """Gives every request the same answer, in pieces."""

    def __init__(self, pieces, *, hangs_up=False):
        self._pieces = pieces
        self._hangs_up = hangs_up
        self._listener = socket.create_server((servers.HOST, 0))

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self._listener.getsockname()[1]

    def __exit__(self, *_):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line):
        with line:
            try:
                while line.recv(65_536):
                    for piece in self._pieces:
                        line.sendall(piece)
                    if self._hangs_up:
                        return
            except OSError:
                return


class TestTheBench:
    @pytest.fixture
    def report(self):
        return Report("test", {})

    def test_finds_no_fault_in_what_is_right_and_one_that_is_planted(self, tmp_path, report):
        with (
            running_cluster(tmp_path / "cluster") as cluster,
            playing("bench.load.bidclient") as client,
        ):
            ours = stocked_market("ours", cluster, client, report.faults, members=8, goods=41)
            hot, spread = ours.flood(ours.hot, **SHORT), ours.flood(ours.others, **SHORT)
            order = {"do": "open", "connections": 4, "rate": 100, "seconds": 0.5}
            due = ours.does(order, ours.hot)
            kinds = put_long_logs(ours, cluster, {1: 20, 300: 1}, tmp_path)
            ours.flood([goods[0] for goods in kinds.values()], **SHORT, start=10**11)
            check(ours, cluster, tmp_path)
            assert report.faults == []

            with connected(cluster.database_url) as database:
                database.execute_sql("UPDATE bids SET amount = amount + 1 WHERE seq = 2 LIMIT 1")
            check(ours, cluster, tmp_path)

        assert min(hot["accepted"], spread["accepted"], due["accepted"]) > 0
        assert [len(goods) for goods in kinds.values()] == [20, 1]
        assert report.faults != []

    def test_lets_nothing_count_if_something_is_wrong(self, report):
        report.rows = [Row("bids", 3.0, "×", "≥ 2", True), Row("others", None, "×", "≥ 2", None)]

        void(report)

        assert [(row.value, row.reached) for row in report.rows] == [(0.0, False), (None, None)]


class TestTheBareDriver:
    def test_stores_every_bid_that_it_counts(self, mariadb_url, capsys):
        url = f"{mariadb_url}/bare"

        bare.main([url, "--threads", "1", "3", "--goods", "5", "--seconds", "0.2"])

        told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [one["threads"] for one in told] == [1, 3]
        with bare.connected(url) as database, database.cursor() as cursor:
            cursor.execute("SELECT SUM(seq), (SELECT COUNT(*) FROM bids) FROM auction")
            placed, stored = cursor.fetchone()
        assert placed == stored >= sum(one["bids"] for one in told) > 0
