"""Who settles what has changed? A thread in every services process; one of them at a time."""

import threading
from typing import Protocol

import structlog

from grpc_services.precedence import CLOSING
from grpc_services.search.finding import has_changed
from grpc_services.search.index import show_again
from grpc_services.search.settling import MOST, settle
from models.base import database
from models.dialect import connect, database_now

log = structlog.get_logger()

#: Until then searches look at every change themselves, which few of them do not delay.
_EVERY_SECONDS = 0.3
#: While thousands of auctions are closed, searches look at them.
_GIVE_WAY_SECONDS = 1.0


class Fill(Protocol):
    """Puts in what is missing of the next goods: how many, and after which to go on, if at all."""

    def __call__(self, *, after_goods_id: int) -> tuple[int, int | None]: ...


class Settler(threading.Thread):
    """
    Settles changes as long as there are any, and looks for new ones now and then.

    To begin with it looks through all goods once: an older release has told nothing of its own.
    """

    def __init__(self, fill: Fill) -> None:
        super().__init__(name="settler", daemon=True)
        self._ended = threading.Event()
        self._fill = fill
        self._fill_after: int | None = 0
        self._filled = 0

    def run(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            try:
                self._work()
            except Exception as error:
                log.warning("settling waits", error=str(error), exc_info=error)
                database.close()
        database.close()

    def _work(self) -> None:
        connect()
        show_again(now=database_now())
        while self._fill_after is not None and not self._ended.is_set():
            self._fill_next(self._fill_after)
            self._settle_all()
        self._settle_all()

    def _fill_next(self, after_goods_id: int) -> None:
        count, self._fill_after = self._fill(after_goods_id=after_goods_id)
        self._filled += count
        if count:
            log.info("goods of before are put into the search", goods=self._filled)

    def _settle_all(self) -> None:
        while has_changed() and not self._ended.is_set():
            CLOSING.give_way(_GIVE_WAY_SECONDS)
            if settle() < MOST:
                break

    def stop(self) -> None:
        """This function will end the thread after the batch that it is at."""
        self._ended.set()
        self.join(timeout=10)
