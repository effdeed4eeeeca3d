"""What serves HTTP in a process of the edge? uvicorn, with bounds for those who never finish."""

import asyncio
import logging
import socket
import struct
from typing import Any

from gunicorn.glogging import Logger
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker

from api_http.doors import Doors

#: Seconds in which whoever is answered has to take something of it.
ANSWER_SECONDS_MOST = 30.0


#: On, and for no seconds: what was not taken is thrown away.
_AT_ONCE = struct.pack("ii", 1, 0)


def cut(transport: asyncio.Transport) -> None:
    """This function will end a connection at once; the kernel would keep offering what is left."""
    line = transport.get_extra_info("socket")
    if line is not None and line.fileno() >= 0:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()


class Together:
    """
    A transport that sends at once what is written in one turn of the loop.

    Head and body of an answer come one after the other; each would be a packet of its own.
    """

    #: Bytes; more are not held back.
    most = 64 * 1024

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        answer_seconds_most: float = ANSWER_SECONDS_MOST,
    ) -> None:
        self._transport = transport
        self._loop = loop
        self.answer_seconds_most = answer_seconds_most
        self._written = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._written:
            self._loop.call_soon(self._send)
        self._written += data
        if len(self._written) >= self.most:
            self._send()

    def close(self) -> None:
        self._send()
        self._transport.close()
        if self._transport.get_write_buffer_size():
            # Closed is only what has been read to its end; nobody is waited for that long.
            self._loop.call_later(self.answer_seconds_most, cut, self._transport)

    def _send(self) -> None:
        if self._written:
            self._transport.write(self._written)
            self._written = b""


class Protocol(HttpToolsProtocol):
    """
    A connection whose client says what it wants, sends it and takes the answer in time, or is cut.

    What comes whole, as nearly everything does, starts no timer.
    """

    #: Request line and headers; a token, a key and cookies take less than a tenth.
    head_bytes_most = 64 * 1024
    head_seconds_most = 10.0
    #: A body has so long, and longer the more of it has come.
    body_seconds_most = 10.0
    body_bytes_per_second = 4 * 1024
    answer_seconds_most = ANSWER_SECONDS_MOST
    doors = Doors(10_000)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        together = Together(transport, self.loop, self.answer_seconds_most)
        super().connection_made(together)  # type: ignore[arg-type]
        self._is_in_head = self._is_in_body = self._is_inside = False
        self._head_bytes = self._body_bytes = 0
        self._body_began = 0.0
        self._patience: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None
        self._address = (transport.get_extra_info("peername") or ("",))[0]
        self._is_inside = self.doors.enter(self._address)
        if self._is_inside:
            self._be_patient(self.head_seconds_most)
        else:
            cut(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lose_no_patience()
        self._stop_watching_reader()
        if self._is_inside:
            self.doors.leave(self._address)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_in_head:
            self._head_bytes += len(data)
            self._be_patient(self.head_seconds_most)
            if self._head_bytes > self.head_bytes_most:
                self.send_400_response("Too many or too long headers.")
        elif self._is_in_body:
            self._be_patient(self.body_seconds_most)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head = True
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._is_in_body = True
        self._body_bytes = 0
        self._body_began = self.loop.time()
        self._lose_no_patience()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_in_body = False
        self._lose_no_patience()
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading = self.loop.call_later(self.answer_seconds_most, cut, self.transport)

    def resume_writing(self) -> None:
        self._stop_watching_reader()
        super().resume_writing()

    def _stop_watching_reader(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _be_patient(self, seconds: float) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(seconds, self._lose_patience)

    def _lose_patience(self) -> None:
        self._patience = None
        wait = self._wait_for_body() if self._is_in_body else 0.0
        if wait > 0:
            self._be_patient(wait)
        else:
            self.transport.close()

    def _wait_for_body(self) -> float:
        if self.flow.read_paused:
            # It is us who do not read.
            return self.body_seconds_most
        allowed = self.body_seconds_most + self._body_bytes / self.body_bytes_per_second
        return self._body_began + allowed - self.loop.time()

    def _lose_no_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


class Lines(Logger):
    """What gunicorn and uvicorn have to say, in the shape of our own lines."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers = list(logging.getLogger().handlers)


class Worker(UvicornWorker):
    """Runs the app under gunicorn."""

    CONFIG_KWARGS: dict[str, Any] = {  # noqa: RUF012 - as its library declares it
        "loop": "uvloop",
        "http": Protocol,
        "ws": "none",
        "lifespan": "on",
        "server_header": False,
    }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.config.proxy_headers = bool(self.cfg.forwarded_allow_ips)
