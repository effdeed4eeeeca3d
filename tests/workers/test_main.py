"""Does a worker that cannot work say why, and end?"""

import inspect
import os
import shlex
import subprocess
import sys
from pathlib import Path

import dramatiq
import pytest

from tests.support import servers

ROOT = Path(__file__).parents[2]


#: All that a worker needs to begin, but for Redis and a place for pictures.
ENVIRONMENT = {
    "WORKER_SECRET": servers.WORKER_SECRET,
    "SMTP_URL": "smtp://127.0.0.1:1",
    "PORTONE_IMP_KEY": "key",
    "PORTONE_IMP_SECRET": "hunter2",
    "SWEETTRACKER_KEY": "hunter2",
    "SERVICES_ADDRESS": "127.0.0.1:1",
}


@pytest.fixture
def environ(redis_url: str, tmp_path: Path) -> dict[str, str]:
    given = {"PATH": os.environ["PATH"], "REDIS_URL": redis_url, "MEDIA_FOLDER": str(tmp_path)}
    return ENVIRONMENT | given


def started(
    environ: dict[str, str], code: str = "import workers.main"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


class TestMain:
    def test_starts_with_all_it_needs(self, environ):
        done = started(environ)
        assert (done.returncode, done.stderr) == (0, "")

    @pytest.mark.parametrize(
        "name",
        [
            "REDIS_URL",
            "WORKER_SECRET",
            "SMTP_URL",
            "PORTONE_IMP_KEY",
            "PORTONE_IMP_SECRET",
            "SWEETTRACKER_KEY",
        ],
    )
    def test_names_what_is_missing(self, environ, name):
        del environ[name]
        done = started(environ)
        assert done.returncode == 1
        assert done.stderr.startswith(f"{name} is not set: ")

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("REDIS_URL", "localhost:hunter2"),
            ("REDIS_URL", f"redis://:hunter2@{servers.HOST}:1"),
            ("SMTP_URL", "localhost:hunter2"),
            ("SMTP_URL", "smtp://ann:hunter2/x@localhost"),
        ],
    )
    def test_names_what_is_wrong_and_no_secret(self, environ, name, value):
        done = started(environ | {name: value})
        assert done.returncode == 1
        assert done.stderr.startswith(f"{name}: ")
        assert "hunter2" not in done.stderr

    def test_needs_a_place_for_pictures(self, environ):
        del environ["MEDIA_FOLDER"]
        done = started(environ)
        assert (done.returncode, "S3_BUCKET nor MEDIA_FOLDER" in done.stderr) == (1, True)

    def test_knows_every_job_that_the_clock_sends(self, environ):
        tell = "import dramatiq; print(sorted(dramatiq.get_broker().actors))"
        of_worker, of_clock = (
            started(environ, f"import workers.{module}; {tell}") for module in ("main", "clock")
        )
        assert of_worker.stdout == of_clock.stdout != ""


class TestTheProcfile:
    def test_has_each_queue_worked_off_by_one_kind_of_process(self):
        from workers import periodic, reactions  # noqa: F401

        lines = (ROOT / "Procfile").read_text().splitlines()
        workers = [shlex.split(line)[4:] for line in lines if "python -m workers " in line]
        queues = [part for parts in workers for part in parts if part.isalpha()]

        # Each has a twin for messages that are delayed, which its readers read too.
        declared = {q for q in dramatiq.get_broker().get_declared_queues() if "." not in q}
        assert sorted(queues) == sorted(declared)

    def test_waits_in_no_job(self):
        for actor in dramatiq.get_broker().actors.values():
            assert "sleep(" not in inspect.getsource(inspect.getmodule(actor.fn))
