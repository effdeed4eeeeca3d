"""Is everything answered as the document promises? A few requests each; `bench schema`: many."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.check import asking
from bench.check.asking import Asker
from demo.client import PASSWORD, Client
from tests.support.markets import RunningMarket, running_market


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMarket]:
    """A market of its own: an admin who tries everything forbids words that others use."""
    with running_market(tmp_path_factory.mktemp("asked"), None) as market:
        yield market


class TestAnswers:
    @pytest.mark.parametrize("is_admin", [False, True], ids=["to a member", "to an admin"])
    def test_are_as_promised(self, asked: RunningMarket, is_admin: bool, tmp_path: Path) -> None:
        client = Client(asked.market, f"asking_{is_admin}".lower())
        client.sign_up()
        if is_admin:
            assert asked.pikcur("admin", "add", client.name).returncode == 0
        asker = Asker(client.name, PASSWORD, is_admin)

        with (tmp_path / "log").open("w") as log:
            told = asking.ask(
                asked.market.api,
                asker,
                examples=3,
                phases="fuzzing",
                folder=tmp_path,
                log=log,
            )

        assert told["exit_code"] == 0, (tmp_path / "log").read_text()
        assert told["operations"]["tested"] > 20
        assert told["test_cases"]["generated"] > 50
