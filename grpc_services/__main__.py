"""Serves all services, or the named ones: `python -m grpc_services [--background] [name…]`."""

import argparse
import asyncio
import os
import signal
import sys

import redis
import structlog
import uvloop

import settings
from grpc_services import outbox
from grpc_services.access import Guard
from grpc_services.catalogue.describing import fill_search
from grpc_services.composition import CODES, SERVICES, Core, open_redis
from grpc_services.search.settler import Settler
from grpc_services.server import (
    OPTIONS,
    is_database_there,
    listen,
    make_server,
    use_threads,
    watch_health,
)
from models.base import database
from models.dialect import connections_allowed, use_database, without_password
from protos import access_pb2
from settings import metrics, supervisor, tracing

log = structlog.get_logger()

_STOP_SECONDS = 10
#: Dispatch, what settles and what notes searches, and what answers the relay: a connection each.
_THREADS = 4
#: Lanes wait for the database most of the time, and then for the interpreter: Python's 5 ms between
#: two threads would be most of a bid's time.
_SWITCH_SECONDS = 0.0001
#: What jobs ask for may take a little longer than what a person waits for.
_NICENESS = 10


def _guard(config: settings.Settings) -> Guard:
    edge = set(filter(None, (config.edge_secret, config.edge_old_secret)))
    worker = set(filter(None, (config.worker_secret, config.worker_old_secret)))
    if edge & worker:
        sys.exit("WORKER_SECRET is the EDGE_SECRET: who calls could not be told apart.")
    return Guard({access_pb2.CALLER_EDGE: [*edge], access_pb2.CALLER_WORKER: [*worker]})


def connect(config: settings.Settings) -> None:
    """This function will open the database and prove that it and Redis can be reached."""
    try:
        use_database(
            config.database_url or "",
            settings.test_clock(config),
            patience=config.database_seconds,
        )
    except ValueError as error:
        sys.exit(f"DATABASE_URL: {error}")
    with database.connection_context():
        allowed = connections_allowed()
    taken = config.bid_lanes + config.services_threads + _THREADS
    if allowed is not None and allowed < taken:
        sys.exit(f"DATABASE_URL: it takes {allowed} connections, and each process makes {taken}.")
    try:
        open_redis(config, CODES).ping()
    except (redis.RedisError, ValueError) as error:
        sys.exit(f"REDIS_URL: no Redis at {without_password(config.redis_url or '')} ({error})")


def _renewed(config: settings.Settings) -> dict[str, int]:
    """Who has to connect anew asks who else is there by now."""
    milliseconds = int(config.services_connection_seconds * 1000)
    grace = {"grpc.max_connection_age_grace_ms": _STOP_SECONDS * 1000}
    return {"grpc.max_connection_age_ms": milliseconds} | grace


def _proof(config: settings.Settings) -> tuple[bytes, bytes] | None:
    if not config.services_certificate and not config.services_key:
        return None
    if not config.services_certificate or not config.services_key:
        sys.exit("Of SERVICES_CERTIFICATE and SERVICES_KEY one is set and the other is not.")
    names = ("services_key", "services_certificate")
    key, certificates = (settings.read_file(config, name) for name in names)
    return key, certificates


async def serve(config: settings.Settings, names: list[str], guard: Guard, address: str) -> None:
    """This function will serve the named services until SIGTERM or SIGINT."""
    core = Core(config)
    server, health = make_server(
        guard,
        options=OPTIONS | _renewed(config),
        is_traced=tracing.begin("services", config),
    )
    for name in names:
        SERVICES[name](core, server)
    use_threads(config.services_threads)
    try:
        listen(server, address, proof=_proof(config))
    except RuntimeError as error:
        sys.exit(f"cannot listen on {address} ({error})")
    dispatcher = core.dispatcher()
    outbox.listen(dispatcher.wake)
    beside = (dispatcher, Settler(fill_search), core.answerer(), core.notes)
    for thread in beside:
        thread.start()
    await server.start()
    metrics.serve(config)
    settings.collect_seldom()
    probes = {
        "database": is_database_there,
        "redis": core.codes.ping,
        "dispatch": dispatcher.is_well,
    }
    watching = asyncio.create_task(watch_health(health, probes, seen=supervisor.tell_alive))
    supervisor.tell_ready()
    log.info("serving", services=names, address=address)

    await _asked_to_stop()
    await health.enter_graceful_shutdown()
    await server.stop(_STOP_SECONDS)
    watching.cancel()
    if core.lanes:
        core.lanes.stop()
    for thread in beside:
        thread.stop()


async def _asked_to_stop() -> None:
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    await asked.wait()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grpc_services", description=__doc__)
    parser.add_argument("--background", action="store_true", help="for jobs: gives way to others")
    parser.add_argument("names", nargs="*", metavar="name", help="all, if none is named")
    return parser.parse_args()


def main() -> None:
    options = _options()
    settings.log_as_json("background" if options.background else "services")
    config = settings.load(
        "database_url",
        "redis_url",
        "token_private_key",
        "pseudonym_secret",
        "edge_secret",
        "worker_secret",
    )
    names = options.names or list(SERVICES)
    for name in names:
        if name not in SERVICES:
            sys.exit(f"There is no service {name!r}; there are: {', '.join(SERVICES)}.")
    guard = _guard(config)
    connect(config)
    sys.setswitchinterval(_SWITCH_SECONDS)
    address = config.services_address
    if options.background:
        os.nice(_NICENESS)
        address = config.background_address
    uvloop.run(serve(config, names, guard, address))


if __name__ == "__main__":
    main()
