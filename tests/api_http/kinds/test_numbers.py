"""Is read what is a part of a hundred, and nothing else?"""

import pytest

from api_http.kinds import Refused
from api_http.kinds.numbers import Percent


class TestPercent:
    @pytest.mark.parametrize("given", [0, 5, 100, 3.3, 0.01, 99.99, 2.50])
    def test_is_read_as_it_is(self, given):
        assert Percent.read(given) == given

    @pytest.mark.parametrize(
        "given", [-0.01, 100.01, 3.333, True, "5", None, float("nan"), 10**400]
    )
    def test_is_nothing_else(self, given):
        with pytest.raises(Refused):
            Percent.read(given)
