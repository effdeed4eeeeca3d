"""Who knocks at the port? Each connection begins here, and asks over HTTP or for a WebSocket."""

import asyncio
from http import HTTPStatus
from typing import cast

from ws_relay import addresses, http11, metrics, routes, sockjs
from ws_relay.http11 import BadRequest, Request, Response
from ws_relay.relay import Relay
from ws_relay.session import Session
from ws_relay.sockjs_sessions import NotTheirs, Owner, SockJsWebSocket, XhrSession
from ws_relay.websocket import SUBPROTOCOLS, WebSocket

_BUFFER_LIMIT = http11.HEAD_LIMIT + http11.BODY_LIMIT + 4096
#: How long who is refused may take to ask, and to read why.
_LINGER_SECONDS = 1.0


class Front(asyncio.Protocol):
    """One connection, as long as it speaks HTTP."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._buffer = bytearray()
        self._request: Request | None = None
        self._peer = ""
        self._address: str | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._stream: Stream | None = None
        self._refused = False

    # asyncio's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's by class.
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=self._relay.options.buffer_bytes)
        self._wait()
        peer = transport.get_extra_info("peername")
        self._peer = addresses.plain(peer[0]) if peer else ""
        if self._peer not in self._relay.options.proxies and not self._has_place(self._peer):
            # It may ask, to be answered; but only those who have a place may take their time.
            self._wait(_LINGER_SECONDS)

    def data_received(self, data: bytes) -> None:
        if self._refused or self._transport.is_closing():
            return
        self._buffer += data
        if len(self._buffer) > _BUFFER_LIMIT:
            self._transport.abort()
            return
        self._advance()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if self._address is not None:
            self._relay.release(self._address)
        if self._stream is not None:
            self._stream.lost()

    def pause_writing(self) -> None:
        if self._stream is not None:
            self._stream.paused = True

    def resume_writing(self) -> None:
        if self._stream is not None:
            self._stream.resumed()

    # requests

    def _advance(self) -> None:
        try:
            while self._may_serve() and (request := self._next_request()) is not None:
                self._serve(request)
        except BadRequest as refusal:
            self._refuse(refusal.status)

    def _may_serve(self) -> bool:
        return self._stream is None and not self._refused and not self._transport.is_closing()

    def _next_request(self) -> Request | None:
        if self._request is None:
            head = http11.read_head(self._buffer)
            if head is None:
                return None
            if not self._has_place(self._client_of(head[0])):
                raise BadRequest(HTTPStatus.TOO_MANY_REQUESTS)
            if head[0].upgrades and self._upgrade(head[0]):
                return None
            self._request = head[0]
            del self._buffer[: head[1]]
        body = http11.read_body(self._request, self._buffer)
        if body is None:
            return None
        request, self._request = self._request, None
        request.body = body[0]
        del self._buffer[: body[1]]
        return request

    def _serve(self, request: Request) -> None:
        self._stop_waiting()
        if not self._relay.allows(request.headers.get("origin")):
            self.respond(request, Response(HTTPStatus.FORBIDDEN, b"Origin not allowed.\n"))
            return
        session = sockjs.session_of(request.path)
        if session is None:
            self.respond(request, routes.answer(self._relay, request))
            return
        owner = Owner(self._address or "", request.headers.get("origin"))
        try:
            self._serve_session(request, *session, owner)
        except NotTheirs:
            self.respond(request, routes.NOT_FOUND)

    def _serve_session(
        self, request: Request, session_id: str, transport: str, owner: Owner
    ) -> None:
        if transport in ("xhr", "xhr_streaming"):
            self._receive(request, session_id, owner, streaming=transport == "xhr_streaming")
        else:
            answer = routes.session_answer(self._relay, request, session_id, transport, owner)
            self.respond(request, answer)

    def _receive(self, request: Request, session_id: str, owner: Owner, *, streaming: bool) -> None:
        if request.method != "POST":
            self.respond(request, routes.only_post(request))
            return
        session = self._relay.xhr_session(session_id, owner)
        session = session or self._new_session(session_id, owner)
        if session is None:
            self.respond(request, Response(HTTPStatus.TOO_MANY_REQUESTS))
            return
        self._stream = Stream(self, request, session)
        session.attach(self._stream, streaming=streaming)

    def _new_session(self, session_id: str, owner: Owner) -> XhrSession | None:
        if not self._relay.admit(owner.address):
            return None
        session = XhrSession(owner)
        session.ear = Session(self._relay, session)
        self._relay.xhr_sessions[session_id] = session
        return session

    def respond(self, request: Request, response: Response) -> None:
        keep = request.keeps_alive and not self._relay.draining
        headers = [("Content-Type", response.content_type)] if response.body else []
        headers += response.headers
        headers.append(("Connection", "keep-alive" if keep else "close"))
        if sockjs.is_below(request.path):
            headers += sockjs.cors(request)
        if response.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            headers.append(("Content-Length", str(len(response.body))))
        self._transport.write(http11.head_of(response.status, headers) + response.body)
        self._finish(keep=keep)

    def stream_ended(self, *, keep: bool) -> None:
        self._stream = None
        self._finish(keep=keep)
        self._loop.call_soon(self._advance)

    def write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    def buffered(self) -> int:
        return self._transport.get_write_buffer_size()

    def _finish(self, *, keep: bool) -> None:
        self._wait()
        if not keep:
            self._transport.close()

    # WebSockets

    def _upgrade(self, request: Request) -> bool:
        path = request.path
        session = sockjs.session_of(path)
        in_sockjs = session is not None and session[1] == "websocket"
        if not in_sockjs and path not in ("/ws", f"{sockjs.BASE}/websocket"):
            return False
        if not self._relay.allows(request.headers.get("origin")):
            raise BadRequest(HTTPStatus.FORBIDDEN)
        self._stop_waiting()
        # Its session gives the place back when the connection is lost.
        address, self._address = self._address or "", None
        socket = (
            SockJsWebSocket(self._transport, address)
            if in_sockjs
            else WebSocket(self._transport, address, SUBPROTOCOLS)
        )
        socket.ear = Session(self._relay, socket)
        self._transport.set_protocol(socket)
        socket.start(bytes(self._buffer))
        return True

    # admission

    def _has_place(self, address: str) -> bool:
        if self._address is not None and self._address != address:
            # A proxy's connection may carry one client's request after another's.
            self._relay.release(self._address)
            self._address = None
        if self._address is None and self._relay.admit(address):
            self._address = address
        return self._address is not None

    def _client_of(self, request: Request) -> str:
        """Of the addresses that came through a proxy, only the last is the proxy's own word."""
        if self._peer not in self._relay.options.proxies:
            return self._peer
        told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return addresses.plain(told)

    def _refuse(self, status: HTTPStatus) -> None:
        metrics.REFUSED.labels(status.name.lower()).inc()
        headers = [("Connection", "close"), ("Content-Length", "0")]
        self._transport.write(http11.head_of(status, headers))
        # Closing outright would reset the connection under a request that is still on its way, and
        # the client might never read the answer.
        self._refused = True
        self._transport.write_eof()
        self._stop_waiting()
        self._timer = self._loop.call_later(_LINGER_SECONDS, self._transport.abort)

    def _wait(self, seconds: float | None = None) -> None:
        self._stop_waiting()
        seconds = seconds or self._relay.options.handshake_seconds
        self._timer = self._loop.call_later(seconds, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._timer = None
        if self._transport.is_closing() or self._transport.get_write_buffer_size():
            # It does not even read our answer.
            self._transport.abort()
        elif self._buffer or self._request:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self._transport.close()


class Stream:
    """A response that an XHR session writes to, bit by bit."""

    def __init__(self, front: Front, request: Request, session: XhrSession) -> None:
        self.paused = False
        self._front = front
        self._request = request
        self._session: XhrSession | None = session
        # HTTP/1.0 knows no chunks; there the end of the connection is the end of the response.
        self._chunked = request.minor == 1
        self._keep = self._chunked and request.keeps_alive

    def begin(self) -> None:
        headers = [("Content-Type", sockjs.JAVASCRIPT), *sockjs.no_store()]
        headers += sockjs.cors(self._request)
        if self._chunked:
            headers.append(("Transfer-Encoding", "chunked"))
        headers.append(("Connection", "keep-alive" if self._keep else "close"))
        self._front.write(http11.head_of(HTTPStatus.OK, headers))

    def write(self, data: bytes) -> None:
        self._front.write(b"%x\r\n%b\r\n" % (len(data), data) if self._chunked else data)

    def end(self) -> None:
        self._session = None
        if self._chunked:
            self._front.write(b"0\r\n\r\n")
        self._front.stream_ended(keep=self._keep)

    def buffered(self) -> int:
        return self._front.buffered()

    def lost(self) -> None:
        if self._session is not None:
            self._session.receiver_lost()

    def resumed(self) -> None:
        self.paused = False
        if self._session is not None:
            self._session.receiver_resumed()
