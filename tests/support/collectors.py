"""Who takes spans in the tests? A collector that speaks OTLP over HTTP, as the real ones do."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from tests.support.servers import HOST


class Span(NamedTuple):
    """What a process did, and for which other span."""

    process: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    links: tuple[str, ...]


class Collector:
    """The spans that were sent to it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._spans: dict[str, Span] = {}

    def take(self, body: bytes) -> None:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            told = {one.key: one.value.string_value for one in resource.resource.attributes}
            process = told["service.name"].removeprefix("pikcur-")
            for span in (span for scope in resource.scope_spans for span in scope.spans):
                made = _span(process, span)
                self._spans[made.span_id] = made

    def way_to(self, trace_id: str, name: str) -> list[tuple[str, str]]:
        """This function will name all that led to a span, from the first, as far as it is known."""
        spans = [one for one in list(self._spans.values()) if one.trace_id == trace_id]
        ends = [span for span in spans if span.name == name and not _leads_on(span, name, spans)]
        way: list[tuple[str, str]] = []
        step = ends[0] if ends else None
        while step is not None:
            way.insert(0, (step.process, step.name))
            step = self._spans.get(step.parent_id)
        return way

    def span(self, span_id: str) -> Span | None:
        return self._spans.get(span_id)


def _leads_on(span: Span, name: str, spans: list[Span]) -> bool:
    return any(other.parent_id == span.span_id and other.name == name for other in spans)


def _span(process: str, span: Any) -> Span:
    links = tuple(link.span_id.hex() for link in span.links)
    ids = span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex()
    return Span(process, span.name, *ids, links)


@contextlib.contextmanager
def collecting() -> Iterator[Collector]:
    """This function will take spans for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.end_headers()
            self.wfile.write(ExportTraceServiceResponse().SerializeToString())

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        collector = Collector(f"http://{HOST}:{server.server_port}/v1/traces")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield collector
        server.shutdown()
