"""How is it noted what people look for, without their waiting for it? In a thread of its own.

What cannot be noted is lost: nobody's search fails for it, and nobody's is slower.
"""

import contextlib
import threading
from datetime import datetime
from queue import Full, Queue
from typing import NamedTuple

import peewee
import redis
import structlog

from grpc_services.search.words import folded
from grpc_services.searches.own import keep_search
from grpc_services.searches.popular import Popular
from models.base import database
from models.dialect import connect

log = structlog.get_logger()

#: Notes that wait; beyond, the newest are lost.
_WAITING_MOST = 1_000


class Note(NamedTuple):
    """That somebody has looked for words, and whether there was anything."""

    words: str
    member_id: int
    client: str
    is_found: bool
    now: datetime


class Notes(threading.Thread):
    """Writes down what is looked for: in the list of whoever asks, and in what is popular."""

    def __init__(self, popular: Popular) -> None:
        super().__init__(name="notes", daemon=True)
        self._popular = popular
        self._waiting: Queue[Note | None] = Queue(_WAITING_MOST)

    def add(self, note: Note) -> None:
        """This function will have something noted soon, or lost if too much waits."""
        with contextlib.suppress(Full):
            self._waiting.put_nowait(note)

    def run(self) -> None:
        while note := self._waiting.get():
            try:
                self._write(note)
            except (peewee.PeeweeException, redis.RedisError) as error:
                log.warning("a search was not noted", error=str(error))
                database.close()
        database.close()

    def _write(self, note: Note) -> None:
        words = folded(note.words)
        if note.is_found and len(words) > 1:
            asker = str(note.member_id or note.client)
            self._popular.count(words, asker=asker, now=note.now)
        if note.member_id:
            connect()
            keep_search(member_id=note.member_id, words=note.words, now=note.now)

    def stop(self) -> None:
        """This function will write what waits, and end."""
        self._waiting.put(None)
        self.join(timeout=10)
