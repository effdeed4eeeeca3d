"""How do jobs get to workers? Through Redis, at least once, with the request's id on them."""

import json
import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import dramatiq
import redis
import structlog
from dramatiq.middleware import (
    AgeLimit,
    Callbacks,
    CurrentMessage,
    Middleware,
    Retries,
    ShutdownNotifications,
    TimeLimit,
)
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from workers.failures import OUT_OF_REACH, Final
from workers.metrics import Measured
from workers.watchdog import Broker

log = structlog.get_logger()

#: Declares an actor: a job that is done again while that may help.
job = partial(dramatiq.actor, throws=Final)

#: After so many milliseconds without a sign of life a worker's jobs go to another.
_HEARTBEAT_TIMEOUT = 10_000
#: In a million: how often a command also looks for workers that died.
_MAINTENANCE_CHANCE = 100_000
#: Read by the test clock, and by `bin/pikcur doctor`.
TICKED = "pikcur:ticked_at"
#: Longer than anybody takes to begin a release, in tries a minute apart.
_OTHERS_TRIES = 24 * 60


class OfAnotherRelease(Exception):
    """Nobody in this process knows what is to be done; it waits for one that does."""


def worth_trying(tries: int, error: BaseException, most: int) -> bool:
    """This function will tell whether a job is to be done again, after so many times."""
    return tries < (_OTHERS_TRIES if isinstance(error, OfAnotherRelease) else most)


class PatientBroker(Broker):
    """A job of another release goes back, where it would be a dead letter at once."""

    def get_actor(self, actor_name: str) -> Any:
        return self.actors.get(actor_name) or self.actors[put_back.__name__]


def put_back(*_: Any, **__: Any) -> None:
    """Stands for every actor that is not here: the job goes back, by its own name."""
    raise OfAnotherRelease


class RequestIds(Middleware):
    """
    Carries the id of the request that started it all, into the log and into further jobs.

    What no request started has the id of its first job.
    """

    def before_enqueue(self, broker: Any, message: Any, delay: Any) -> None:
        message.options.setdefault("request_id", get_contextvars().get("request_id", ""))

    def before_process_message(self, broker: Any, message: Any) -> None:
        bind_contextvars(
            actor=message.actor_name,
            message_id=message.message_id,
            request_id=message.options.get("request_id") or message.message_id,
        )

    def after_process_message(
        self, broker: Any, message: Any, *, result: Any = None, exception: Any = None
    ) -> None:
        if exception is None:
            log.info("done")
        else:
            _log_failure(exception, is_given_up=message.failed)
        clear_contextvars()


class Readiness(Middleware):
    """Does what is to be done when a process begins to take jobs, and says that it does."""

    def __init__(self, *begin: Callable[[], object]) -> None:
        self._begin = begin

    def after_worker_boot(self, broker: Any, worker: Any) -> None:
        for each in self._begin:
            each()
        log.info("ready")


def _log_failure(exception: BaseException, *, is_given_up: bool) -> None:
    say = log.error if is_given_up and not isinstance(exception, Final) else log.warning
    say(
        "given up" if is_given_up else "to be tried again",
        error=f"{type(exception).__name__}: {exception}"[:500],
        # Where a provider could not be reached says nothing; where we are wrong says all.
        exc_info=None
        if isinstance(exception, (Final, OfAnotherRelease, *OUT_OF_REACH))
        else exception,
    )


def use_broker(client: redis.Redis, *beside: Middleware) -> Broker:
    """This function will make the broker that all actors declared afterwards belong to."""
    # It tells of every failure with a traceback, and so do we, where there is something to learn.
    logging.getLogger("dramatiq").setLevel(logging.CRITICAL)
    broker = PatientBroker(
        client=client,
        middleware=[
            # First, so that it is asked last after a job: then it is known what becomes of it.
            RequestIds(),
            Measured(),
            *beside,
            AgeLimit(),
            TimeLimit(),
            ShutdownNotifications(),
            Callbacks(),
            Retries(),
            CurrentMessage(),
        ],
        heartbeat_timeout=_HEARTBEAT_TIMEOUT,
        maintenance_chance=_MAINTENANCE_CHANCE,
    )
    dramatiq.set_broker(broker)
    _declare_put_back(broker)
    return broker


def _declare_put_back(broker: Broker) -> None:
    job(
        put_back,
        broker=broker,
        queue_name="facts",
        max_retries=_OTHERS_TRIES,
        min_backoff=1_000,
        max_backoff=60_000,
    )


def note_tick(at: float) -> None:
    """This function will say up to which moment, in unix seconds, all that is due was sent."""
    broker: Any = dramatiq.get_broker()
    broker.client.set(TICKED, at)


def waiting_in(queue: str) -> int:
    """This function will count the jobs that wait in a queue."""
    broker: Any = dramatiq.get_broker()
    return int(broker.client.llen(f"{broker.namespace}:{queue}"))


def oldest_in(queue: str) -> float:
    """This function will tell for how many seconds the oldest job in a queue has waited."""
    broker: Any = dramatiq.get_broker()
    name = f"{broker.namespace}:{queue}"
    # What waits longest is at the end that workers take from.
    oldest = broker.client.lindex(name, 0)
    message = broker.client.hget(f"{name}.msgs", oldest) if oldest else None
    if message is None:
        return 0.0
    sent_at = int(json.loads(message)["message_timestamp"]) / 1000
    return max(0.0, time.time() - sent_at)


def dead_in(queue: str) -> int:
    """This function will count the jobs of a queue that were given up in the last week."""
    broker: Any = dramatiq.get_broker()
    return int(broker.client.zcard(f"{broker.namespace}:{queue}.XQ"))
