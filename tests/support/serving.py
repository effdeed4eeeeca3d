"""Who answers workers and edges in tests? All real services, behind their guard."""

import contextlib
from collections.abc import Iterator

import grpc

import settings
from grpc_services.composition import SERVICES, Core
from grpc_services.server import use_threads
from models.base import database as tables
from tests.support import factories

_THREADS = 8


@contextlib.contextmanager
def all_services(database_url: str, redis_url: str) -> Iterator[str]:
    """This function will serve everything on a database that is open; gives the address."""
    core = Core(settings.load(environ=factories.environ(database_url, redis_url)))
    serving = factories.serving(lambda server: _register(core, server))
    with rpc_threads(_THREADS), serving as address:
        yield address
    if core.lanes:
        core.lanes.stop()


@contextlib.contextmanager
def rpc_threads(count: int) -> Iterator[None]:
    """This function will give rpcs threads of their own, which end with their connections."""
    threads = use_threads(count)
    yield
    for _ in range(count):
        threads.submit(tables.close)
    threads.shutdown()


def _register(core: Core, server: grpc.aio.Server) -> None:
    for register in SERVICES.values():
        register(core, server)
