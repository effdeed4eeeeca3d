"""Is every auction closed once when clock and worker are killed? How late is not looked at."""

import pytest

from bench import closing
from bench.closing import Outcome, Sizes, miscounted


class TestAStorm:
    def test_closes_each_auction_once_when_clock_and_worker_are_killed(self, tmp_path):
        sizes = Sizes(
            auctions=400, share=0.2, rate=60.0, members=20, variants="clock and worker killed"
        )

        report = closing.run(sizes, tmp_path)

        assert report.faults == []
        assert " won, " in report.rows[0].note
        assert report.rows[0].value


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
