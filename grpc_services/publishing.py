"""How does news get into the streams that relays read? Once each, and into copies of Redis too."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import redis

#: The mark of a fact, and its entries: a stream each, and what it is to hold.
Told = tuple[str, Sequence[tuple[str, Sequence[str]]]]

#: Counts what was published, so that there is something to wait for.
_PUBLISHED = "published"

#: All news of a fact at once, and only once: the mark outlives any restart of ours.
_PUBLISH_ONCE = """
for _, told in ipairs(cjson.decode(ARGV[1])) do
  if redis.call('SET', 'told:' .. told[1], 1, 'NX', 'EX', 3600) then
    for _, entry in ipairs(told[2]) do
      redis.call('XADD', entry[1], 'MAXLEN', '~', ARGV[2], '*', unpack(entry[2]))
    end
  end
end
"""


class TooFewCopies(redis.RedisError):
    """What was published may go with its Redis, so it is not told yet."""


@dataclass(frozen=True, slots=True)
class Copies:
    """How many copies of Redis must have what is published, and how long that may take them."""

    least: int = 0
    seconds: float = 0.0


_NONE = Copies()


class Publisher:
    """Writes news to Redis."""

    def __init__(self, streams: redis.Redis, *, length: int, copies: Copies = _NONE) -> None:
        self._streams = streams
        self._once = streams.register_script(_PUBLISH_ONCE)
        self._length = length
        self._copies = copies

    def publish(self, told: Sequence[Told]) -> None:
        """
        This function will tell what has not been told before.

        :raises TooFewCopies: if Redis alone has it, for all that is known
        """
        args: list[bytes | int] = [msgspec.json.encode(told), self._length]
        if not self._copies.least:
            self._once(args=args)
            return
        with self._streams.pipeline(transaction=False) as pipe:
            self._once(args=args, client=pipe)
            # What was published before is not published again, and only what was written is waited
            # for, by the connection that wrote it.
            pipe.incr(_PUBLISHED)
            pipe.wait(self._copies.least, int(self._copies.seconds * 1000))
            *_, copies = pipe.execute()
        if copies < self._copies.least:
            raise TooFewCopies(f"{copies} copies of Redis instead of {self._copies.least}")
