"""What serves HTTP in a process of the edge? uvicorn, with bounds for those who never finish."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker


class Together:
    """
    A transport that sends at once what is written in one turn of the loop.

    Head and body of an answer come one after the other; each would be a packet of its own.
    """

    #: Bytes; more are not held back.
    most = 64 * 1024

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
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

    def _send(self) -> None:
        if self._written:
            self._transport.write(self._written)
            self._written = b""


class Protocol(HttpToolsProtocol):
    """A connection whose client says what it wants within bytes and seconds, or is sent away."""

    #: Request line and headers; a token, a key and cookies take less than a tenth.
    head_bytes_most = 64 * 1024
    head_seconds_most = 10.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(Together(transport, self.loop))  # type: ignore[arg-type]
        self._is_in_head = False
        self._head_bytes = 0
        self._patience: asyncio.TimerHandle | None = None
        self._be_patient()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lose_no_patience()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._is_in_head:
            return
        # What comes whole, as nearly everything does, never gets here.
        self._head_bytes += len(data)
        self._be_patient()
        if self._head_bytes > self.head_bytes_most:
            self.send_400_response("Too many or too long headers.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head = True
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._lose_no_patience()
        super().on_headers_complete()

    def _be_patient(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(self.head_seconds_most, self.transport.close)

    def _lose_no_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


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
