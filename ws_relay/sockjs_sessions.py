"""What is open to a browser by SockJS? WebSockets with its framing, and sessions over HTTP."""

import asyncio
from typing import NamedTuple, Protocol

from ws_relay import sockjs, websocket
from ws_relay.websocket import Listener, WebSocket
from ws_relay.wires import Wire

#: A session without a receiver is kept this long; a poll comes back at once.
DETACHED_SECONDS = 5.0
#: A streaming response ends after so many bytes, so that the browser can free them.
STREAM_LIMIT = 128 * 1024
#: What may wait for a receiver: messages stop at the first, a flood of answers ends at the second.
QUEUE_PAUSE = 64 * 1024
QUEUE_LIMIT = 256 * 1024


def in_array(*frames: bytes) -> bytes:
    return websocket.text(sockjs.array([sockjs.quoted(*frames)]))


class SockJsWebSocket(WebSocket):
    """A WebSocket whose messages are wrapped as SockJS wants it."""

    __slots__ = ("_beat_at",)

    kind = "sockjs-websocket"

    def __init__(self, transport: asyncio.Transport, address: str) -> None:
        super().__init__(transport, address, ())
        self.wrap = in_array
        self._beat_at = self._loop.time() + sockjs.HEARTBEAT_SECONDS

    def close(self, code: int, reason: str) -> None:
        if self.is_open():
            self._transport.write(websocket.text(sockjs.goodbye(code, reason)))
        super().close(code, reason)

    def tick(self, now: float) -> None:
        if now >= self._beat_at and not self.paused and self.is_open():
            self._beat_at = now + sockjs.HEARTBEAT_SECONDS
            self._transport.write(websocket.text(b"h"))
        super().tick(now)

    def _opened(self) -> None:
        self._transport.write(websocket.text(b"o"))
        super()._opened()

    def _message(self, data: bytes, *, binary: bool) -> None:
        if not data:
            return
        try:
            strings = sockjs.messages(data)
        except sockjs.BadMessages:
            self.close(1007, "Broken JSON encoding.")
            return
        for string in strings:
            self.ear.received(string, binary=False)


class Owner(NamedTuple):
    """Who has opened a session: whoever knows its id from elsewhere is somebody else."""

    address: str
    origin: str | None


class NotTheirs(Exception):
    """The session is another's."""


class Receiver(Protocol):
    """The HTTP response that a session writes to at the moment."""

    paused: bool

    def begin(self) -> None: ...

    def write(self, data: bytes) -> None: ...

    def end(self) -> None: ...

    def buffered(self) -> int: ...


class XhrSession(Wire):
    """A session that lives on in one HTTP request after another."""

    __slots__ = (
        "_closed",
        "_flushing",
        "_loop",
        "_opened",
        "_queue",
        "_queued",
        "_receiver",
        "_since",
        "_streaming",
        "_written",
        "ear",
        "owner",
    )

    kind = "sockjs-xhr"

    def __init__(self, owner: Owner) -> None:
        self._loop = asyncio.get_running_loop()
        super().__init__(owner.address, self._loop.time())
        self.owner = owner
        self.ear: Listener
        self.wrap = sockjs.quoted
        self.write = self._enqueue
        self.paused = True
        self._queue: list[bytes] = []
        self._queued = 0
        self._receiver: Receiver | None = None
        self._streaming = False
        self._opened = False
        self._closed: bytes | None = None
        self._flushing = False
        self._written = 0
        #: When the receiver came or went, or was last written to.
        self._since = self._loop.time()

    @property
    def is_closed(self) -> bool:
        return self._closed is not None

    def attach(self, receiver: Receiver, *, streaming: bool) -> bool:
        """This function will write to `receiver` from now on; False if it was answered at once."""
        receiver.begin()
        if streaming:
            receiver.write(sockjs.PRELUDE)
        if self._closed is not None or self._receiver is not None:
            for line in self._last_words(streaming=streaming):
                receiver.write(line + b"\n")
            receiver.end()
            return False
        self._receiver, self._streaming, self._written = receiver, streaming, 0
        self._since = self._loop.time()
        if not self._opened:
            self._opened = True
            self._put(b"o\n")
            self.ear.opened()
        self._flush()
        return True

    def receive(self, strings: list[bytes]) -> None:
        """This function will take what an xhr_send brought."""
        self.heard_at = self._loop.time()
        for string in strings:
            if not self.ear.may_receive():
                return
            self.ear.received(string, binary=False)

    def receiver_lost(self) -> None:
        """This function will end the session: what was on its way may not have arrived."""
        self._receiver = None
        self.close(1002, "Connection interrupted")
        self.ear.lost()

    def receiver_resumed(self) -> None:
        self._flush()

    # Wire

    def close(self, code: int, reason: str) -> None:
        if self._closed is not None:
            return
        self._flush_queue()
        self._closed = sockjs.goodbye(code, reason)
        self._since = self._loop.time()
        if self._receiver is not None:
            self._receiver.write(self._closed + b"\n")
            self._detach()
            # It has been told; the session is kept only to tell it again.
            self.ear.lost()

    def abort(self) -> None:
        self.close(1006, "Connection lost")
        self._since = -DETACHED_SECONDS

    def buffered(self) -> int:
        return self._queued + (self._receiver.buffered() if self._receiver else 0)

    def tick(self, now: float) -> None:
        idle = now - self._since
        if self._receiver is None:
            if idle > DETACHED_SECONDS:
                self._closed = self._closed or sockjs.goodbye(1002, "Connection interrupted")
                self.ear.lost()
        elif idle > sockjs.HEARTBEAT_SECONDS:
            self._put(b"h\n")

    def is_over(self, now: float) -> bool:
        """This function will say whether nobody can ask for the session any more."""
        return self.is_closed and now - self._since > DETACHED_SECONDS

    def _last_words(self, *, streaming: bool) -> list[bytes]:
        """What a receiver is told that cannot become the session's."""
        if self._closed is None:
            return [sockjs.goodbye(2010, "Another connection still open")]
        queue, self._queue, self._queued = self._queue, [], 0
        if not queue:
            return [self._closed]
        unsaid = sockjs.array(queue)
        # A poll takes one line; the next one will hear the rest.
        return [unsaid, self._closed] if streaming else [unsaid]

    def _enqueue(self, data: bytes) -> None:
        if self._closed is not None:
            return
        self._queue.append(data)
        self._queued += len(data)
        if self._queued > QUEUE_LIMIT:
            self._queue.clear()
            self.abort()
        elif self._queued > QUEUE_PAUSE and not self.paused:
            self.pause(self._loop.time())
        if not self._flushing:
            # Whatever is written in this turn of the loop goes out in one array.
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        self._flush_queue()
        receiver = self._receiver
        if receiver is not None and not receiver.paused and self.paused:
            self.resume()

    def _flush_queue(self) -> None:
        if self._queue and self._receiver is not None and not self._receiver.paused:
            queue, self._queue, self._queued = self._queue, [], 0
            self._put(sockjs.array(queue) + b"\n")

    def _put(self, data: bytes) -> None:
        if self._receiver is None:
            return
        self._since = self._loop.time()
        self._receiver.write(data)
        self._written += len(data)
        if not self._streaming or self._written > STREAM_LIMIT:
            self._detach()

    def _detach(self) -> None:
        if self._receiver is not None:
            self._receiver.end()
        self._receiver = None
        self._since = self._loop.time()
        if not self.paused:
            self.pause(self._loop.time())
