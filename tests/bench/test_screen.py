"""Is a bid counted as shown by the first state that has it, and as missed without one?"""

from types import SimpleNamespace

import pytest

from bench.load.loadclient import what_was_shown

PLACED = "2030-01-01T00:00:00Z"


def sent(goods, at, seq):
    return {
        "goods": goods, "amount": 1, "at": at, "wall": at, "seq": seq, "answered": at,
        "placedAt": PLACED,
    }  # fmt: skip


@pytest.fixture
def bidders():
    """One bid at second 1, another at second 2, on the same goods."""
    return SimpleNamespace(sent=[sent(7, 1.0, 1), sent(7, 2.0, 2)], answered=2, problems={})


class TestABid:
    def test_is_shown_by_its_own_state(self, bidders):
        shown = what_was_shown(bidders, {7: [(5, 1, 1.01, 1005), (5, 2, 2.03, 2005)]})

        assert (shown["shown"], shown["missed"]) == (2, 0)
        assert shown["ms"]["toScreen"]["p50"] == pytest.approx(30)

    def test_is_shown_by_a_later_state_when_its_own_was_merged_away(self, bidders):
        shown = what_was_shown(bidders, {7: [(5, 2, 2.5, 2005)]})

        assert (shown["shown"], shown["missed"]) == (2, 0)
        assert shown["ms"]["toScreen"]["max"] == 1500

    def test_is_missed_by_a_screen_that_shows_only_earlier_states(self, bidders):
        shown = what_was_shown(bidders, {7: [(5, 1, 1.01, 1005)]})

        assert (shown["shown"], shown["missed"]) == (1, 1)
