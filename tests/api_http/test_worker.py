"""Does the edge send away those who never finish saying what they want, and nobody else?"""

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import falcon.asgi
import pytest
import uvicorn

from api_http.worker import Protocol, Together
from tests.support import servers
from tests.support.waiting import wait_until


class Echo:
    async def on_post(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.text = str(len(await req.stream.read()))


class Impatient(Protocol):
    head_seconds_most = 0.3


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = falcon.asgi.App()
    app.add_route("/", Echo())
    port = servers.free_port()
    config = uvicorn.Config(app, port=port, http=Impatient, ws="none", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=asyncio.run, args=[server.serve()])
    thread.start()
    wait_until("the server", lambda: server.started)
    yield port
    server.should_exit = True
    thread.join()


@pytest.fixture
def line(port: int) -> Iterator[socket.socket]:
    with socket.create_connection((servers.HOST, port), timeout=10) as connection:
        yield connection


def answer(line: socket.socket) -> bytes:
    """All that comes until the server closes."""
    answered = b""
    while data := line.recv(65536):
        answered += data
    return answered


def request(size: int, *headers: str) -> bytes:
    lines = ["POST / HTTP/1.1", "Host: pikcur", f"Content-Length: {size}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class TestAClient:
    def test_is_served(self, line: Any) -> None:
        line.sendall(request(5, "Connection: close") + b"12345")
        assert answer(line).endswith(b"\r\n\r\n5")

    def test_may_send_a_body_longer_than_a_head_may_be(self, line: Any) -> None:
        line.sendall(request(200_000, "Connection: close") + b"x" * 200_000)
        assert answer(line).endswith(b"\r\n\r\n200000")

    def test_may_take_its_time_over_the_body(self, line: Any) -> None:
        line.sendall(request(2, "Connection: close") + b"1")
        line.settimeout(2 * Impatient.head_seconds_most)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.settimeout(10)
        line.sendall(b"2")
        assert answer(line).endswith(b"\r\n\r\n2")

    @pytest.mark.parametrize("sent", [b"", b"POST / HTTP/1.1\r\nHost: pik", request(0)[:-2]])
    def test_that_does_not_finish_is_sent_away(self, line: Any, sent: bytes) -> None:
        line.sendall(sent)
        assert answer(line) == b""

    @pytest.mark.parametrize("endless", [b"X-More: a\r\n", b"a"])
    def test_that_sends_a_head_without_end_is_refused(self, line: Any, endless: bytes) -> None:
        with pytest.raises(ConnectionError):
            line.sendall(request(0)[:-2] + b"X: " + endless * 10_000_000)

    def test_that_begins_another_request_and_stops_is_sent_away(self, line: Any) -> None:
        line.sendall(request(0) + b"POST / HT")
        assert answer(line).count(b"HTTP/1.1 200") == 1


class Packets:
    """A transport that notes what it is given."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.sent.append(data)

    def close(self) -> None:
        self.sent.append(b"(closed)")


class TestTogether:
    async def write(self, *turns: tuple[bytes, ...], close: bool = False) -> list[bytes]:
        packets = Packets()
        transport: Any = Together(packets, asyncio.get_running_loop())  # type: ignore[arg-type]
        for turn in turns:
            for part in turn:
                transport.write(part)
            if not close:
                await asyncio.sleep(0)
        if close:
            transport.close()
            await asyncio.sleep(0)
        return packets.sent

    def test_sends_head_and_body_at_once(self) -> None:
        assert asyncio.run(self.write((b"head", b"body"), (b"more",))) == [b"headbody", b"more"]

    def test_sends_what_was_written_before_it_closes(self) -> None:
        assert asyncio.run(self.write((b"head", b"body"), close=True)) == [b"headbody", b"(closed)"]

    def test_does_not_hold_much_back(self) -> None:
        part = b"x" * Together.most
        assert asyncio.run(self.write((part, part), close=True)) == [part, part, b"(closed)"]
