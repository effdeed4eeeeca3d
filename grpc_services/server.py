"""How is an RPC served? The threads, the time, the errors and the health of all services."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

import grpc
import peewee
import redis
import structlog
from google.protobuf.message import Message
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from structlog.contextvars import bound_contextvars

from grpc_services import errors
from grpc_services.idempotency import answered_once
from models.base import database
from models.dialect import database_now, is_connection_lost, may_try_again

log = structlog.get_logger()

Answer = TypeVar("Answer", bound=Message)

OPTIONS = (
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.so_reuseport", 0),
)
#: Beyond this, callers are told at once that we are busy instead of waiting in a queue.
_RPCS_MAX = 1_000

_threads: ThreadPoolExecutor | None = None


def use_threads(count: int) -> ThreadPoolExecutor:
    """This function will set how many RPCs may use the database at once; each has a connection."""
    global _threads
    _threads = ThreadPoolExecutor(count, thread_name_prefix="rpc")
    return _threads


def rpc(method: Callable[[Any, Any, datetime], Any]) -> Callable[..., Awaitable[Any]]:
    """This function will serve `method(self, request, now)` in a thread with a connection."""

    @wraps(method)
    async def handle(self: Any, request: Any, context: Any) -> Any:
        return await _answer(
            context, method.__name__, lambda: method(self, request, database_now())
        )

    return handle


def keyed_rpc(
    kind: type[Answer],
) -> Callable[[Callable[[Any, Any, datetime], Answer]], Callable[..., Awaitable[Any]]]:
    """This function will serve as `rpc` does, and answer a repeated Idempotency-Key alike."""

    def decorate(method: Callable[[Any, Any, datetime], Answer]) -> Callable[..., Awaitable[Any]]:
        @wraps(method)
        async def handle(self: Any, request: Any, context: Any) -> Any:
            key = metadata(context).get("idempotency-key", "")
            return await _answer(
                context,
                method.__name__,
                lambda: answered_once(method.__get__(self), request, key=key, kind=kind),
            )

        return handle

    return decorate


def metadata(context: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in context.invocation_metadata() or ()}


async def _answer(context: Any, name: str, work: Callable[[], Any]) -> Any:
    with bound_contextvars(rpc=name, request_id=metadata(context).get("x-request-id", "")):
        loop = asyncio.get_running_loop()
        run = copy_context().run
        return await guarded(context, loop.run_in_executor(_threads, run, _connected, work))


async def guarded(context: Any, work: Awaitable[Any]) -> Any:
    """This function will turn what goes wrong into a gRPC status, and nothing into a traceback."""
    try:
        return await work
    except errors.Refusal as refusal:
        await context.abort_with_status(errors.to_grpc(refusal))
    except Exception as error:
        if _is_out_of_reach(error):
            log.warning("out of reach", error=str(error))
            await context.abort(grpc.StatusCode.UNAVAILABLE, "Try again in a moment.")
        log.exception("rpc failed")
        await context.abort(grpc.StatusCode.INTERNAL, "Something went wrong here.")


def _is_out_of_reach(error: Exception) -> bool:
    if isinstance(error, peewee.PeeweeException):
        return is_connection_lost(error) or may_try_again(error)
    return isinstance(error, redis.ConnectionError | redis.TimeoutError)


def _connected(work: Callable[[], Any]) -> Any:
    try:
        database.connect(reuse_if_open=True)
        return work()
    except (peewee.OperationalError, peewee.InterfaceError) as error:
        if is_connection_lost(error):
            database.close()
        raise


async def watch_health(
    servicer: health.aio.HealthServicer, redis_client: Any, pause: float = 1.0
) -> None:
    """This function will keep telling whether the database and Redis can be reached."""
    while True:
        loop = asyncio.get_running_loop()
        for name, probe in (("database", _probe_database), ("redis", redis_client.ping)):
            reached = await loop.run_in_executor(_threads, _succeeds, probe)
            await servicer.set(name, _SERVING if reached else _NOT_SERVING)
        await asyncio.sleep(pause)


_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def _probe_database() -> None:
    _connected(lambda: database.execute_sql("SELECT 1").fetchone())


def _succeeds(probe: Callable[[], Any]) -> bool:
    try:
        probe()
    except (peewee.PeeweeException, redis.RedisError) as error:
        log.warning("probe failed", error=str(error))
        return False
    return True


def make_server() -> tuple[grpc.aio.Server, health.aio.HealthServicer]:
    """This function will make a server that answers for its health; add the services to it."""
    server = grpc.aio.server(options=OPTIONS, maximum_concurrent_rpcs=_RPCS_MAX)
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    return server, servicer
