"""Is nobody's money lost, whoever is killed where it moves?"""

from bench import money
from bench.money import Sizes


class TestKills:
    def test_where_money_moves_lose_none_of_it(self, tmp_path):
        sizes = Sizes(sales=6, together=6, steps=5, chaos=True, times=1, kills=5)

        report = money.run(sizes, tmp_path)

        assert report.faults == [], "\n".join(report.faults)
        assert report.rows[-1].reached
