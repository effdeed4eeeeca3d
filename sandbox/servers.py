"""How do the sandbox's applications reach the network? Plain threads, one server a port."""

import asyncio
import io
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from socketserver import TCPServer, ThreadingMixIn
from typing import Any, Protocol
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import falcon
import structlog
from aiosmtpd.smtp import SMTP

from sandbox import inputs, mail

log = structlog.get_logger()

#: How long a stop may take to be noticed by a server that waits for connections.
_POLL_SECONDS = 0.05


class PortTaken(Exception):
    """Something else listens where one of the servers should."""


class Server(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


class WebServer:
    def __init__(self, app: falcon.App[Any, Any], *, provider: str, host: str, port: int) -> None:
        app.add_middleware(_RequestLog(provider))
        app.add_error_handler(Exception, _answer_our_fault)
        self._server = _listening(partial(_ThreadedServer, (host, port), _QuietHandler), port)
        self._server.set_app(_reads_first(app))
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name=provider, daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _listening(listen: Callable[[], Any], port: int) -> Any:
    try:
        return listen()
    except (OSError, OverflowError) as error:
        raise PortTaken(f"Cannot listen on port {port}: {error}") from error


def _reads_first(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """
    This function will read the body before `app` decides anything.

    A connection closed over unread bytes is reset, and the client may never see its 401.
    """

    def read_and_answer(
        environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        length = str(environ.get("CONTENT_LENGTH") or 0)
        size = min(int(length), 2 * inputs.LARGEST_BODY) if length.isdecimal() else 0
        try:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(size))
        except TimeoutError:
            start_response("408 Request Timeout", [("Content-Type", "application/json")])
            return [b'{"error": "The body did not come."}']
        return app(environ, start_response)

    return read_and_answer


class _ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # A stop must not wait for a client that never finishes its request.
    block_on_close = False
    request_queue_size = 128

    def server_bind(self) -> None:
        """The inherited method asks the name service for our name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]
        self.setup_environ()

    def handle_error(self, _request: object, client_address: object) -> None:
        log.warning("connection broken", client=str(client_address), error=str(sys.exception()))


class _QuietHandler(WSGIRequestHandler):
    # A client that connects and says nothing must not hold a thread for ever.
    timeout = 30

    def log_message(self, _format: str, *_args: object) -> None:
        """Requests are logged by the middleware, which knows more about them."""


class _RequestLog:
    def __init__(self, provider: str) -> None:
        self._provider = provider

    def process_request(self, req: falcon.Request, _resp: falcon.Response) -> None:
        req.context.started = time.perf_counter()

    def process_response(
        self, req: falcon.Request, resp: falcon.Response, _resource: object, _succeeded: bool
    ) -> None:
        log.info(
            "request",
            provider=self._provider,
            method=req.method,
            path=req.path,
            status=resp.status_code,
            milliseconds=round((time.perf_counter() - req.context.started) * 1000, 1),
        )


def _answer_our_fault(
    _req: falcon.Request, _resp: falcon.Response, error: Exception, _params: object
) -> None:
    log.error("sandbox fault", exc_info=error)
    raise falcon.HTTPInternalServerError(description="The sandbox itself failed; see its log.")


class MailServer:
    def __init__(self, sink: mail.Sink, *, host: str, port: int) -> None:
        self._sink = sink
        self._socket = _listening(
            partial(socket.create_server, (host, port), reuse_port=False), port
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="smtp", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=1)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(self._session, sock=self._socket)
        )
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(_cancel_all(asyncio.all_tasks(self._loop)))
        self._loop.close()

    def _session(self) -> SMTP:
        return SMTP(
            self._sink,
            hostname="localhost",
            loop=self._loop,
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=mail.accept_anyone,
        )


async def _cancel_all(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    waiting = list(tasks)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
