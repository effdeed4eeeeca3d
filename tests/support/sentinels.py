"""What is a Redis like that is watched? A primary and its copy, and three Sentinels who choose."""

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import redis

from bench.servers.stores import redis_command
from tests.support.servers import HOST, free_port, listens, running
from tests.support.waiting import wait_until

_PASSWORD = "of the data"


@dataclass(frozen=True)
class Watched:
    """How it is reached, and the process of its first primary."""

    url: str
    primary: subprocess.Popen[bytes]


@contextlib.contextmanager
def watched_redis(folder: Path) -> Iterator[Watched]:
    """This function will run all five."""
    with contextlib.ExitStack() as stack:
        port, copy_port, *watchers = (free_port() for _ in range(5))
        options = {"requirepass": _PASSWORD, "masterauth": _PASSWORD}
        primary, _ = (
            stack.enter_context(_serving(folder, one, options)) for one in (port, copy_port)
        )
        redis.Redis(port=copy_port, password=_PASSWORD).replicaof(HOST, port)
        one = redis.Redis(port=port, password=_PASSWORD)
        wait_until("the copy", lambda: one.wait(1, 100))
        for watcher in watchers:
            stack.enter_context(_watching(folder, watcher, port))
        wait_until("Sentinels", lambda: all(_knows_all(watcher) for watcher in watchers))
        hosts = ",".join(f"{HOST}:{watcher}" for watcher in watchers)
        yield Watched(f"redis+sentinel://:{_PASSWORD.replace(' ', '%20')}@{hosts}/market", primary)


def _serving(
    folder: Path, port: int, options: dict[str, str]
) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    own = folder / str(port)
    own.mkdir()
    return _started(redis_command(own, port, **options), own, port)


@contextlib.contextmanager
def _started(command: list[str], own: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    with running(command, own / "log") as process:
        wait_until("Redis", lambda: listens(port))
        yield process


def _watching(
    folder: Path, port: int, primary: int
) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    own = folder / str(port)
    own.mkdir()
    # It writes into it what it learns.
    (own / "sentinel.conf").write_text(
        f"sentinel monitor market {HOST} {primary} 2\n"
        f'sentinel auth-pass market "{_PASSWORD}"\n'
        "sentinel down-after-milliseconds market 1000\n"
        "sentinel failover-timeout market 5000\n"
    )
    program = redis_command(own, port)[0]
    options = ["--sentinel", "--port", str(port), "--bind", HOST, "--dir", str(own)]
    return _started([program, str(own / "sentinel.conf"), *options], own, port)


def _knows_all(watcher: int) -> bool:
    (known,) = redis.Redis(port=watcher).sentinel_masters().values()
    return bool(known["num-other-sentinels"] == 2 and known["num-slaves"] == 1)
