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
    threads = use_threads(_THREADS)
    with factories.serving(lambda server: _register(core, server)) as address:
        yield address
    if core.lanes:
        core.lanes.stop()
    for _ in range(_THREADS):
        threads.submit(tables.close)
    threads.shutdown()


def _register(core: Core, server: grpc.aio.Server) -> None:
    for register in SERVICES.values():
        register(core, server)
