"""Does the edge send away those who never finish saying what they want, and nobody else?"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import falcon.asgi
import pytest
import uvicorn

from api_http.doors import Doors
from api_http.worker import Protocol, Together
from tests.support import servers
from tests.support.waiting import wait_until


class Echo:
    async def on_post(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.text = str(len(await req.stream.read()))


class Much:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.data = b"x" * int(req.get_param("size") or 0)


class Impatient(Protocol):
    head_seconds_most = 0.3
    body_seconds_most = 1.5
    body_bytes_per_second = 2_000
    answer_seconds_most = 0.5
    doors = Doors(4)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = falcon.asgi.App()
    app.add_route("/", Echo())
    app.add_route("/much", Much())
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
    with socket.create_connection((servers.HOST, port), timeout=60) as connection:
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


def reader_with_a_small_buffer(port: int) -> socket.socket:
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    line.connect((servers.HOST, port))
    return line


def established(line: socket.socket) -> bool:
    """Whether the other side still holds the connection, by the kernel's own table."""
    state = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return state == 1


def is_refused(address: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(address, timeout=60) as line:
            line.sendall(request(0, "Connection: close"))
            return answer(line) == b""
    except (ConnectionResetError, BrokenPipeError):
        # As early as in connecting, when the machine is busy.
        return True


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
        line.settimeout(60)
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

    @pytest.mark.parametrize("sent", [b"", b"1", b"1" * 2_000])
    def test_that_does_not_finish_its_body_is_sent_away(self, line: Any, sent: bytes) -> None:
        line.sendall(request(10_000) + sent)
        assert answer(line) == b""

    def test_has_the_longer_the_more_it_sends(self, line: Any) -> None:
        line.sendall(request(5_001, "Connection: close") + b"1" * 5_000)
        line.settimeout(Impatient.body_seconds_most + 0.5)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.settimeout(60)
        line.sendall(b"2")
        assert answer(line).endswith(b"\r\n\r\n5001")

    @pytest.mark.parametrize("then", ["close", "keep-alive"])
    @pytest.mark.parametrize("size", [4_000_000, 50_000_000])
    def test_that_takes_no_answer_is_sent_away(self, port: int, then: str, size: int) -> None:
        with reader_with_a_small_buffer(port) as line:
            head = f"GET /much?size={size} HTTP/1.1\r\nHost: pikcur\r\nConnection: {then}\r\n\r\n"
            line.sendall(head.encode())
            wait_until("the end of it", lambda: not established(line))

    def test_that_takes_its_answer_slowly_is_served(self, port: int) -> None:
        with reader_with_a_small_buffer(port) as line:
            line.sendall(b"GET /much?size=3000000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            assert len(answer(line)) > 3_000_000

    def test_may_have_so_many_connections_and_no_more(self, port: int) -> None:
        address = (servers.HOST, port)
        with contextlib.ExitStack() as lines:
            held = [lines.enter_context(socket.create_connection(address)) for _ in range(4)]
            for line in held:
                line.sendall(request(2) + b"1")
            wait_until("refusals", lambda: is_refused(address))
        wait_until("a free place", lambda: not is_refused(address))

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

    def get_write_buffer_size(self) -> int:
        return 0


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
