"""How are the jobs doing? Counted for Prometheus."""

import time
from typing import Any

from dramatiq.middleware import Middleware
from prometheus_client import Counter, Gauge, Histogram

from workers.failures import Final

JOBS = Counter(
    "pikcur_jobs",
    "Jobs by their end: DONE, AGAIN when to be tried again, DEAD after the last try, or FINAL.",
    ["actor", "end"],
)
JOB_SECONDS = Histogram(
    "pikcur_job_seconds",
    "From a job's beginning to its end.",
    ["actor"],
    buckets=(0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600),
)
WAITED_SECONDS = Histogram(
    "pikcur_job_waited_seconds",
    "From a job's sending to its first beginning.",
    ["queue"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600),
)
BREAKER = Gauge("pikcur_breaker_open", "1 while a provider is away and not asked.", ["provider"])
TICKED = Gauge("pikcur_clock_ticked_seconds", "When all that was due was sent, in unix seconds.")


class Measured(Middleware):
    """Counts jobs; first of all, so that it is asked last, when it is known what becomes of one."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}

    def before_process_message(self, broker: Any, message: Any) -> None:
        self._began[message.message_id] = time.monotonic()
        if not message.options.get("retries"):
            waited = time.time() - message.message_timestamp / 1000
            WAITED_SECONDS.labels(message.queue_name).observe(max(0.0, waited))

    def after_process_message(
        self, broker: Any, message: Any, *, result: Any = None, exception: Any = None
    ) -> None:
        took = time.monotonic() - self._began.pop(message.message_id)
        JOB_SECONDS.labels(message.actor_name).observe(took)
        JOBS.labels(message.actor_name, _end(message, exception)).inc()

    def after_skip_message(self, broker: Any, message: Any) -> None:
        self._began.pop(message.message_id, None)


def _end(message: Any, exception: BaseException | None) -> str:
    if exception is None:
        return "DONE"
    if isinstance(exception, Final):
        return "FINAL"
    return "DEAD" if message.failed else "AGAIN"
