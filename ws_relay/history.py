"""What was said lately? The entries of one stream that can still be replayed, by whom they are for.

Kept in memory, so that a replay and going live are one step between two turns of the event loop:
no gap, no overlap, and no scan of a stream for every client that comes back after a restart.
"""

import re
from bisect import bisect_right
from collections import deque
from operator import attrgetter
from typing import NamedTuple

_ID = re.compile(r"([0-9]{1,19})(?:-([0-9]{1,19}))?")
_position = attrgetter("position")


class Entry(NamedTuple):
    """One message; `mark` is the alarm's id, or the goods' sequence number."""

    position: int
    mark: int
    body: bytes
    #: W3C's `traceparent` of what it was told for, if that is traced.
    trace: bytes = b""


def position_of(message_id: str) -> int | None:
    """This function will turn a stream entry's id into a number that sorts alike, if it is one."""
    match = _ID.fullmatch(message_id)
    return int(match[1]) << 64 | int(match[2] or 0) if match else None


def message_id(position: int) -> str:
    """This function will give the entry id of a position."""
    return f"{position >> 64}-{position & 0xFFFFFFFFFFFFFFFF}"


def seconds_of(position: int) -> float:
    """This function will give the moment an entry was appended, in Unix seconds."""
    return (position >> 64) / 1000


class History:
    """
    The kept part of a stream.

    A client that has seen everything up to some entry can be continued if that entry is kept, or
    is the last one forgotten (`edge`), or the last one read. Anything else is from before what we
    keep, or from another life of the stream.
    """

    def __init__(self, *, length: int, seconds: float) -> None:
        self.last = 0
        self.edge = 0
        self._length = length
        self._seconds = seconds
        self._order: deque[tuple[int, int]] = deque()
        self._kept: dict[int, list[Entry]] = {}

    def begin(self, *, edge: int, last: int) -> None:
        """This function will forget everything, to be told what the stream holds up to `last`."""
        self.edge = edge
        self.last = last
        self._order.clear()
        self._kept.clear()

    def reach(self, position: int) -> None:
        """This function will note that the stream has been read up to `position`."""
        self.last = max(self.last, position)

    def knows(self, position: int) -> bool:
        """This function will say whether everything after `position` is here."""
        if position in (self.edge, self.last):
            return True
        return bool(self._order) and self._order[0][0] <= position <= self.last

    def after(self, key: int, position: int) -> list[Entry]:
        """This function will give the entries for `key` after `position`, oldest first."""
        entries = self._kept.get(key)
        if not entries or entries[-1].position <= position:
            return []
        return entries[bisect_right(entries, position, key=_position) :]

    def add(self, key: int, entry: Entry) -> bool:
        """This function will keep an entry, unless it has been said before; then it gives False."""
        self.reach(entry.position)
        if not self._is_new(key, entry):
            return False
        self._order.append((entry.position, key))
        self._keep(key, entry)
        if len(self._order) > self._length:
            self._drop_oldest()
        return True

    def trim(self, now: float) -> None:
        """This function will forget what is older than is kept."""
        while self._order and seconds_of(self._order[0][0]) < now - self._seconds:
            self._drop_oldest()

    def _is_new(self, key: int, entry: Entry) -> bool:
        raise NotImplementedError

    def _keep(self, key: int, entry: Entry) -> None:
        raise NotImplementedError

    def _forget(self, key: int, entry: Entry) -> None:
        """Nothing more than the entry itself was kept."""

    def _drop_oldest(self) -> None:
        position, key = self._order.popleft()
        self.edge = position
        entries = self._kept.get(key)
        if entries and entries[0].position == position:
            self._forget(key, entries.pop(0))
            if not entries:
                del self._kept[key]


class EveryEntry(History):
    """Alarms: each counts, and each once, however often it was appended."""

    def __init__(self, *, length: int, seconds: float) -> None:
        super().__init__(length=length, seconds=seconds)
        self._marks: set[tuple[int, int]] = set()

    def begin(self, *, edge: int, last: int) -> None:
        super().begin(edge=edge, last=last)
        self._marks.clear()

    def _is_new(self, key: int, entry: Entry) -> bool:
        return (key, entry.mark) not in self._marks

    def _keep(self, key: int, entry: Entry) -> None:
        self._marks.add((key, entry.mark))
        self._kept.setdefault(key, []).append(entry)

    def _forget(self, key: int, entry: Entry) -> None:
        self._marks.discard((key, entry.mark))


class LastEntry(History):
    """States: only the newest of each matters, and an older one never comes after it."""

    def latest(self, key: int) -> Entry | None:
        """This function will give the state of `key`, if it is still kept."""
        entries = self._kept.get(key)
        return entries[-1] if entries else None

    def _is_new(self, key: int, entry: Entry) -> bool:
        latest = self.latest(key)
        return latest is None or entry.mark > latest.mark

    def _keep(self, key: int, entry: Entry) -> None:
        self._kept[key] = [entry]
