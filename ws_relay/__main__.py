"""How does the relay start and end? `python -m ws_relay`, set by environment variables."""

import asyncio
import contextlib
import resource
import signal
import socket
import sys
from functools import partial
from typing import Any

import structlog
import uvloop

import settings
from settings import metrics, tracing
from settings.stores import open_async_redis, without_password
from settings.supervisor import tell_alive, tell_ready
from ws_relay import feeds
from ws_relay.addresses import Among
from ws_relay.destinations import Destinations
from ws_relay.front import Front
from ws_relay.options import Options
from ws_relay.questions import Questions
from ws_relay.relay import Relay
from ws_relay.source import Source, Unreachable
from ws_relay.tickets import BadKeys, Tickets

_log = structlog.get_logger()
#: The database of Redis that is the streams'; Dramatiq scans the keys of its own.
_STREAMS = 1
#: Slow readers fill our buffer, which is counted, rather than the kernel's, which is not.
_KERNEL_BUFFER = 128 * 1024
_BACKLOG = 4096
_BEAT_SECONDS = 1.0
_MEASURE_SECONDS = 5.0


def main() -> None:
    values = settings.load("redis_url", "token_public_keys")
    settings.log_as_json("relay")
    _allow_many_files()
    try:
        uvloop.run(_serve(values))
    except Unreachable as problem:
        sys.exit(f"REDIS_URL {without_password(values.redis_url or '')} {problem}")
    except BadKeys as problem:
        sys.exit(f"TOKEN_PUBLIC_KEYS cannot be used: {problem}")
    except OSError as problem:
        sys.exit(f"RELAY_ADDRESS {values.relay_address} cannot be listened on: {problem}")


async def _serve(values: settings.Settings) -> None:
    asyncio.get_running_loop().set_exception_handler(_log_failure)
    questions = Questions()
    destinations = Destinations(
        length=values.stream_length,
        seconds=values.relay_replay_seconds,
        interval=1 / values.relay_goods_per_second,
        ask=questions.ask,
    )
    relay = Relay(_options(values), Tickets(values.token_public_keys or ""), destinations)
    source = Source(
        partial(_open_redis, values.redis_url or ""),
        (feeds.Goods(destinations), feeds.Alarms(destinations), feeds.Sessions(relay)),
        keep_seconds=values.relay_replay_seconds,
    )
    relay.redis_is_up = lambda: source.is_up
    listener = _bound(values)
    await source.load()
    tasks = [
        asyncio.create_task(forever)
        for forever in (
            *(source.follow(), source.trim(), relay.keep_time()),
            questions.pass_on(source.ask),
        )
    ]
    server = await asyncio.get_running_loop().create_server(
        lambda: Front(relay), sock=listener, backlog=_BACKLOG
    )
    tasks.append(asyncio.create_task(_beat()))
    tracing.begin("relay", values)
    metrics.serve(values, first=partial(_measure, relay, asyncio.get_running_loop()))
    tell_ready()
    _log.info("listening", address=values.relay_address)
    await _until_told_to_stop(tasks)
    server.close()
    await relay.drain()
    for task in tasks:
        task.cancel()
    await source.close()
    _log.info("stopped")


def _measure(relay: Relay, loop: asyncio.AbstractEventLoop) -> None:
    """In the loop, whose connections they are; a relay that hangs tells nothing."""
    asyncio.run_coroutine_threadsafe(relay.measure(), loop).result(_MEASURE_SECONDS)


async def _beat() -> None:
    while True:
        tell_alive()
        await asyncio.sleep(_BEAT_SECONDS)


def _open_redis(url: str, **options: Any) -> Any:
    try:
        return open_async_redis(url, _STREAMS, **options)
    except ValueError as problem:
        sys.exit(f"REDIS_URL: {problem}")


def _proxies(named: tuple[str, ...]) -> Among:
    try:
        return Among(named)
    except ValueError as problem:
        sys.exit(f"RELAY_PROXIES: {problem}")


def _options(values: settings.Settings) -> Options:
    return Options(
        origins=values.relay_origins,
        proxies=_proxies(values.relay_proxies),
        connections=values.relay_connections,
        connections_per_address=values.relay_connections_per_address,
        connections_per_member=values.relay_connections_per_member,
        subscriptions=values.relay_subscriptions,
        frames_per_second=values.relay_frames_per_second,
        handshake_seconds=values.relay_handshake_seconds,
        heartbeat_seconds=values.relay_heartbeat_seconds,
        buffer_bytes=values.relay_buffer_bytes,
        stall_seconds=values.relay_stall_seconds,
        drain_seconds=values.relay_drain_seconds,
        drain_per_second=values.relay_drain_per_second,
    )


def _bound(values: settings.Settings) -> socket.socket:
    host, _, port = values.relay_address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if values.relay_shares_port:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_BUFFER)
    listener.bind((host.strip("[]"), int(port)))
    return listener


async def _until_told_to_stop(tasks: list[asyncio.Task[None]]) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told.set)
    waiting = asyncio.create_task(told.wait())
    done, _ = await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        # A task of ours never ends by itself: if it has failed, so have we.
        task.result()


def _log_failure(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What fails in a callback ends that connection only."""
    _log.error(context["message"], exc_info=context.get("exception"))


def _allow_many_files() -> None:
    """Every connection is a file, and the usual soft limit is 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
