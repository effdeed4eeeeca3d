"""How does one message reach all who listen, each from where they are?"""

import asyncio
from collections.abc import Iterator, Sequence

from ws_relay import metrics, stomp, tracing
from ws_relay.history import Entry, History, LastEntry, message_id, seconds_of
from ws_relay.wires import Wire, Wrap

_NOTICE = b'{"reset":true}'
#: Bytes of bodies that are written to a client at once.
_TOGETHER = 16 * 1024
_GroupKey = tuple[Wrap, bytes, bool]


class Subscription:
    """One SUBSCRIBE of one client; it has been sent everything up to `position`."""

    __slots__ = (
        *("acked", "current", "destination", "ended"),
        *("head", "key", "position", "reset", "wire"),
    )

    def __init__(
        self,
        wire: Wire,
        *,
        header: str | None,
        version: str,
        acked: bool,
        destination: str,
        current: bool = False,
    ) -> None:
        subscription = (
            f"subscription:{stomp.escaped(header, version)}\n" if header is not None else ""
        )
        self.wire = wire
        self.head = f"MESSAGE\n{subscription}".encode()
        #: Only 1.2 wants an `ack` header, and only if the client is to acknowledge.
        self.acked = acked
        self.key = destination
        #: Whether it is to begin with how things stand.
        self.current = current
        self.destination: Destination | None = None
        self.position = 0
        self.reset = False
        self.ended = False

    def catch_up(self) -> None:
        if self.destination is not None and not self.ended:
            self.destination.catch_up(self)


class Destination:
    """One thing to listen to: who does, grouped so that a frame is made once for all alike."""

    def __init__(self, name: str, key: int, history: History) -> None:
        self.name = name
        self.key = key
        self.history = history
        self._line = f"\ndestination:{name}\ncontent-type:application/json\n".encode()
        self._groups: dict[_GroupKey, dict[Subscription, None]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._groups.values()))

    def __iter__(self) -> Iterator[Subscription]:
        return (member for group in self._groups.values() for member in list(group))

    def join(self, subscription: Subscription) -> None:
        """This function will let the subscription hear what comes from now on."""
        subscription.destination = self
        self._groups.setdefault(_group_key(subscription), {})[subscription] = None

    def leave(self, subscription: Subscription) -> None:
        """This function will end the subscription."""
        key = _group_key(subscription)
        group = self._groups.get(key, {})
        group.pop(subscription, None)
        if not group:
            self._groups.pop(key, None)
        subscription.wire.behind.discard(subscription)

    def deliver(self, entries: Sequence[Entry]) -> None:
        """
        This function will send entries, oldest first, to all who have not been sent them.

        What comes together is written together: most of a delivery's time is the kernel's, and it
        asks the same for ten messages as for one.
        """
        for portion in _portions(entries):
            if any(entry.trace for entry in portion):
                with tracing.delivering(self.name, portion) as told:
                    self._deliver(told)
            else:
                self._deliver(portion)

    def _deliver(self, entries: Sequence[Entry]) -> None:
        first, last = entries[0].position, entries[-1].position
        tails = [self._tail(entry) for entry in entries]
        sent = 0
        for (wrap, head, acked), members in list(self._groups.items()):
            data = wrap(*[_message(head, tail, acked=acked) for tail in tails])
            for member in tuple(members):
                if member.position >= first:
                    # It has caught up with the history, where all of these are.
                    continue
                wire = member.wire
                if wire.paused or member.reset:
                    wire.behind.add(member)
                    continue
                try:
                    wire.write(data)
                except RuntimeError:
                    # As in Wire.send; here every nanosecond is spent once for each client.
                    wire.abort()
                    continue
                member.position = last
                sent += len(entries)
        metrics.DELIVERED.inc(sent)

    def catch_up(self, subscription: Subscription) -> None:
        """
        This function will send what the subscription has missed, as far as the wire takes it.

        If that is no longer kept, the first message says so with `reset:true`.
        """
        wire = subscription.wire
        if not self.history.knows(subscription.position):
            subscription.reset = True
        for entry in self.history.after(self.key, subscription.position):
            if wire.paused:
                wire.behind.add(subscription)
                return
            self._send(subscription, entry)
            metrics.REPLAYED.inc()
        if subscription.reset:
            # Nothing is there that could carry the header, and waiting would hide the loss.
            self._send(subscription, Entry(self.history.last, 0, _NOTICE))
        subscription.position = self.history.last

    def lost(self) -> None:
        """This function will tell everybody that messages may have been lost."""
        for subscription in self:
            self.tell_loss(subscription)

    def tell_loss(self, subscription: Subscription) -> None:
        """This function will tell somebody to read elsewhere how things stand."""
        # What is there that it has not been told yet is told all the same.
        subscription.position = min(subscription.position, self.history.last)
        subscription.reset = True
        if subscription.wire.paused:
            subscription.wire.behind.add(subscription)
        else:
            self.catch_up(subscription)

    def begin_with(self, entry: Entry, subscription: Subscription) -> None:
        """This function will send what is the last that was told anyway."""
        self._send(subscription, entry)
        subscription.position = self.history.last

    def _send(self, subscription: Subscription, entry: Entry) -> None:
        head = subscription.head
        if subscription.reset:
            head += b"reset:true\n"
            subscription.reset = False
            metrics.RESETS.inc()
        frame = _message(head, self._tail(entry), acked=subscription.acked)
        subscription.wire.send(frame)
        subscription.position = entry.position

    def _tail(self, entry: Entry) -> tuple[bytes, bytes]:
        length = f"content-length:{len(entry.body)}\n\n".encode()
        trace = b"traceparent:%b\n" % entry.trace if entry.trace else b""
        return message_id(entry.position).encode(), b"".join(
            (self._line, trace, length, entry.body, b"\0")
        )


class GoodsTopic(Destination):
    """The state of one goods; merged, so that a client hears of it a few times a second at most."""

    history: LastEntry

    def __init__(self, goods_id: int, history: LastEntry, interval: float) -> None:
        super().__init__(f"/topic/goods/{goods_id}", goods_id, history)
        self._interval = interval
        self._delivered_at = -interval
        self._timer: asyncio.TimerHandle | None = None

    def publish(self) -> None:
        """This function will deliver the newest state, now or as soon as it may be."""
        if self._timer is not None:
            metrics.MERGED.inc()
            return
        loop = asyncio.get_running_loop()
        due = self._delivered_at + self._interval
        if loop.time() >= due:
            self._deliver_latest()
        else:
            self._timer = loop.call_at(due, self._deliver_latest)

    def _deliver_latest(self) -> None:
        self._timer = None
        self._delivered_at = asyncio.get_running_loop().time()
        entry = self.history.latest(self.key)
        if entry is not None:
            self.deliver((entry,))
            metrics.observe_lag(metrics.GOODS_LAG, seconds_of(entry.position))


def _portions(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Cut so that a client who does not read is noticed before much has been written to it."""
    start, size = 0, 0
    for index, entry in enumerate(entries):
        if size and size + len(entry.body) > _TOGETHER:
            yield entries[start:index]
            start, size = index, 0
        size += len(entry.body)
    yield entries[start:]


def _group_key(subscription: Subscription) -> _GroupKey:
    return subscription.wire.wrap, subscription.head, subscription.acked


def _message(head: bytes, tail: tuple[bytes, bytes], *, acked: bool) -> bytes:
    id_, rest = tail
    ack = b"ack:%b\n" % id_ if acked else b""
    return b"".join((head, ack, b"message-id:", id_, rest))
