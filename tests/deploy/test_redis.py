"""Do Redis and Sentinel begin by our files, and does a primary that is alone take nothing?"""

from pathlib import Path

import pytest
import redis

from bench.servers.stores import redis_command
from tests.support.servers import HOST, ROOT, free_port, listens, running
from tests.support.waiting import wait_until

FILES = ROOT / "deploy" / "redis"


def _file(name: str, folder: Path, **ours: str) -> str:
    """A copy, for Sentinel writes into its own."""
    text = (FILES / name).read_text()
    for theirs, mine in ours.items():
        text = text.replace(theirs, mine)
    (folder / name).write_text(text)
    return str(folder / name)


@pytest.fixture
def primary(tmp_path):
    port = free_port()
    program, *options = redis_command(tmp_path, port)
    with running([program, _file("redis.conf", tmp_path), *options], tmp_path / "log"):
        wait_until("Redis", lambda: listens(port))
        yield redis.Redis(port=port, password="secret")


class TestAPrimary:
    def test_takes_nothing_while_it_has_no_copy(self, primary):
        with pytest.raises(redis.ResponseError, match="NOREPLICAS"):
            primary.set("a", "b")

    def test_is_watched(self, primary, tmp_path):
        own, port = tmp_path / "sentinel", free_port()
        own.mkdir()
        address = f"{HOST} {primary.get_connection_kwargs()['port']}"
        file = _file("sentinel.conf", own, **{"10.0.0.11 6379": address})
        program, *options = redis_command(own, port)
        options = options[: options.index("--save")]
        with running([program, file, "--sentinel", *options], own / "log"):
            wait_until("Sentinel", lambda: listens(port))
            watching = redis.Redis(port=port)
            wait_until("the primary", lambda: _is_seen(watching))


def _is_seen(watching: redis.Redis) -> bool:
    (known,) = watching.sentinel_masters().values()
    return known["flags"] == "master"
