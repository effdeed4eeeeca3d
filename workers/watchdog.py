"""Does this worker go on? Told each second, while it looks for jobs and none of them hangs."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.middleware import Middleware, TimeLimit

log = structlog.get_logger()

_PAUSE_SECONDS = 1.0
#: Redis may be away, and time out, in every look for jobs.
_SILENT_SECONDS = 20.0
#: Beyond its time limit, which cannot end what waits for the kernel.
_GRACE_SECONDS = 60.0
#: Dramatiq's own, for all jobs of ours.
_LIMIT_SECONDS = TimeLimit().time_limit / 1000


class Consumer(_RedisConsumer):
    """Knows when it last looked for jobs; whether Redis answered is another matter."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.looked_at = time.monotonic()

    def __next__(self) -> Any:
        self.looked_at = time.monotonic()
        return super().__next__()


class Broker(RedisBroker):
    """Redis, with consumers that can be watched."""

    @property
    def consumer_class(self) -> type[Consumer]:
        return Consumer


class Watchdog(Middleware):
    """Says so while all threads of a worker go on; who restarts it hears nothing any more then."""

    def __init__(
        self,
        alive: Callable[[], None],
        *,
        pause: float = _PAUSE_SECONDS,
        silent: float = _SILENT_SECONDS,
        grace: float = _GRACE_SECONDS,
    ) -> None:
        self._alive = alive
        self._pause = pause
        self._silent = silent
        self._grace = grace
        #: Until when the job in hand is done, by thread, with its name.
        self._until: dict[int, tuple[float, str]] = {}
        self._ended = threading.Event()

    def after_worker_boot(self, broker: Any, worker: Any) -> None:
        threading.Thread(target=self._watch, args=(worker,), name="watchdog", daemon=True).start()

    def before_worker_shutdown(self, broker: Any, worker: Any) -> None:
        self._ended.set()

    def before_process_message(self, broker: Any, message: Any) -> None:
        limit = broker.get_actor(message.actor_name).options.get("time_limit")
        seconds = (limit / 1000 if limit else _LIMIT_SECONDS) + self._grace
        self._until[threading.get_ident()] = time.monotonic() + seconds, message.actor_name

    def after_process_message(
        self, broker: Any, message: Any, *, result: Any = None, exception: Any = None
    ) -> None:
        self._until.pop(threading.get_ident(), None)

    after_skip_message = after_process_message

    def _watch(self, worker: Any) -> None:
        hung: list[str] = []
        while not self._ended.wait(self._pause):
            before, hung = hung, list(self._hung(worker, time.monotonic()))
            if not hung:
                self._alive()
            elif hung != before:
                log.error("this worker hangs", what=hung)

    def _hung(self, worker: Any, now: float) -> Iterator[str]:
        for queue, thread in list(worker.consumers.items()):
            looked_at = thread.consumer.looked_at if thread.consumer else now
            if not thread.is_alive() or now - looked_at > self._silent:
                yield f"who looks for jobs in {queue}"
        if not all(thread.is_alive() for thread in worker.workers):
            yield "a thread has ended"
        yield from (name for until, name in list(self._until.values()) if now > until)
