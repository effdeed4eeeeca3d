"""What was done for whom? A span for each request, and one for each call that it makes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import falcon.asgi
from opentelemetry import trace
from opentelemetry.context import Context, attach, detach
from opentelemetry.trace import SpanKind, Status, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import bind_contextvars

_tracer = trace.get_tracer("pikcur.edge")
_w3c = TraceContextTextMapPropagator()
_SERVER_FAILED = 500


class Traced:
    """Around all else: begins a request's span, and ends it with what was answered."""

    async def process_request(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        given = req.get_header("traceparent")
        context = _w3c.extract({"traceparent": given} if given else {})
        span = req.context.span = _tracer.start_span(req.method, context, SpanKind.SERVER)
        # Each request has a task, and so a context, of its own.
        attach(trace.set_span_in_context(span))
        bind_contextvars(trace_id=f"{span.get_span_context().trace_id:032x}")

    async def process_response(
        self,
        req: falcon.asgi.Request,
        resp: falcon.asgi.Response,
        resource: Any,
        req_succeeded: bool,
    ) -> None:
        span = req.context.span
        span.update_name(f"{req.method} {req.uri_template or 'none'}")
        span.set_attribute("http.response.status_code", resp.status_code)
        span.set_attribute("pikcur.request_id", req.context.request_id)
        if resp.status_code >= _SERVER_FAILED:
            span.set_status(Status(StatusCode.ERROR))
        span.end()


def traced(call: Callable[..., Any], path: str) -> Callable[..., Any]:
    """This function will have a span around each call of an rpc, which goes with it."""
    name = path.rpartition(".")[2]

    async def ask(request: Any, *, timeout: float, metadata: Any = ()) -> Any:
        carried: dict[str, str] = {}
        with _tracer.start_as_current_span(name, kind=SpanKind.CLIENT):
            _w3c.inject(carried)
            return await call(request, timeout=timeout, metadata=(*metadata, *carried.items()))

    return ask


@contextmanager
def together(contexts: Sequence[Context]) -> Iterator[None]:
    """What is done for several is of the first's trace; those of the others lead to it."""
    first, *others = contexts
    goes_on = get_current_span(first).get_span_context()
    if goes_on.is_valid:
        for span in map(get_current_span, others):
            if span.is_recording():
                span.add_link(goes_on)
    token = attach(first)
    try:
        yield
    finally:
        detach(token)
