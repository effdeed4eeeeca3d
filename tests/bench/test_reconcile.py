"""Does the bench of comparing find what is to be found? How fast is not looked at."""

from bench import reconcile
from bench.reconcile import Sizes


class TestReconcile:
    def test_compares_a_day_finds_what_nobody_told_and_asks_about_the_rest(self, tmp_path):
        report = reconcile.run(Sizes(payments=1_000), tmp_path)

        assert report.faults == []
        assert len(report.rows) == 3
