"""Does bin/up keep to itself what is nobody else's?"""

import json
import re
import stat
from pathlib import Path

import pytest
import redis
import requests

from demo.past.people import OPERATOR, TO_TRY
from tests.support.markets import RunningMarket
from tests.support.servers import HOST

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def _told_to(market: RunningMarket, name: str, what: str) -> str:
    pid = (market.data / "run" / f"{name}.pid").read_text()
    return Path(f"/proc/{pid}/{what}").read_text().replace("\0", "\n")


def _secrets(market: RunningMarket) -> dict[str, str]:
    return dict(json.loads((market.data / "secrets.json").read_text()))


class TestWhatIsKept:
    def test_is_for_its_owner_alone(self, market: RunningMarket):
        data = market.data
        found = [data, *data.rglob("*")]

        assert any(path.suffix == ".db" for path in found)
        assert [path for path in found if stat.S_IMODE(path.lstat().st_mode) & 0o077] == []


class TestRedis:
    def test_asks_for_its_password(self, market: RunningMarket):
        settings = (market.data / "redis.conf").read_text()
        (port,) = re.findall(r'^port "(\d+)"', settings, re.MULTILINE)

        with (
            redis.Redis(host=HOST, port=int(port)) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()


class TestAProcess:
    def test_has_no_secret_in_its_command(self, market: RunningMarket):
        names = [path.stem for path in (market.data / "run").glob("*.pid")]
        commands = "".join(_told_to(market, name, "cmdline") for name in names)

        assert "redis" in commands
        assert [key for key, value in _secrets(market).items() if value in commands] == []

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            ("web", {"EDGE_SECRET", "UPLOAD_SECRET"}),
            ("mail", {"WORKER_SECRET"}),
            ("clock", {"WORKER_SECRET"}),
            ("relay", set()),
            ("redis", set()),
            ("sandbox", set()),
        ],
    )
    def test_is_given_the_secrets_that_it_needs(self, market, name, given):
        told = _told_to(market, name, "environ")
        known = {line.partition("=")[0] for line in told.splitlines()}

        secrets = _secrets(market).keys() - {"TOKEN_PUBLIC_KEYS"} | {"DATABASE_URL"}
        assert known & secrets == given


class TestTheAccountsToTry:
    def test_are_named_with_a_password_that_lets_them_in(self, market: RunningMarket):
        told = (market.data.parent / "up.log").read_text()
        accounts = dict(re.findall(r"^  (demo_\w+) +(\S+) ", told, re.MULTILINE))
        assert list(accounts) == list(TO_TRY)
        assert set(accounts.values()) == {_secrets(market)["DEMO_PASSWORD"]}

        tokens = {one: _sign_in(market, one, accounts[one]) for one in accounts}

        overview = f"{market.market.api}/v1/admin/overview"
        may = {
            one: requests.get(overview, headers={"Authorization": f"Bearer {token}"}, timeout=60).ok
            for one, token in tokens.items()
        }
        assert [one for one in may if may[one]] == [OPERATOR]


def _sign_in(market: RunningMarket, login_id: str, password: str) -> str:
    answer = requests.post(
        f"{market.market.api}/v1/auth/sign-in",
        json={"loginId": login_id, "password": password},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["accessToken"])
