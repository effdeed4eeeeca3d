"""Does the guide for whoever builds a front lead to a sale? Its commands are run as they stand."""

import re
import subprocess

import pytest

from tests.support.markets import RunningMarket
from tests.support.servers import ROOT

GUIDE = ROOT / "docs" / "first-sale.md"
_PORT = re.compile(r"(http://127\.0\.0\.1):80(\d\d)")


def commands(market: RunningMarket) -> str:
    """All that the guide says to paste, for a market on other ports."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return _PORT.sub(lambda found: market.market.url(int(found[2])), "\n".join(blocks))


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_the_guide_leads_from_sign_up_to_settlement(market: RunningMarket) -> None:
    script = f"set -euo pipefail\n{commands(market)}"

    ended = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=300, check=False
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    (balance,) = re.findall(r"`(\{\"payable.*?\})`", GUIDE.read_text("utf-8"))
    assert ended.stdout.endswith(balance)
