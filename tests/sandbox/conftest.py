"""What do the sandbox's tests share? The real process, its clients, and a shop to be told."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

_ROOT = Path(__file__).parents[2]
_DEADLINE = 15.0


def _eventually(condition: Callable[[], Any], *, within: float = _DEADLINE) -> Any:
    end = time.monotonic() + within
    while not (found := condition()):
        if time.monotonic() > end:
            pytest.fail(f"Did not come true within {within} s.")
        time.sleep(0.02)
    return found


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [found.getsockname()[1] for found in sockets]
    for found in sockets:
        found.close()
    return ports


class Shop:
    """A receiver of webhooks that can be told to fail a merchant_uid a few times."""

    def __init__(self) -> None:
        self.received: defaultdict[str, list[Any]] = defaultdict(list)
        self.failures: defaultdict[str, int] = defaultdict(int)
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(shop.hear(self.path, dict(self.headers), raw))
                self.end_headers()

            def log_message(self, *_args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def hear(self, path: str, headers: dict[str, str], raw: bytes) -> int:
        body = json.loads(raw)
        uid = body["merchant_uid"] if path == "/v1" else "v2 " + body["data"]["paymentId"]
        if self.failures[uid]:
            self.failures[uid] -= 1
            return 503
        self.received[uid].append({"headers": headers, "raw": raw, "body": body})
        return 200

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Sandbox:
    """The real process and how to speak to it."""

    def __init__(self, folder: Path, shop: Shop, *options: str) -> None:
        self.folder = folder
        self.portone_port, self.sweettracker_port, self.smtp_port, self.mail_port = _free_ports(4)
        self._command = [
            *(sys.executable, "-m", "sandbox"),
            *("--portone-port", str(self.portone_port)),
            *("--sweettracker-port", str(self.sweettracker_port)),
            *("--smtp-port", str(self.smtp_port)),
            *("--mail-port", str(self.mail_port)),
            *("--data", str(folder)),
            *("--webhook-url", f"{shop.url}/v1"),
            *("--webhook-v2-url", f"{shop.url}/v2"),
            *options,
        ]
        self.http = requests.Session()
        self.http.trust_env = False
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self._command, cwd=_ROOT, stdout=log, stderr=log)
        _eventually(self._is_listening)

    def second_attempt(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command, cwd=_ROOT, capture_output=True, text=True, timeout=10, check=False
        )

    def _is_listening(self) -> bool:
        assert self.process.poll() is None, (self.folder / "log").read_text()
        ports = (self.portone_port, self.sweettracker_port, self.smtp_port, self.mail_port)
        return all(_accepts(port) for port in ports)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=5)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=5)

    def portone(self, method: str, path: str, **options: Any) -> requests.Response:
        url = f"http://127.0.0.1:{self.portone_port}{path}"
        return self.http.request(method, url, timeout=5, **options)

    def token(self) -> dict[str, Any]:
        keys = {"imp_key": "sandbox-key", "imp_secret": "sandbox-secret"}
        return self.portone("POST", "/users/getToken", json=keys).json()["response"]

    def v1(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": self.token()["access_token"]}
        return self.portone(method, path, headers=headers, **options)

    def v2(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": "PortOne sandbox-v2-secret"}
        return self.portone(method, f"/v2{path}", headers=headers, **options)

    def pay(self, merchant_uid: str, amount: int | None = 10_000, **more: Any) -> str:
        body = {"merchant_uid": merchant_uid, "amount": amount, **more}
        answer = self.portone("POST", "/_sandbox/pay", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["imp_uid"]

    def payment(self, imp_uid: str) -> dict[str, Any]:
        return self.v1("GET", f"/payments/{imp_uid}").json()["response"]

    def cancel(self, **body: Any) -> dict[str, Any]:
        answer = self.v1("POST", "/payments/cancel", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sweettracker(self, method: str, path: str, **options: Any) -> requests.Response:
        url = f"http://127.0.0.1:{self.sweettracker_port}{path}"
        return self.http.request(method, url, timeout=5, **options)

    def track(self, t_code: str, t_invoice: str, t_key: str = "sandbox-key") -> dict[str, Any]:
        body = {"t_key": t_key, "t_code": t_code, "t_invoice": t_invoice}
        answer = self.sweettracker("POST", "/api/v1/trackingInfo", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def mails(self, to: str | None = None) -> list[dict[str, str]]:
        url = f"http://127.0.0.1:{self.mail_port}/messages"
        return self.http.get(url, params={"to": to}, timeout=5).json()


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def eventually() -> Callable[..., Any]:
    return _eventually


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory, shop: Shop) -> Iterator[Sandbox]:
    """One process for all tests that touch only what they made."""
    yield from _running(tmp_path_factory.mktemp("sandbox"), shop)


@pytest.fixture
def own_sandbox(tmp_path: Path, shop: Shop) -> Iterator[Sandbox]:
    """A process of its own, for what changes the whole sandbox."""
    yield from _running(tmp_path, shop)


@pytest.fixture
def sandbox_by_get(tmp_path: Path, shop: Shop) -> Iterator[Sandbox]:
    yield from _running(tmp_path, shop, "--sweettracker-method", "GET")


def _running(folder: Path, shop: Shop, *options: str) -> Iterator[Sandbox]:
    running = Sandbox(folder, shop, *options)
    yield running
    if running.process.poll() is None:
        os.kill(running.process.pid, signal.SIGKILL)
        running.process.wait(timeout=5)
    running.http.close()


@pytest.fixture
def uid() -> str:
    return f"order-{uuid.uuid4().hex}"


@pytest.fixture
def invoice() -> str:
    return f"{uuid.uuid4().int % 10**12:012d}"
