"""Does the bench of lists find a whole page of each? How fast is not looked at."""

import pytest

from bench import lists
from bench.lists import Sizes


@pytest.mark.parametrize("kind", ["mariadb", "sqlite"])
class TestLists:
    def test_have_a_first_page_and_a_deep_one(self, kind, tmp_path):
        report = lists.run(Sizes(few=1_000, many=2_000, rounds=2, database=kind), tmp_path)

        assert report.faults == []
        assert len(report.rows) == 44
