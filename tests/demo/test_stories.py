"""Is every story as it should be, in a market that runs, and told in under a minute?"""

import subprocess
from collections.abc import Iterator

import pytest

from demo.stories import STORIES
from tests.support.markets import RunningMarket, running_market
from tests.support.servers import ROOT


@pytest.fixture(scope="module")
def ahead(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMarket]:
    """A market of our own: days pass in it."""
    with running_market(tmp_path_factory.mktemp("stories"), None, past=False) as market:
        yield market


# The sale is played where others trade: tests/journeys/test_sale.py.
@pytest.mark.parametrize("name", [name for name in STORIES if name != "sale"])
def test_a_story_ends_well(ahead: RunningMarket, name: str) -> None:
    ended = subprocess.run(
        [
            *("bin/demo", "--story", name),
            *("--port-base", str(ahead.market.port_base), "--data", ahead.data),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_what_came_of_them_is_right(ahead: RunningMarket) -> None:
    done = ahead.pikcur("audit")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
