"""What do the workers' tests share? A broker that keeps nothing, and the sandbox's real process."""

import uuid
from collections.abc import Iterator

import dramatiq
import pytest
from dramatiq.brokers.stub import StubBroker

from tests.support.sandboxes import Sandbox, running_sandbox

# Actors are declared on the broker that is there when their modules are first imported.
dramatiq.set_broker(StubBroker())


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def sandbox_by_get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    folder = tmp_path_factory.mktemp("sandbox")
    with running_sandbox(folder, "--sweettracker-method", "GET") as sandbox:
        yield sandbox


@pytest.fixture
def uid() -> str:
    """A number of our own for one payment."""
    return f"pikcur-{uuid.uuid4().hex[:20]}"


@pytest.fixture
def invoice() -> str:
    return f"{uuid.uuid4().int % 10**12:012d}"
