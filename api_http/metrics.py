"""How is the edge doing? Counted for Prometheus, and told on a port that is not the public one."""

import os
import threading
from functools import cache
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from falcon.constants import HTTP_METHODS
from prometheus_client import REGISTRY as OWN
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    make_wsgi_app,
    multiprocess,
)

REQUESTS = Counter(
    "pikcur_http_requests", "Requests that were answered", ["method", "route", "status"]
)
#: Not by status: it would be a dozen series more for each.
SECONDS = Histogram(
    "pikcur_http_request_seconds",
    "From the request to its answer",
    ["method", "route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def count(method: str, route: str, status: int, seconds: float) -> None:
    """This function will count one answered request."""
    # What a client may make up is not made a series of.
    requests, durations = _series(method if method in HTTP_METHODS else "other", route, status)
    requests.inc()
    durations.observe(seconds)


@cache
def _series(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Looked up once: there are as many as routes, methods and statuses."""
    return REQUESTS.labels(method, route, str(status)), SECONDS.labels(method, route)


class _Server(ThreadingMixIn, WSGIServer):
    """Every process of the edge may answer for all of them."""

    daemon_threads = True
    allow_reuse_port = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nobody wants a line for every scrape."""


def serve(address: str) -> WSGIServer:
    """
    This function will tell what was counted to whoever asks at `address`, from threads of its own.

    With PROMETHEUS_MULTIPROC_DIR it is added up over all processes that count there.
    """
    host, _, port = address.rpartition(":")
    server = make_server(host, int(port), make_wsgi_app(_registry()), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return OWN
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return registry
