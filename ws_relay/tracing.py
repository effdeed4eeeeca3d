"""For whom is a message? What an entry says of its trace goes on to the screens, by a span."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from ws_relay.history import Entry

_tracer = trace.get_tracer("pikcur.relay")
_w3c = TraceContextTextMapPropagator()


@contextmanager
def delivering(destination: str, entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """This function will have a span around the delivery of each entry that has a trace."""
    told, spans = [], []
    for entry in entries:
        if entry.trace:
            context = _w3c.extract({"traceparent": entry.trace.decode()})
            span = _tracer.start_span("deliver", context, SpanKind.CONSUMER)
            span.set_attribute("pikcur.destination", destination)
            spans.append(span)
            entry = entry._replace(trace=_carried(trace.set_span_in_context(span)))
        told.append(entry)
    try:
        yield told
    finally:
        for span in spans:
            span.end()


def _carried(context: Context) -> bytes:
    carried: dict[str, str] = {}
    _w3c.inject(carried, context)
    return carried.get("traceparent", "").encode()
