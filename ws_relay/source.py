"""Where does news come from? Three Redis streams, read from where we left off."""

import asyncio
import contextlib
import random
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from ws_relay import metrics
from ws_relay.history import message_id, position_of

_log = structlog.get_logger()
#: Database 1 is the streams'; Dramatiq scans the keys of its own.
_DATABASE = 1
_BATCH = 1000
#: Shorter than the socket's timeout, or every quiet moment would look like a lost connection.
_BLOCK_MS = 1000
_SOCKET_SECONDS = 5.0
_TRIM_SECONDS = 60.0
_BACKOFF_SECONDS = (0.05, 2.0)

Fields = Mapping[bytes, bytes]
_Streams = Sequence[tuple[bytes, Sequence[tuple[bytes, Fields]]]]


class Unreachable(Exception):
    """Redis does not answer."""


class Feed(Protocol):
    """What takes the entries of one stream."""

    stream: str
    #: Entries younger than this stay in Redis, however short replays may be.
    least_seconds: float

    def begin(self, *, edge: int, last: int) -> None:
        """Forget everything: the stream is read anew, from `edge` to `last` before it is live."""

    def take(self, position: int, fields: Fields, *, live: bool) -> None:
        """Keep an entry; those who listen are to hear of it if it is `live`."""

    def tell(self) -> None:
        """Tell those who listen what has been taken, now that no more of it is at hand."""

    def lost(self) -> None:
        """Tell those who listen that entries may have been lost."""


class Source:
    """Reads the streams of all feeds, for ever, through every outage of Redis."""

    def __init__(self, redis_url: str, feeds: Sequence[Feed], *, keep_seconds: float) -> None:
        self.is_up = False
        self._url = redis_url
        self._feeds = {feed.stream.encode(): feed for feed in feeds}
        self._read = dict.fromkeys(self._feeds, 0)
        self._keep_seconds = keep_seconds
        self._redis: Any = Redis.from_url(
            redis_url,
            db=_DATABASE,
            socket_timeout=_SOCKET_SECONDS,
            socket_connect_timeout=_SOCKET_SECONDS,
            # We retry ourselves, because what was missed meanwhile has to be looked at.
            retry=Retry(NoBackoff(), 0),
        )

    async def load(self) -> None:
        """
        This function will read all that the streams hold.

        :raises Unreachable: if Redis does not answer
        """
        try:
            for name in self._feeds:
                await self._load(name)
        except (RedisError, OSError) as error:
            raise Unreachable(
                f"{without_password(self._url)} cannot be reached: {error}"
            ) from error
        self._set_up(up=True)

    async def follow(self) -> None:
        """This function will pass on every new entry as soon as it is there."""
        attempt = 0
        # redis-py, in sending, swallows a cancellation that coincides with what it waits for.
        while not _is_cancelled():
            try:
                if not self.is_up:
                    await self._resume()
                    self._set_up(up=True)
                attempt = 0
                self._pass_on(await self._next(block=_BLOCK_MS), live=True)
            except (RedisError, OSError) as error:
                self._set_up(up=False, why=str(error))
                attempt += 1
                await asyncio.sleep(_pause(attempt))

    async def trim(self) -> None:
        """This function will drop from the streams what is older than is kept, for ever."""
        while not _is_cancelled():
            with contextlib.suppress(RedisError, OSError):
                seconds, _ = await self._redis.time()
                for name, feed in self._feeds.items():
                    kept = max(self._keep_seconds, feed.least_seconds)
                    oldest = int((seconds - kept) * 1000)
                    await self._redis.xtrim(name, minid=oldest, approximate=True)
            await asyncio.sleep(_TRIM_SECONDS)

    async def close(self) -> None:
        with contextlib.suppress(RedisError, OSError):
            await self._redis.aclose()

    async def _load(self, name: bytes) -> None:
        first, last = await self._ends(name)
        self._feeds[name].begin(edge=first or last, last=last)
        self._read[name] = 0
        while streams := await self._next(only=name):
            self._pass_on(streams, live=False)
        # Entries deleted from the end have ids too.
        self._read[name] = max(self._read[name], last)

    async def _resume(self) -> None:
        """Read on, unless the stream is another one now, or has been trimmed beyond our place."""
        for name, feed in self._feeds.items():
            first, last = await self._ends(name)
            if last < self._read[name] or 0 < self._read[name] < first:
                _log.warning("entries may be lost", stream=name.decode())
                await self._load(name)
                feed.lost()

    async def _ends(self, name: bytes) -> tuple[int, int]:
        """The positions of the first entry, and of the last that ever was; 0 without any."""
        try:
            info = await self._redis.xinfo_stream(name)
        except ResponseError as error:
            if "no such key" in str(error):
                return 0, 0
            raise
        first = info["first-entry"]
        return _position(first[0]) if first else 0, _position(info["last-generated-id"])

    async def _next(self, *, only: bytes | None = None, block: int | None = None) -> _Streams:
        names = [only] if only else list(self._feeds)
        places = {name: message_id(self._read[name]) for name in names}
        answer = await self._redis.xread(places, count=_BATCH, block=block)
        # RESP3 answers with a mapping, RESP2 with pairs.
        pairs = list(answer.items()) if isinstance(answer, dict) else answer
        return pairs or ()

    def _pass_on(self, streams: _Streams, *, live: bool) -> None:
        for name, entries in streams:
            feed = self._feeds[name]
            metrics.ENTRIES.labels(feed.stream).inc(len(entries))
            for id_, fields in entries:
                position = _position(id_)
                self._read[name] = position
                try:
                    feed.take(position, fields, live=live)
                except (KeyError, ValueError) as error:
                    # One bad entry must not stop the others.
                    _log.error("bad entry", stream=feed.stream, id=id_.decode(), error=repr(error))
            if live:
                feed.tell()

    def _set_up(self, *, up: bool, why: str | None = None) -> None:
        if up != self.is_up:
            _log.log(20 if up else 40, "redis is there" if up else "redis is gone", why=why)
        self.is_up = up
        metrics.REDIS_UP.set(up)


def without_password(url: str) -> str:
    """This function will make a URL fit to be shown."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _position(id_: bytes) -> int:
    position = position_of(id_.decode())
    if position is None:
        raise ValueError(f"{id_!r} is no entry id")
    return position


def _pause(attempt: int) -> float:
    least, most = _BACKOFF_SECONDS
    longest = min(most, least * float(2 ** min(attempt, 10)))
    return random.uniform(longest / 2, longest)  # noqa: S311
