"""What does a real worker process write? Lines of JSON, each with the request that it is for."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import dramatiq
import pytest
import redis
from dramatiq.brokers.redis import RedisBroker

from tests.support.waiting import wait_until
from tests.workers.test_main import ENVIRONMENT

ROOT = Path(__file__).parents[2]
#: As the Procfile has it, and Dramatiq's own command.
COMMANDS = {
    "ours": ["-m", "workers", "--threads", "1", "mail"],
    "dramatiq's": ["-m", "dramatiq", "workers.main", "--processes", "1", "--skip-logging"],
}


@pytest.fixture
def redis_of_ours(redis_url):
    with redis.Redis.from_url(f"{redis_url}/0") as client:
        client.flushdb()
        yield client


@pytest.fixture(params=list(COMMANDS))
def worker(request, redis_of_ours, redis_url, tmp_path):
    log = tmp_path / "log"
    environ = ENVIRONMENT | {"REDIS_URL": redis_url, "MEDIA_FOLDER": str(tmp_path)}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *COMMANDS[request.param]],
            cwd=ROOT, env=environ | {"PATH": os.environ["PATH"]}, stdout=out, stderr=out,
        )  # fmt: skip
        yield log
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def send(client, actor, args, *, request_id=""):
    broker = RedisBroker(client=client)
    broker.enqueue(
        dramatiq.Message(
            queue_name="mail",
            actor_name=actor,
            args=args,
            kwargs={},
            options={"request_id": request_id} if request_id else {},
        )
    )


def lines_of(log):
    return [json.loads(line) for line in log.read_text().splitlines()]


def events(log):
    return [line["event"] for line in lines_of(log)] if log.exists() else []


class TestAWorkersLog:
    def test_is_json_with_the_id_of_the_request_whatever_happens(self, worker, redis_of_ours):
        # Nobody answers for the services: one job is tried again, the other is given up at once.
        send(redis_of_ours, "mail_email_code", ("a@example.com", "SIGN_UP", "ko"), request_id="r-1")
        send(redis_of_ours, "mail_alarms", ())
        wait_until("its lines", lambda: {"to be tried again", "given up"} <= set(events(worker)))

        tried = next(line for line in lines_of(worker) if line["event"] == "to be tried again")
        assert (tried["request_id"], tried["actor"]) == ("r-1", "mail_email_code")
        given_up = next(line for line in lines_of(worker) if line["event"] == "given up")
        assert given_up["request_id"] == given_up["message_id"]
        assert "Traceback" not in worker.read_text()

    def test_tells_where_we_are_wrong(self, worker, redis_of_ours):
        send(redis_of_ours, "mail_email_code", ("too", "few"), request_id="r-2")
        wait_until("its lines", lambda: "to be tried again" in events(worker))

        (line, *_) = [line for line in lines_of(worker) if line["request_id"] == "r-2"]
        assert "TypeError" in line["exception"]
