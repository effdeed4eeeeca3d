"""Is nobody's money lost, whatever happens to a few dozen sales?"""

import pytest

from bench import money
from bench.money import Sizes


@pytest.mark.parametrize(
    ("database", "provider"), [("mariadb", "PORTONE"), ("sqlite", "PORTONE_V2")]
)
class TestSalesAtRandom:
    def test_all_come_to_their_end_with_the_books_right(self, database, provider, tmp_path):
        sizes = Sizes(sales=16, together=16, steps=6, database=database, provider=provider)

        report = money.run(sizes, tmp_path)

        assert report.faults == [], "\n".join(report.faults)
        (ends,) = (row.details for row in report.rows)
        assert sum(ends.values()) >= 16
        assert set(ends) <= {"SETTLED", "CANCELLED", "REFUNDED", "UNPAID"}
