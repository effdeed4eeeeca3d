"""What was done for whom? A span for each job, and one for each call that it makes."""

from collections.abc import Callable
from typing import Any

from dramatiq.middleware import Middleware
from opentelemetry import trace
from opentelemetry.context import attach, detach
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import bind_contextvars

_tracer = trace.get_tracer("pikcur.workers")
_w3c = TraceContextTextMapPropagator()


class TracedJobs(Middleware):
    """Carries a trace into jobs, and from them into further ones."""

    def __init__(self) -> None:
        self._begun: dict[str, tuple[Any, Any]] = {}

    def before_enqueue(self, broker: Any, message: Any, delay: Any) -> None:
        if "traceparent" not in message.options:
            _w3c.inject(message.options)

    def before_process_message(self, broker: Any, message: Any) -> None:
        given = message.options.get("traceparent")
        context = _w3c.extract({"traceparent": given} if given else {})
        span = _tracer.start_span(f"job {message.actor_name}", context, SpanKind.CONSUMER)
        token = attach(trace.set_span_in_context(span))
        self._begun[message.message_id] = span, token
        bind_contextvars(trace_id=f"{span.get_span_context().trace_id:032x}")

    def after_process_message(
        self, broker: Any, message: Any, *, result: Any = None, exception: Any = None
    ) -> None:
        span, token = self._begun.pop(message.message_id, (None, None))
        if span is None:
            return
        if exception is not None:
            span.set_status(Status(StatusCode.ERROR, type(exception).__name__))
        span.end()
        detach(token)

    after_skip_message = after_process_message


def traced(call: Callable[..., Any], path: str) -> Callable[..., Any]:
    """This function will have a span around each call of an rpc, which goes with it."""
    name = path.rpartition(".")[2]

    def ask(request: Any, *, timeout: float, metadata: Any = ()) -> Any:
        carried: dict[str, str] = {}
        with _tracer.start_as_current_span(name, kind=SpanKind.CLIENT):
            _w3c.inject(carried)
            return call(request, timeout=timeout, metadata=(*metadata, *carried.items()))

    return ask
