"""What do the sandbox's tests share? The real process, and a shop to be told."""

import json
import threading
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from settings import Ahead
from tests.support.sandboxes import Sandbox, running_sandbox


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


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory, shop: Shop) -> Iterator[Sandbox]:
    """One process for all tests that touch only what they made."""
    folder = tmp_path_factory.mktemp("sandbox")
    with running_sandbox(folder, *_webhooks(shop)) as sandbox:
        yield sandbox


@pytest.fixture
def own_sandbox(tmp_path: Path, shop: Shop) -> Iterator[Sandbox]:
    """A process of its own, for what changes the whole sandbox."""
    with running_sandbox(tmp_path, *_webhooks(shop)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox_ahead(tmp_path: Path, shop: Shop) -> Iterator[Sandbox]:
    """It lives forty days later, as its market does."""
    Ahead(tmp_path / "clock").advance(timedelta(days=40))
    clock = "--clock", str(tmp_path / "clock")
    with running_sandbox(tmp_path, *_webhooks(shop), *clock) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox_by_get(tmp_path: Path, shop: Shop) -> Iterator[Sandbox]:
    with running_sandbox(tmp_path, *_webhooks(shop), "--sweettracker-method", "GET") as sandbox:
        yield sandbox


def _webhooks(shop: Shop) -> tuple[str, ...]:
    return "--webhook-url", f"{shop.url}/v1", "--webhook-v2-url", f"{shop.url}/v2"


@pytest.fixture
def uid() -> str:
    return f"order-{uuid.uuid4().hex}"


@pytest.fixture
def invoice() -> str:
    return f"{uuid.uuid4().int % 10**12:012d}"
