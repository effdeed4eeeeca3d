"""What waits, and since when? Told to whoever scrapes the clock, as `bin/pikcur` tells people."""

from collections.abc import Iterator

import dramatiq
import grpc
import redis
import structlog
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from protos.admin_pb2 import GetConditionRequest
from workers.broker import dead_in, oldest_in, waiting_in
from workers.reach import reach
from workers.services import Refused, ask

log = structlog.get_logger()


class Condition(Collector):
    """Asks when it is asked; of what cannot be reached it tells nothing."""

    def describe(self) -> list[Metric]:
        # Otherwise it would be asked when it is registered.
        return [*_in_the_database(), *_in_queues()]

    def collect(self) -> Iterator[Metric]:
        waiting, oldest = _in_the_database()
        jobs, ages, dead = _in_queues()
        try:
            for one in ask(reach().services.admin.GetCondition, GetConditionRequest()).items:
                waiting.add_metric([one.what], one.count)
                oldest.add_metric([one.what], one.oldest_seconds)
            for queue in sorted(_queues()):
                jobs.add_metric([queue], waiting_in(queue))
                ages.add_metric([queue], oldest_in(queue))
                dead.add_metric([queue], dead_in(queue))
        except (grpc.RpcError, Refused, redis.RedisError) as error:
            log.warning("what waits is not known", error=str(error)[:200])
        yield from (waiting, oldest, jobs, ages, dead)


def _in_the_database() -> tuple[GaugeMetricFamily, GaugeMetricFamily]:
    return (
        GaugeMetricFamily("pikcur_waiting", "What waits in the database.", labels=["what"]),
        GaugeMetricFamily(
            "pikcur_waiting_oldest_seconds", "How long the oldest of it has.", labels=["what"]
        ),
    )


def _in_queues() -> tuple[GaugeMetricFamily, GaugeMetricFamily, GaugeMetricFamily]:
    return (
        GaugeMetricFamily("pikcur_queue_jobs", "Jobs that wait.", labels=["queue"]),
        GaugeMetricFamily(
            "pikcur_queue_oldest_seconds", "How long the oldest of them has.", labels=["queue"]
        ),
        GaugeMetricFamily(
            "pikcur_queue_dead", "Jobs that were given up in the last week.", labels=["queue"]
        ),
    )


def _queues() -> set[str]:
    return {actor.queue_name for actor in dramatiq.get_broker().actors.values()}
