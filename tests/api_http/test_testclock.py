"""Is a time read as people write it, and is there no test clock unless it is set?"""

from datetime import timedelta

import pytest

from api_http.kinds import Refused
from api_http.testclock import Wait
from tests.api_http.conftest import Edge


class TestAWait:
    @pytest.mark.parametrize(
        ("given", "wait"),
        [
            ("72h", timedelta(hours=72)),
            ("1d12h", timedelta(hours=36)),
            ("90s", timedelta(seconds=90)),
            ("1d1h1m1s", timedelta(days=1, hours=1, minutes=1, seconds=1)),
        ],
    )
    def test_is_read(self, given: str, wait: timedelta) -> None:
        assert Wait.read(given) == wait

    @pytest.mark.parametrize("given", ["", "h", "72", "-1h", "1h1d", "1.5h", "٣h", 72, None])
    def test_is_refused_if_it_is_none(self, given: object) -> None:
        with pytest.raises(Refused):
            Wait.read(given)


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_there_is_no_clock_unless_it_is_set(edge: Edge, method: str) -> None:
    assert edge.client.simulate_request(method, "/_sandbox/clock").status_code == 404
