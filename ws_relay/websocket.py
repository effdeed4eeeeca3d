"""How does a WebSocket carry frames? The protocol is the library's, the writing ours.

Compression is never agreed to, and a server does not mask: a WebSocket frame is the same bytes for
every client, so it is made once and written to the transport of each.
"""

import asyncio
import logging
import struct
from collections.abc import Callable, Sequence
from typing import Protocol

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN, Event
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from ws_relay.wires import Wire

#: Bytes of one message from a client, fragments together.
MESSAGE_LIMIT = 65536
SUBPROTOCOLS = ("v12.stomp", "v11.stomp", "v10.stomp")
#: A silent peer is asked this often whether it lives, and dropped after twice as long.
PING_SECONDS = 25.0
#: How long a peer may take to answer our goodbye.
GOODBYE_SECONDS = 5.0

#: Read at a time, so that a flood of tiny frames is noticed before all of it has been parsed.
_PORTION = 4096
#: Bytes after our goodbye; whoever sends more is not waiting for its answer.
_IGNORED_LIMIT = 1 << 20
#: The close codes with which nobody is at fault.
_POLITE = (1000, 1012)

# The library logs every opening and closing; ours are counted instead.
_silent = logging.getLogger("ws_relay.websocket")
_silent.setLevel(logging.CRITICAL)


class Listener(Protocol):
    """What hears a WebSocket."""

    def opened(self) -> None: ...

    def received(self, data: bytes, *, binary: bool) -> None: ...

    def closing(self) -> None: ...

    def lost(self) -> None: ...

    def may_receive(self) -> bool: ...


def framed(payload: bytes, opcode: int) -> bytes:
    """This function will make an unmasked, uncompressed WebSocket frame."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 127, size)
    return head + payload


def text(*payloads: bytes) -> bytes:
    return b"".join([framed(payload, Opcode.TEXT) for payload in payloads])


def binary(*payloads: bytes) -> bytes:
    return b"".join([framed(payload, Opcode.BINARY) for payload in payloads])


class WebSocket(asyncio.Protocol, Wire):
    """A connection whose request has been read and is a WebSocket's."""

    __slots__ = (
        "_closing_at",
        "_fragments",
        "_ignored",
        "_loop",
        "_pinged",
        "_protocol",
        "_transport",
        "ear",
    )

    kind = "websocket"

    def __init__(
        self, transport: asyncio.Transport, address: str, subprotocols: tuple[str, ...]
    ) -> None:
        self._loop = asyncio.get_running_loop()
        Wire.__init__(self, address, self._loop.time())
        self.ear: Listener
        self._transport = transport
        self.wrap = text
        self.write = transport.write
        self._fragments: tuple[Opcode, bytearray] | None = None
        self._pinged = False
        self._ignored = 0
        self._closing_at: float | None = None
        self._protocol = ServerProtocol(
            select_subprotocol=_first_of(subprotocols), max_size=MESSAGE_LIMIT, logger=_silent
        )

    def start(self, received: bytes) -> None:
        """This function will answer the handshake; `received` is all that has come so far."""
        self._protocol.receive_data(received)
        events = self._protocol.events_received()
        if events and isinstance(events[0], Request):
            self._protocol.send_response(self._protocol.accept(events[0]))
        self._flush()
        if not self.is_open():
            self._transport.close()
            return
        self._opened()
        self._handle(events[1:])

    # asyncio's side

    def data_received(self, data: bytes) -> None:
        self.heard_at = self._loop.time()
        self._pinged = False
        if self._closing_at is not None:
            self._ignored += len(data)
            if self._ignored > _IGNORED_LIMIT:
                self.abort()
                return
        for at in range(0, len(data), _PORTION):
            self._protocol.receive_data(data[at : at + _PORTION])
            self._handle(self._protocol.events_received())

    def eof_received(self) -> bool:
        self._protocol.receive_eof()
        self._flush()
        self._begin_closing()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.ear.lost()

    def pause_writing(self) -> None:
        self.pause(self._loop.time())
        # Who does not read our answers shall not make us write more of them.
        if self._closing_at is None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        if not self._transport.is_closing():
            self._transport.resume_reading()
        self.resume()

    def is_open(self) -> bool:
        return self._protocol.state is OPEN

    # Wire

    def close(self, code: int, reason: str) -> None:
        if self.is_open():
            # Who has done wrong is not listened to any more; others may say goodbye as well.
            end = self._protocol.send_close if code in _POLITE else self._protocol.fail
            end(code, reason)
            self._flush()
        self._begin_closing()

    def abort(self) -> None:
        self._begin_closing()
        self._transport.abort()

    def buffered(self) -> int:
        return self._transport.get_write_buffer_size()

    def tick(self, now: float) -> None:
        if self._closing_at is not None:
            if now - self._closing_at > GOODBYE_SECONDS:
                self.abort()
        elif now - self.heard_at > 2 * PING_SECONDS and not self.paused:
            self.abort()
        elif now - self.heard_at > PING_SECONDS and not self._pinged:
            self._pinged = True
            self._protocol.send_ping(b"")
            self._flush()

    def _opened(self) -> None:
        self.ear.opened()

    def _message(self, data: bytes, *, binary: bool) -> None:
        self.ear.received(data, binary=binary)

    def _handle(self, events: list[Event]) -> None:
        for event in events:
            if self._closing_at is not None or not isinstance(event, Frame):
                break
            if not self.ear.may_receive():
                break
            if event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                self._gather(event)
        self._flush()
        if not self.is_open():
            self._begin_closing()

    def _gather(self, frame: Frame) -> None:
        if self._fragments is None:
            self._fragments = (frame.opcode, bytearray())
        opcode, data = self._fragments
        data += frame.data
        if not frame.fin:
            return
        self._fragments = None
        if opcode is Opcode.TEXT:
            try:
                data.decode()
            except UnicodeDecodeError:
                self.close(1007, "text is not UTF-8")
                return
        self._message(bytes(data), binary=opcode is Opcode.BINARY)

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._transport.write(data)
            elif self._transport.can_write_eof() and not self._transport.is_closing():
                # Closing outright with unread data would reset the connection, and the peer might
                # never see why; it is dropped soon if it does not close its side.
                self._transport.write_eof()

    def _begin_closing(self) -> None:
        if self._closing_at is not None:
            return
        self._closing_at = self._loop.time()
        # A transport that has said goodbye raises when more is written.
        self.ear.closing()
        if self.paused and not self._transport.is_closing():
            self._transport.resume_reading()


def _first_of(
    subprotocols: tuple[str, ...],
) -> Callable[[ServerProtocol, Sequence[Subprotocol]], Subprotocol | None]:
    """A client that names no subprotocol is welcome too."""

    def select(_: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
        return next((Subprotocol(name) for name in subprotocols if name in offered), None)

    return select
