"""Where is told what a process counts? On a port of its own, which is nobody's who is not meant."""

import os
import sys
import threading
from collections.abc import Callable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import REGISTRY, CollectorRegistry, make_wsgi_app, multiprocess

from settings import Settings


class _Server(ThreadingMixIn, WSGIServer):
    """Every process of the edge may answer for all of them."""

    daemon_threads = True
    allow_reuse_port = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nobody wants a line for every scrape."""


def serve(config: Settings, *, first: Callable[[], object] = lambda: None) -> WSGIServer | None:
    """
    This function will tell what is counted at METRICS_PORT, if it is set, by threads of its own.

    Whoever asks has what is done `first` done before. With PROMETHEUS_MULTIPROC_DIR it is added up
    over all processes that count there. The program ends if it cannot be listened there.
    """
    if config.metrics_port is None:
        return None
    tell = make_wsgi_app(_registry())

    def answer(environ: Any, start: Any) -> Any:
        first()
        return tell(environ, start)

    try:
        server = make_server(config.metrics_host, config.metrics_port, answer, _Server, _Quiet)
    except OSError as error:
        sys.exit(f"METRICS_PORT: {config.metrics_host}:{config.metrics_port}: {error}")
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
