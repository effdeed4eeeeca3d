"""What was done for whom? Spans around what is asked, placed and told, and the mark of facts."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import grpc
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, SpanKind, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import bound_contextvars

_tracer = trace.get_tracer("pikcur.services")
_w3c = TraceContextTextMapPropagator()
#: Before the fields of a fact, none of which has this name; who reads only those passes over it.
_MARK, _LENGTH = '{"traceparent":"', 55


class Traced(grpc.aio.ServerInterceptor):
    """A span for each rpc; put behind the guard."""

    async def intercept_service(
        self, continuation: Callable[[Any], Awaitable[Any]], call: Any
    ) -> Any:
        handler = await continuation(call)
        return handler if handler.response_streaming else _traced(handler, call)


def _traced(handler: Any, call: Any) -> grpc.RpcMethodHandler:
    context = _w3c.extract(dict(call.invocation_metadata))
    name = call.method.rpartition(".")[2]

    async def serve(request: Any, rpc_context: Any) -> Any:
        with (
            _tracer.start_as_current_span(name, context, SpanKind.SERVER) as span,
            bound_contextvars(trace_id=f"{span.get_span_context().trace_id:032x}"),
        ):
            return await handler.unary_unary(request, rpc_context)

    return grpc.unary_unary_rpc_method_handler(
        serve, handler.request_deserializer, handler.response_serializer
    )


@contextmanager
def together(name: str, contexts: Sequence[Context]) -> Iterator[None]:
    """What is done for several is of the first's trace, with links to those of the others."""
    first, *others = (get_current_span(context).get_span_context() for context in contexts)
    if not first.is_valid:
        yield
        return
    links = [Link(one) for one in others if one.is_valid and one != first]
    with _tracer.start_as_current_span(name, contexts[0], links=links):
        yield


def example() -> dict[str, str] | None:
    """This function will name the trace that something is done for, as a metric's example."""
    context = get_current_span().get_span_context()
    return {"trace_id": f"{context.trace_id:032x}"} if context.trace_flags.sampled else None


def marked(payload: str) -> str:
    """This function will put into a fact for whom it is told, if there is a trace."""
    if not get_current_span().get_span_context().trace_flags.sampled:
        return payload
    carried: dict[str, str] = {}
    _w3c.inject(carried)
    rest = payload[1:] if payload == "{}" else f",{payload[1:]}"
    return f'{_MARK}{carried["traceparent"]}"{rest}'


@contextmanager
def telling(facts: Iterable[tuple[int, str, Iterable[str]]]) -> Iterator[dict[int, str]]:
    """
    This function will have a span around the telling of facts that are marked.

    Facts have numbers, kinds, and the payloads of those that are told as one, the last of them
    first; what goes with each that is marked is by its number.
    """
    spans = {}
    for number, kind, payloads in facts:
        if marks := [text for text in payloads if text.startswith(_MARK)]:
            spans[number] = _begun(kind, marks)
    try:
        yield {number: _carried(span) for number, span in spans.items()}
    finally:
        for span in spans.values():
            span.end()


def _begun(kind: str, marks: Sequence[str]) -> Any:
    first, *others = map(_context, marks)
    links = [Link(get_current_span(other).get_span_context()) for other in others]
    return _tracer.start_span(f"tell {kind}", first, SpanKind.PRODUCER, links=links)


def _context(payload: str) -> Context:
    return _w3c.extract({"traceparent": payload[len(_MARK) : len(_MARK) + _LENGTH]})


def _carried(span: Any) -> str:
    carried: dict[str, str] = {}
    _w3c.inject(carried, trace.set_span_in_context(span))
    return carried["traceparent"]
