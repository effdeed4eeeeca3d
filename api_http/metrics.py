"""How is the edge doing? Counted for Prometheus, over all its processes."""

import os
from functools import cache

from falcon.constants import HTTP_METHODS
from prometheus_client import REGISTRY as OWN
from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess

#: Its `_count` is the number of requests answered.
SECONDS = Histogram(
    "pikcur_http_request_seconds",
    "From the request to its answer",
    ["method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def count(method: str, route: str, status: int, seconds: float) -> None:
    """This function will count one answered request."""
    # What a client may make up is not made a series of.
    _series(method if method in HTTP_METHODS else "other", route, status).observe(seconds)


@cache
def _series(method: str, route: str, status: int) -> Histogram:
    """Looked up once: there are as many as routes, methods and statuses."""
    return SECONDS.labels(method, route, str(status))


def exposition() -> bytes:
    """This function will write all series, added up over the processes of the edge."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(OWN)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
