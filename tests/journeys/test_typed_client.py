"""Is a client whose types are made from the document pleasant to use? It sells, strictly typed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import requests

from tests.support.markets import RunningMarket
from tests.support.node import NODE, installed

FOLDER = Path(__file__).parent / "typed"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A folder with the program and its packages, where nothing is made yet."""
    for name in ("sale.ts", "tsconfig.json", "package.json"):
        shutil.copy(FOLDER / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(installed(FOLDER, "typed-client"))
    return tmp_path


def run(workshop: Path, *command: str) -> str:
    ended = subprocess.run(
        command, cwd=workshop, capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
class TestATypedClient:
    def test_sells_from_sign_up_to_settlement(self, market: RunningMarket, workshop: Path) -> None:
        served = requests.get(f"{market.market.api}/openapi.json", timeout=60)
        (workshop / "openapi.json").write_bytes(served.content)
        run(
            workshop,
            NODE,
            "node_modules/.bin/openapi-typescript",
            "openapi.json",
            "-o",
            "pikcur.ts",
        )
        run(workshop, NODE, "node_modules/.bin/tsc")
        places = {
            "api": market.market.api,
            "mails": market.market.url(64),
            "portone": market.market.url(61),
            "sweettracker": market.market.url(62),
        }

        told = json.loads(run(workshop, NODE, "sale.js", json.dumps(places)))

        assert told["price"] == 10_000
        assert told["states"][-1] == "SETTLED"
