"""How is an RPC served? The threads, the time, the errors and the health of all services."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import copy_context
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

import grpc
import peewee
import redis
import structlog
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from structlog.contextvars import bound_contextvars

from grpc_services import metrics
from grpc_services.access import Guard, path_of, permitted
from grpc_services.idempotency import Key, answered_once, kept_answer
from grpc_services.measuring import Measured
from grpc_services.messages import OfAnotherRelease
from grpc_services.refusals import (
    Conflict,
    Forbidden,
    Internal,
    Invalid,
    NotFound,
    NotReady,
    Refusal,
    TooMany,
    Unauthenticated,
)
from grpc_services.tracing import Traced
from models.base import database
from models.dialect import connect, database_now, is_connection_lost, may_try_again

log = structlog.get_logger()

Answer = TypeVar("Answer", bound=Message)
Made = TypeVar("Made")

OPTIONS = {
    "grpc.keepalive_permit_without_calls": 1,
    # Who calls may ask so often whether we are there, or is sent away.
    "grpc.http2.min_ping_interval_without_data_ms": 1_000,
    "grpc.so_reuseport": 0,
}
DOMAIN = "pikcur"
#: The gRPC status of each kind of refusal.
STATUSES: dict[type[Refusal], grpc.StatusCode] = {
    NotFound: grpc.StatusCode.NOT_FOUND,
    Forbidden: grpc.StatusCode.PERMISSION_DENIED,
    Conflict: grpc.StatusCode.FAILED_PRECONDITION,
    Invalid: grpc.StatusCode.INVALID_ARGUMENT,
    Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    TooMany: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Internal: grpc.StatusCode.INTERNAL,
    NotReady: grpc.StatusCode.ABORTED,
}
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
        return await in_thread(
            context, request, method.__name__, lambda: method(self, request, database_now())
        )

    return handle


def keyed_rpc(
    kind: type[Answer], *, about: str = "member_id"
) -> Callable[[Callable[[Any, Any, datetime], Answer]], Callable[..., Awaitable[Any]]]:
    """
    This function will serve as `rpc` does, and answer a repeated Idempotency-Key alike.

    A key is the member's who sent it; where there is none yet, it is for what `about` names.
    """

    def decorate(method: Callable[[Any, Any, datetime], Answer]) -> Callable[..., Awaitable[Any]]:
        @wraps(method)
        async def handle(self: Any, request: Any, context: Any) -> Any:
            key = _key(context, request, about)
            return await in_thread(
                context,
                request,
                method.__name__,
                lambda: answered_once(method.__get__(self), request, key=key, kind=kind),
            )

        return handle

    return decorate


def _key(context: Any, request: Any, about: str) -> Key:
    text = metadata(context).get("idempotency-key", "")
    if "operator_id" in request.DESCRIPTOR.fields_by_name:
        return Key(text, path_of(request), member_id=request.operator_id)
    if about == "member_id":
        return Key(text, path_of(request), member_id=request.member_id)
    return Key(text, path_of(request), about=getattr(request, about))


def metadata(context: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in context.invocation_metadata() or ()}


class Steps:
    """What an rpc does with the database; in between it holds neither a thread nor a connection."""

    def __init__(self, request: Any, context: Any) -> None:
        self._request = request
        self._context = context

    async def do(self, work: Callable[[datetime], Made]) -> Made:
        """This function will run `work(now)` in a thread with a connection."""
        return await _in_thread(self._request, lambda: work(database_now()))

    async def kept(self, kind: type[Answer], *, about: str) -> Answer | None:
        """This function will give the answer that was given to the request's key before, if any."""
        key = _key(self._context, self._request, about)
        return await self.do(lambda _: kept_answer(self._request, key=key, kind=kind))

    async def once(
        self, answer: Callable[[datetime], Answer], kind: type[Answer], *, about: str
    ) -> Answer:
        """This function will run `answer(now)`, or give what was answered to the key before."""
        key = _key(self._context, self._request, about)
        return await _in_thread(
            self._request,
            lambda: answered_once(lambda _, now: answer(now), self._request, key=key, kind=kind),
        )


def stepwise_rpc(
    method: Callable[[Any, Any, Steps], Awaitable[Any]],
) -> Callable[..., Awaitable[Any]]:
    """This function will serve `await method(self, request, steps)`, which takes long elsewhere."""

    @wraps(method)
    async def handle(self: Any, request: Any, context: Any) -> Any:
        with _bound(context, method.__name__):
            return await guarded(context, method(self, request, Steps(request, context)))

    return handle


async def in_thread(context: Any, request: Message, name: str, work: Callable[[], Any]) -> Any:
    """This function will do `work` in a thread with a connection, and tell what goes wrong."""
    with _bound(context, name):
        return await guarded(context, _in_thread(request, work))


def _bound(context: Any, name: str) -> AbstractContextManager[None]:
    return bound_contextvars(rpc=name, request_id=metadata(context).get("x-request-id", ""))


async def _in_thread(request: Message, work: Callable[[], Made]) -> Made:
    run, work = copy_context().run, permitted(request, work)
    return await asyncio.get_running_loop().run_in_executor(_threads, run, _connected, work)


async def guarded(context: Any, work: Awaitable[Any]) -> Any:
    """This function will turn what goes wrong into a gRPC status, and nothing into a traceback."""
    try:
        return await work
    except Refusal as refusal:
        await context.abort_with_status(to_grpc(refusal))
    except OfAnotherRelease as error:
        log.warning("of another release", error=str(error))
        await context.abort(grpc.StatusCode.UNIMPLEMENTED, str(error))
    except Exception as error:
        if _is_out_of_reach(error):
            log.warning("out of reach", error=str(error))
            await context.abort(grpc.StatusCode.UNAVAILABLE, "Try again in a moment.")
        log.exception("rpc failed")
        await context.abort(grpc.StatusCode.INTERNAL, "Something went wrong here.")


def status_of(refusal: type[Refusal]) -> grpc.StatusCode:
    """This function will find the status of the kind that a refusal is of."""
    return next(STATUSES[kind] for kind in refusal.__mro__ if kind in STATUSES)


def to_grpc(refusal: Refusal) -> grpc.Status:
    """This function will carry a refusal as `google.rpc.Status` with an `ErrorInfo`."""
    info = error_details_pb2.ErrorInfo(
        reason=refusal.code(),
        domain=DOMAIN,
        metadata={name: str(value) for name, value in refusal.details.items()},
    )
    detail = AnyMessage()
    detail.Pack(info)
    code = code_pb2.Code.Value(status_of(type(refusal)).name)
    return rpc_status.to_status(
        status_pb2.Status(code=code, message=str(refusal), details=[detail])
    )


def _is_out_of_reach(error: Exception) -> bool:
    if isinstance(error, peewee.PeeweeException):
        return is_connection_lost(error) or may_try_again(error)
    return isinstance(error, redis.ConnectionError | redis.TimeoutError)


def _connected(work: Callable[[], Any]) -> Any:
    try:
        connect()
        return work()
    except (peewee.OperationalError, peewee.InterfaceError) as error:
        if is_connection_lost(error):
            metrics.LOST.inc()
            database.close()
        raise


async def watch_health(
    servicer: health.aio.HealthServicer,
    probes: Mapping[str, Callable[[], object]],
    *,
    seen: Callable[[], None] = lambda: None,
    pause: float = 1.0,
) -> None:
    """This function will keep telling whether each probe succeeds; `seen` hears of each look."""
    while True:
        loop = asyncio.get_running_loop()
        for name, probe in probes.items():
            is_well = await loop.run_in_executor(_threads, _succeeds, probe)
            await servicer.set(name, _SERVING if is_well else _NOT_SERVING)
            metrics.HEALTHY.labels(name).set(is_well)
        seen()
        await asyncio.sleep(pause)


_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def is_database_there() -> bool:
    """Whether a table can be read: a node that has lost its cluster still answers SELECT 1."""
    _connected(lambda: database.execute_sql("SELECT 1 FROM outbox LIMIT 1").fetchone())
    return True


def _succeeds(probe: Callable[[], object]) -> bool:
    try:
        return bool(probe())
    except (peewee.PeeweeException, redis.RedisError) as error:
        log.warning("probe failed", error=str(error))
        return False


def listen(
    server: grpc.aio.Server, address: str, *, proof: tuple[bytes, bytes] | None = None
) -> int:
    """
    This function will have a server listen, and tell on which port.

    With `proof`, its key and certificates in PEM, it speaks TLS only.

    :raises RuntimeError: if it cannot listen there
    """
    if proof is None:
        return int(server.add_insecure_port(address))
    return int(server.add_secure_port(address, grpc.ssl_server_credentials([proof])))


def make_server(
    guard: Guard, *, options: Mapping[str, int] = OPTIONS, is_traced: bool = False
) -> tuple[grpc.aio.Server, health.aio.HealthServicer]:
    """This function will make a server that answers for its health; add the services to it."""
    server = grpc.aio.server(
        interceptors=[guard, *([Traced()] if is_traced else []), Measured()],
        options=list(options.items()),
        maximum_concurrent_rpcs=_RPCS_MAX,
    )
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    return server, servicer
