"""What time is it? Time for auctions to begin and end, and for everything that is due now and then.

`python -m workers.clock`. Two at once do no harm: every receiver may be called twice.
"""

import signal
import threading
from time import monotonic
from typing import Any
from uuid import uuid4

import grpc
import redis
import structlog
from prometheus_client import REGISTRY
from structlog.contextvars import bound_contextvars

from settings import log_as_json, metrics
from settings.supervisor import tell_alive, tell_ready
from workers.main import CONFIG

# isort: split
from protos import auction_pb2
from workers.auction import AHEAD_SECONDS, advance_auctions
from workers.broker import note_tick, waiting_in
from workers.condition import Condition
from workers.metrics import TICKED
from workers.periodic import periodic
from workers.reach import reach
from workers.services import Refused, ask

log = structlog.get_logger()

#: Auctions in one job; closed together, in one transaction.
_BATCH = 400
#: What is still not done so long after it was sent is sent again; sooner if it is overdue by as
#: much as closing never takes unless its job was lost.
_SEND_AGAIN_SECONDS = 5.0
_OVERDUE_SECONDS = 1.0
_SEND_OVERDUE_AGAIN_SECONDS = 1.5
#: Services that have not answered by then may hang, and at the next tick others are asked.
_ASK_SECONDS = 2.0
#: Redis that did not answer is left alone for so long: each try of it may take seconds.
_WITHOUT_REDIS_SECONDS = 5.0
#: Jobs in a queue from which on no more are sent: what waits there finds all that is due.
_ENOUGH = 50


class Clock:
    """Sends jobs at their time."""

    def __init__(self, *, payments_seconds: float) -> None:
        self._sent: dict[tuple[int, int], float] = {}
        self._periodic = periodic(payments_seconds=payments_seconds)
        self._due = [0.0] * len(self._periodic)
        #: In seconds of the machine's clock that is never set.
        self._without_redis_until = 0.0

    def tick(self) -> None:
        """This function will send whatever is due by the services' clock."""
        due = ask(
            reach().services.auctions.ListDueAuctions,
            auction_pb2.ListDueAuctionsRequest(within_seconds=AHEAD_SECONDS - 0.5),
            seconds=_ASK_SECONDS,
        )
        now = due.server_time.ToNanoseconds() / 1e9
        self._advance_auctions(due, now)
        if self._is_without_redis():
            return
        for number, (every, actor) in enumerate(self._periodic):
            # Earlier than it was sent: the clock was set back.
            if not self._due[number] - every <= now < self._due[number]:
                self._due[number] = now + every
                if waiting_in(actor.queue_name) < _ENOUGH:
                    actor.send()
        note_tick(now)
        TICKED.set_to_current_time()

    def _advance_auctions(self, due: Any, now: float) -> None:
        overdue_before = due.server_time.ToNanoseconds() - int(_OVERDUE_SECONDS * 1e9)
        # With its moment, because an end that was moved is another one.
        keys = [(item.goods_id, item.due_at.ToNanoseconds()) for item in due.items]
        fresh = [key for key in keys if self._is_to_be_sent(key, overdue_before, now)]
        for start in range(0, len(fresh), _BATCH):
            self._have_advanced([goods_id for goods_id, _ in fresh[start : start + _BATCH]])
        waiting = set(keys)
        self._sent = {key: at for key, at in self._sent.items() if key in waiting}
        self._sent |= dict.fromkeys(fresh, now)

    def _have_advanced(self, goods_ids: list[int]) -> None:
        """By a worker; an end does not wait for Redis to take its job."""
        if not self._has_sent(goods_ids):
            advance_auctions.fn(goods_ids)

    def _has_sent(self, goods_ids: list[int]) -> bool:
        if self._is_without_redis():
            return False
        try:
            advance_auctions.send(goods_ids)
        except redis.RedisError as error:
            self._without_redis_until = monotonic() + _WITHOUT_REDIS_SECONDS
            log.warning("the clock goes on without Redis", error=str(error)[:200])
            return False
        return True

    def _is_without_redis(self) -> bool:
        return monotonic() < self._without_redis_until

    def _is_to_be_sent(self, key: tuple[int, int], overdue_before: int, now: float) -> bool:
        is_overdue = key[1] < overdue_before
        pause = _SEND_OVERDUE_AGAIN_SECONDS if is_overdue else _SEND_AGAIN_SECONDS
        return not 0 <= now - self._sent.get(key, -pause) <= pause


def main() -> None:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    log_as_json("clock")
    REGISTRY.register(Condition())
    metrics.serve(CONFIG)
    tell_ready()
    log.info("ticking", every=CONFIG.clock_seconds)
    clock = Clock(payments_seconds=CONFIG.payment_poll_seconds)
    while not stopping.wait(CONFIG.clock_seconds):
        with bound_contextvars(request_id=f"clock-{uuid4().hex}"):
            _tick(clock)
        tell_alive()


def _tick(clock: Clock) -> None:
    try:
        clock.tick()
    except (grpc.RpcError, Refused, redis.RedisError) as error:
        log.warning("the clock waits", error=str(error)[:200])


if __name__ == "__main__":
    main()
