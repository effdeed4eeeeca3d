"""What does a real edge write? Lines of JSON, also of what gunicorn has to say."""

import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest
import requests

from tests.support import servers
from tests.support.servers import EDGE_SECRET, HOST, ROOT, running
from tests.support.waiting import wait_until


@pytest.fixture
def edge(redis_url, public_key, tmp_path):
    """An edge without services; its process, its address and its log."""
    port = servers.free_port()
    environ = {
        "PATH": os.environ["PATH"],
        "REDIS_URL": redis_url,
        "TOKEN_PUBLIC_KEYS": public_key,
        "EDGE_SECRET": EDGE_SECRET,
        "UPLOAD_SECRET": "secret",
        "MEDIA_FOLDER": str(tmp_path / "media"),
        "WEB_ADDRESS": f"{HOST}:{port}",
        "WEB_PROCESSES": "1",
        "SERVICES_ADDRESS": f"{HOST}:1",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "api_http/gunicorn.py"]
    with running(command, tmp_path / "log", cwd=ROOT, env=environ) as process:
        wait_until("the edge", lambda: servers.listens(port))
        yield process, port, tmp_path / "log"


def lines(log: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


class TestTheEdgesLog:
    def test_is_json_whatever_happens(self, edge):
        process, port, log = edge
        requests.get(
            f"http://{HOST}:{port}/v1/categories", headers={"X-Request-Id": "r-1"}, timeout=30
        )
        with socket.create_connection((HOST, port)) as line:
            line.sendall(b"no HTTP at all\r\n\r\n")
            assert b" 400 " in line.recv(100)
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)
        wait_until("gunicorn's word", lambda: "SIGKILL" in log.read_text())

        told = lines(log)
        assert [line["status"] for line in told if line["request_id"] == "r-1"] == [503]
        assert any(line.get("logger") == "gunicorn.error" for line in told)
