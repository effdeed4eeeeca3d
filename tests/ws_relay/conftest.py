"""What do the relay's tests share? A real Redis, the real process, and those who sign tokens."""

import itertools
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ws_relay.relay_processes import News, RedisServer, RelayProcess, Signer, environment


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One for all: members and goods of a test are its own, so that tests do not meet."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """For tests that stop it, or count what is in it."""
    server = RedisServer(tmp_path)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def news(redis_server: RedisServer) -> News:
    return News(redis_server.client)


@pytest.fixture
def own_news(own_redis: RedisServer) -> News:
    return News(own_redis.client)


@pytest.fixture
def start_relay(redis_server: RedisServer, signer: Signer) -> Iterator[Callable[..., RelayProcess]]:
    """Starts a relay with settings of the test's own."""
    started: list[RelayProcess] = []

    def start(redis: RedisServer = redis_server, *, wait: bool = True, **more: str) -> RelayProcess:
        started.append(RelayProcess(environment(redis, signer) | more, wait=wait))
        return started[-1]

    yield start
    for relay in started:
        relay.stop(signal.SIGKILL)


@pytest.fixture(scope="session")
def relay(redis_server: RedisServer, signer: Signer) -> Iterator[RelayProcess]:
    """The one for all tests that need nothing special of it."""
    relay = RelayProcess(environment(redis_server, signer))
    yield relay
    assert relay.stop() == 0


_ids = itertools.count(1001)


@pytest.fixture
def ann() -> int:
    """A member that no other test knows."""
    return next(_ids)


@pytest.fixture
def eve() -> int:
    """A member who may not."""
    return next(_ids)


@pytest.fixture
def goods_id() -> int:
    return next(_ids)
