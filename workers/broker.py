"""How do jobs get to workers? Through Redis, at least once, with the request's id on them."""

from typing import Any

import dramatiq
import redis
import structlog
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import (
    AgeLimit,
    Callbacks,
    CurrentMessage,
    Middleware,
    Retries,
    ShutdownNotifications,
    TimeLimit,
)
from redis.backoff import NoBackoff
from redis.retry import Retry
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

log = structlog.get_logger()

#: After so many milliseconds without a sign of life a worker's jobs go to another.
_HEARTBEAT_TIMEOUT = 10_000
#: In a million: how often a command also looks for workers that died.
_MAINTENANCE_CHANCE = 100_000


class RequestIds(Middleware):
    """Carries the id of the request that started it all, into the log and into further jobs."""

    def before_enqueue(self, broker: Any, message: Any, delay: Any) -> None:
        message.options.setdefault("request_id", get_contextvars().get("request_id", ""))

    def before_process_message(self, broker: Any, message: Any) -> None:
        bind_contextvars(
            actor=message.actor_name,
            message_id=message.message_id,
            request_id=message.options.get("request_id", ""),
        )

    def after_process_message(
        self, broker: Any, message: Any, *, result: Any = None, exception: Any = None
    ) -> None:
        if exception is None:
            log.info("done")
        else:
            log.warning("failed", error=f"{type(exception).__name__}: {exception}")
        clear_contextvars()


def use_broker(redis_url: str) -> RedisBroker:
    """This function will make the broker that all actors declared afterwards belong to."""
    client = redis.Redis.from_url(f"{redis_url}/0", retry=Retry(NoBackoff(), 0))
    broker = RedisBroker(
        client=client,
        middleware=[
            AgeLimit(),
            TimeLimit(),
            ShutdownNotifications(),
            Callbacks(),
            Retries(),
            CurrentMessage(),
            RequestIds(),
        ],
        heartbeat_timeout=_HEARTBEAT_TIMEOUT,
        maintenance_chance=_MAINTENANCE_CHANCE,
    )
    dramatiq.set_broker(broker)
    return broker
