"""Is every auction closed once when clock and worker are killed? How late is not looked at."""

from datetime import UTC, datetime, timedelta

import pytest

from bench import closing
from bench.closing import Outcome, Sizes, miscounted
from bench.servers.cluster import running_cluster
from bench.servers.stock import connected, stock
from tests.support.waiting import wait_until


class TestAStorm:
    def test_closes_each_auction_once_when_clock_and_worker_are_killed(self, tmp_path):
        sizes = Sizes(
            auctions=400, share=0.2, rate=60.0, members=20, variants="clock and worker killed"
        )

        report = closing.run(sizes, tmp_path)

        assert report.faults == []
        assert " won, " in report.rows[0].note
        assert report.rows[0].value


class TestWithoutRedis:
    def test_auctions_end_all_the_same(self, tmp_path):
        with running_cluster(tmp_path, workers=1, clocks=1) as cluster:
            ends_at = datetime.now(UTC) + timedelta(seconds=6)
            goods_ids = stock(cluster, members=1, goods=20, ends_at=ends_at).goods_ids
            cluster.kill("redis")
            wait_until("their end", lambda: not _open(cluster, goods_ids))
            assert datetime.now(UTC) >= ends_at


def _open(cluster, goods_ids):
    with connected(cluster.database_url) as database:
        sql = f"SELECT COUNT(*) FROM auction WHERE state = 'OPEN' AND goods_id >= {goods_ids[0]}"
        return database.execute_sql(sql).fetchone()[0]


class TestMiscounted:
    @pytest.mark.parametrize(
        ("outcomes", "fault"),
        [
            ([(1, 0.1)], "1 auctions were never closed"),
            ([(1, 0.1), (2, 0.1), (2, 0.2)], "1 auctions were closed twice"),
            ([(1, 0.1), (2, -0.1)], "1 auctions were closed before their end"),
        ],
    )
    def test_tells_what_is_wrong(self, outcomes, fault):
        told = [Outcome(goods_id, "AuctionFailed", late) for goods_id, late in outcomes]

        assert miscounted([1, 2], told) == [fault]

    def test_is_silent_when_each_was_closed_once(self):
        told = [Outcome(1, "AuctionWon", 0.0), Outcome(2, "AuctionFailed", 3.0)]

        assert miscounted([1, 2], told) == []
