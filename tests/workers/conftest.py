"""What do the workers' tests share? A broker that keeps nothing, and the sandbox's real process."""

import contextlib
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dramatiq
import pytest
import requests
from dramatiq.brokers.stub import StubBroker

from tests import servers

# Actors are declared on the broker that is there when their modules are first imported.
dramatiq.set_broker(StubBroker())

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Sandbox:
    """Where the providers are, and the hand that plays buyers and carriers."""

    portone: str
    sweettracker: str
    sweettracker_by_get: str
    smtp: str
    mail: str

    def pay(self, merchant_uid: str, **more: Any) -> str:
        asked = {"merchant_uid": merchant_uid, "webhook": "never"} | more
        return str(_told("POST", f"{self.portone}/_sandbox/pay", asked)["imp_uid"])

    def limit_token(self, seconds: int) -> None:
        _told("PUT", f"{self.portone}/_sandbox/token", {"expires_in": seconds})

    def move_parcel(self, invoice: str, level: int, carrier: str = "04") -> None:
        path = f"/_sandbox/parcels/{carrier}/{invoice}"
        _told("PUT", self.sweettracker + path, {"level": level})

    def play_error(self, code: str | None) -> None:
        _told("PUT", f"{self.sweettracker}/_sandbox/error", {"code": code})

    def mails(self, to: str) -> list[dict[str, str]]:
        return requests.get(f"{self.mail}/messages", params={"to": to}, timeout=5).json()


def _told(method: str, url: str, what: dict[str, Any]) -> dict[str, Any]:
    answer = requests.request(method, url, json=what, timeout=5)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    folder = tmp_path_factory.mktemp("sandbox")
    with (
        _process(folder / "post", "POST") as ports,
        _process(folder / "get", "GET") as ports_by_get,
    ):
        url = f"http://{servers.HOST}:"
        yield Sandbox(
            portone=f"{url}{ports['portone']}",
            sweettracker=f"{url}{ports['sweettracker']}",
            sweettracker_by_get=f"{url}{ports_by_get['sweettracker']}",
            smtp=f"smtp://{servers.HOST}:{ports['smtp']}",
            mail=f"{url}{ports['mail']}",
        )


@contextlib.contextmanager
def _process(folder: Path, method: str) -> Iterator[dict[str, int]]:
    folder.mkdir()
    ports = {name: servers.free_port() for name in ("portone", "sweettracker", "smtp", "mail")}
    command = [sys.executable, "-m", "sandbox", "--data", str(folder)]
    command += ["--sweettracker-method", method]
    for name, port in ports.items():
        command += [f"--{name}-port", str(port)]
    with servers.running(command, folder / "log", cwd=ROOT):
        for name, port in ports.items():
            servers.wait_until(name, lambda port=port: not servers._is_free(port))
        yield ports


@pytest.fixture(scope="session")
def s3_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = servers.free_port()
    command = [sys.executable, "-m", "moto.server", "-H", servers.HOST, "-p", str(port)]
    with servers.running(command, tmp_path_factory.mktemp("s3") / "log"):
        servers.wait_until("S3", lambda: not servers._is_free(port))
        yield f"http://{servers.HOST}:{port}"


@pytest.fixture
def uid() -> str:
    """A number of our own for one payment."""
    return f"pikcur-{uuid.uuid4().hex[:20]}"


@pytest.fixture
def invoice() -> str:
    return f"{uuid.uuid4().int % 10**12:012d}"
