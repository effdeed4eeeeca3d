"""How long does an rpc take, and how does it end? Counted around all of them."""

from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

import grpc

from grpc_services import metrics, tracing


class Measured(grpc.aio.ServerInterceptor):
    """Counts what is let through to a service; put behind the guard."""

    def __init__(self) -> None:
        #: Handlers are made once for each method, and so is what counts them.
        self._measured: dict[str, grpc.RpcMethodHandler] = {}

    async def intercept_service(
        self, continuation: Callable[[Any], Awaitable[Any]], call: Any
    ) -> Any:
        known = self._measured.get(call.method)
        if known is not None:
            return known
        handler = await continuation(call)
        if handler is None or handler.response_streaming:
            return handler
        self._measured[call.method] = _measured(handler, call.method.rpartition(".")[2])
        return self._measured[call.method]


def _measured(handler: Any, method: str) -> grpc.RpcMethodHandler:
    serve, seconds = handler.unary_unary, metrics.RPC_SECONDS.labels(method)

    async def measured(request: Any, context: Any) -> Any:
        began, end = perf_counter(), "UNKNOWN"
        try:
            answer = await serve(request, context)
            end = "OK"
        finally:
            seconds.observe(perf_counter() - began, tracing.example())
            code = context.code()
            metrics.RPCS.labels(method, code.name if code else end).inc()
        return answer

    return grpc.unary_unary_rpc_method_handler(
        measured, handler.request_deserializer, handler.response_serializer
    )
