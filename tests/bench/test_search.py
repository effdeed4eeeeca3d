"""Does the bench of searching find exactly what is there? How fast is not looked at."""

import pytest

from bench import search
from bench.search import Sizes


@pytest.mark.parametrize("kind", ["mariadb", "sqlite"])
class TestSearching:
    def test_finds_what_a_plain_look_finds(self, kind, tmp_path):
        sizes = Sizes(
            goods=1_200, queries=6, likes=2, checked=12, registered=25, database=kind,
            data=str(tmp_path),
        )  # fmt: skip

        report = search.run(sizes, tmp_path)

        assert report.faults == []
        assert {row.name for row in report.rows} >= {"tenth page, p95", "facets ÷ LIKE"}
