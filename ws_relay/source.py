"""Where does news come from? Three Redis streams, read from where we left off."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import structlog
from redis.exceptions import RedisError, ResponseError

from ws_relay import metrics
from ws_relay.history import message_id, position_of

_log = structlog.get_logger()
_BATCH = 1000
#: Shorter than the socket's timeout, or every quiet moment would look like a lost connection.
_BLOCK_MS = 1000
_SOCKET_SECONDS = 5.0
_TRIM_SECONDS = 60.0
#: The list in which the services are asked how goods stand; they answer by the stream.
_QUESTIONS = b"relay:questions"
#: More than those who answer are behind with; the rest is not asked.
_QUESTIONS_MOST = 1000
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

    def __init__(
        self, open_redis: Callable[..., Any], feeds: Sequence[Feed], *, keep_seconds: float
    ) -> None:
        """`open_redis` takes what redis-py may be told of its connections."""
        self.is_up = False
        self._run = ""
        self._is_connected_anew = False
        self._feeds = {feed.stream.encode(): feed for feed in feeds}
        self._read = dict.fromkeys(self._feeds, 0)
        self._keep_seconds = keep_seconds
        # It never tries again by itself, because what was missed meanwhile has to be looked at.
        self._redis: Any = open_redis(
            socket_timeout=_SOCKET_SECONDS,
            socket_connect_timeout=_SOCKET_SECONDS,
            redis_connect_func=self._greet,
        )

    async def load(self) -> None:
        """
        This function will read all that the streams hold.

        :raises Unreachable: if Redis does not answer
        """
        try:
            self._run = await self._run_id()
            for name in self._feeds:
                await self._load(name)
        except (RedisError, OSError) as error:
            raise Unreachable(f"cannot be reached: {error}") from error
        self._set_up(up=True)

    async def follow(self) -> None:
        """This function will pass on every new entry as soon as it is there."""
        attempt = 0
        # redis-py, in sending, swallows a cancellation that coincides with what it waits for.
        while not _is_cancelled():
            try:
                if not self.is_up or self._is_connected_anew:
                    await self._resume()
                    self._set_up(up=True)
                attempt = 0
                streams = await self._next(block=_BLOCK_MS)
                # What comes from another Redis than before is read once that is known.
                if not self._is_connected_anew:
                    self._pass_on(streams, live=True)
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

    async def ask(self, goods_ids: Iterable[int]) -> None:
        """This function will ask how goods stand; without Redis nobody is asked."""
        with contextlib.suppress(RedisError, OSError):
            async with self._redis.pipeline() as asking:
                asking.rpush(_QUESTIONS, *goods_ids)
                asking.ltrim(_QUESTIONS, -_QUESTIONS_MOST, -1)
                await asking.execute()

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
        """
        Read on, unless the stream is another one now, or has been trimmed beyond our place.

        A Redis that was started since, or that has taken the place of another, may have lost the
        last that was told before, and gone on.
        """
        run = await self._run_id()
        is_another, self._run = run != self._run, run
        for name, feed in self._feeds.items():
            first, last = await self._ends(name)
            if is_another or last < self._read[name] or 0 < self._read[name] < first:
                _log.warning("entries may be lost", stream=name.decode())
                await self._load(name)
                feed.lost()

    async def _greet(self, connection: Any) -> None:
        self._is_connected_anew = True
        await connection.on_connect()

    async def _run_id(self) -> str:
        run_id = str((await self._redis.info("server"))["run_id"])
        self._is_connected_anew = False
        return run_id

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
