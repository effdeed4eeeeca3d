"""Does what no client should send end only the connection that it came from?"""

import contextlib
import os
import re
import socket
import struct

import pytest

from tests.ws_relay.relay_clients import SUBPROTOCOLS, Client, frame, parsed

CONNECT = frame("CONNECT", accept_version="1.2")
HANDSHAKE = (
    "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n"
)
TEXT, CONTINUED, COMPRESSED, FINAL = 0x01, 0x00, 0x40, 0x80


_CLOSE = re.compile(rb"\x88[\x02-\x7d](..)[^\x00]*$", re.DOTALL)


class Wire:
    """A bare connection, on which anything can be written."""

    def __init__(self, relay):
        host, port = relay.address.split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=60)
        self.data = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def upgrade(self, more=""):
        self.socket.sendall(HANDSHAKE.format(more=more).encode())
        while b"\r\n\r\n" not in self.data:
            self.data += self.socket.recv(4096)
        head, _, self.data = self.data.partition(b"\r\n\r\n")
        return head.decode()

    def send(self, payload, first=FINAL | TEXT):
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else struct.pack("!BH", 0x80 | 126, size)
        self.socket.sendall(bytes([first]) + length + bytes(4) + payload)

    def rest(self):
        with contextlib.suppress(ConnectionResetError):
            while not _CLOSE.search(self.data) and (data := self.socket.recv(65536)):
                self.data += data
        return self.data

    def close_code(self):
        """The code of the close frame that ends what the relay says."""
        found = _CLOSE.search(self.rest())
        return struct.unpack("!H", found[1])[0] if found else None


@pytest.fixture
def bystander(relay, news, goods_id):
    """Somebody who must notice nothing."""
    with relay.client() as client:
        client.subscribe(f"/topic/goods/{goods_id}")
        yield client
        news.goods(goods_id, 1)
        client.messages(1)


@pytest.fixture
def wire(relay, bystander):
    with Wire(relay) as wire:
        yield wire


class TestGarbage:
    @pytest.mark.parametrize(
        ("data", "code", "close"),
        [
            ("GET / HTTP/1.1\r\n\r\n", "UNKNOWN_COMMAND", 1002),
            ("\0", "MALFORMED_FRAME", 1002),
            ("CONNECT\nno colon\n\n\0", "MALFORMED_FRAME", 1002),
            ("CONNECT\na:b\0c\n\n\0", "MALFORMED_FRAME", 1002),
            (
                "CONNECT\n" + "a:b\n" * 40 + "\n\0",
                "FRAME_TOO_LARGE",
                1009,
            ),
            ("CONNECT\na:" + "b" * 9000, "FRAME_TOO_LARGE", 1009),
            ("SEND\ncontent-length:1073741824\n\n", "FRAME_TOO_LARGE", 1009),
            (b"CONNECT\na:\xff\xfe\n\n\0", "MALFORMED_FRAME", 1002),
            (os.urandom(2000), None, 1002),
        ],
    )
    def test_before_connect_is_answered_and_closed(self, relay, bystander, data, code, close):
        with Client(relay.url) as client:
            client.send(data)

            assert code in (None, client.error()["code"])
            assert client.is_closed_with()[0] == close

    def test_that_is_no_utf8_in_text_is_closed_with_1007(self, wire):
        wire.upgrade()
        wire.send(b"\xff\xfe")

        assert wire.close_code() == 1007

    def test_after_disconnect_is_ignored(self, wire):
        wire.upgrade()
        wire.send((CONNECT + frame("DISCONNECT", receipt="r")).encode() + os.urandom(100), 0x82)

        assert wire.close_code() == 1000


class TestWebSocketFrame:
    def test_may_not_be_compressed(self, wire):
        wire.upgrade()
        wire.send(b"anything", FINAL | COMPRESSED | TEXT)

        assert wire.close_code() == 1002

    def test_may_not_be_larger_than_allowed(self, wire):
        wire.upgrade()
        wire.socket.sendall(bytes([FINAL | TEXT, 0xFF]) + struct.pack("!Q", 1 << 30))

        assert wire.close_code() == 1009

    def test_may_not_come_in_fragments_without_end(self, relay, wire):
        before = relay.memory()
        wire.upgrade()
        with pytest.raises((ConnectionResetError, BrokenPipeError)):  # noqa: PT012
            wire.send(b"x" * 60000, TEXT)
            while True:
                wire.send(b"x" * 60000, CONTINUED)

        assert relay.memory() - before < 5_000_000

    def test_may_not_come_in_empty_fragments_without_end(self, wire):
        wire.upgrade()
        with pytest.raises((ConnectionResetError, BrokenPipeError)):  # noqa: PT012
            wire.send(b"", TEXT)
            while True:
                wire.send(b"", CONTINUED)

    def test_must_be_masked(self, wire):
        wire.upgrade()
        wire.socket.sendall(bytes([FINAL | TEXT, 2]) + b"hi")

        assert wire.close_code() == 1002


class TestHandshake:
    def test_agrees_to_no_compression(self, wire):
        assert (
            "extensions"
            not in wire.upgrade("Sec-WebSocket-Extensions: permessage-deflate\r\n").lower()
        )

    @pytest.mark.parametrize(
        ("offered", "chosen"),
        [(", ".join(reversed(SUBPROTOCOLS)), "v12.stomp"), ("v10.stomp", "v10.stomp")],
    )
    def test_chooses_the_newest_subprotocol(self, wire, offered, chosen):
        answer = wire.upgrade(f"Sec-WebSocket-Protocol: {offered}\r\n")

        assert f"Sec-WebSocket-Protocol: {chosen}" in answer

    def test_takes_frames_that_come_with_it(self, wire):
        payload = CONNECT.encode()
        packet = bytes([FINAL | TEXT, 0x80 | len(payload)]) + bytes(4) + payload
        wire.socket.sendall(HANDSHAKE.format(more="").encode() + packet)
        while b"CONNECTED" not in wire.data:
            wire.data += wire.socket.recv(4096)

        assert parsed(wire.data[wire.data.index(b"CONNECTED") :])[0].headers["version"] == "1.2"


class TestHttpRequest:
    @pytest.mark.parametrize(
        ("data", "status"),
        [
            (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
            (b"GET /ws\r\n\r\n", 400),
            (b"GET /ws HTTP/1.1\r\nno colon\r\n\r\n", 400),
            (b"GET /ws HTTP/1.1\r\nA: " + b"b" * 9000, 431),
            (b"GET /ws HTTP/1.1\r\n" + b"A: b\r\n" * 100 + b"\r\n", 431),
            (b"POST /wc/0/a/xhr_send HTTP/1.1\r\nContent-Length: 1073741824\r\n\r\n", 413),
            (b"POST /wc/0/a/xhr_send HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
            (b"POST /x HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            (b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            (b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", 413),
            (b"GET /../etc/passwd HTTP/1.1\r\n\r\n", 404),
            (b"GET /ws HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        ],
    )
    def test_is_refused(self, wire, data, status):
        wire.socket.sendall(data)
        if status == 404:
            wire.socket.shutdown(socket.SHUT_WR)

        assert wire.rest().split()[1] == str(status).encode()
