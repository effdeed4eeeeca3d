"""Does a process that could not prove who calls, or tell who does, end at once?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import EDGE_SECRET, WORKER_SECRET

ROOT = Path(__file__).parents[1]
SERVICES = [sys.executable, "-m", "grpc_services"]
EDGE = [sys.executable, "-m", "gunicorn", "--config", "api_http/gunicorn.py"]
WORKER = [sys.executable, "-c", "import workers.main"]
ENVIRON = {
    "PATH": os.environ["PATH"],
    **dict.fromkeys(
        [
            "DATABASE_URL", "REDIS_URL", "TOKEN_PRIVATE_KEY", "TOKEN_PUBLIC_KEYS",
            "PSEUDONYM_SECRET", "SMTP_URL",
        ],
        "not looked at before the credentials",
    ),
    "EDGE_SECRET": EDGE_SECRET,
    "WORKER_SECRET": WORKER_SECRET,
}  # fmt: skip


def _complaint(command: list[str], environ: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    return done.stderr


class TestAProcess:
    @pytest.mark.parametrize(
        ("command", "name"),
        [
            (SERVICES, "EDGE_SECRET"),
            (SERVICES, "WORKER_SECRET"),
            (EDGE, "EDGE_SECRET"),
            (WORKER, "WORKER_SECRET"),
        ],
    )
    def test_names_the_credential_that_it_lacks(self, command, name):
        environ = {key: value for key, value in ENVIRON.items() if key != name}

        assert f"{name} is not set: " in _complaint(command, environ)


class TestTheServices:
    def test_do_not_take_an_old_one_either_for_another_caller(self):
        told = _complaint(SERVICES, ENVIRON | {"WORKER_OLD_SECRET": EDGE_SECRET})

        assert told.startswith("WORKER_SECRET is the EDGE_SECRET")

    def test_do_not_take_one_secret_for_two_callers(self):
        told = _complaint(SERVICES, ENVIRON | {"WORKER_SECRET": EDGE_SECRET})

        assert told.startswith("WORKER_SECRET is the EDGE_SECRET")
        assert EDGE_SECRET not in told
