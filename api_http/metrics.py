"""How is the edge doing? Counted for Prometheus."""

from functools import cache

from falcon.constants import HTTP_METHODS
from prometheus_client import Counter, Histogram

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
