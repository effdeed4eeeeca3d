"""How do the tests talk to the relay? By clients with a second STOMP parser."""

import json
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, NoReturn, Self

import pytest
from stomp.utils import Frame, parse_frame
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

DEADLINE = 10.0
SUBPROTOCOLS = ["v12.stomp", "v11.stomp", "v10.stomp"]


def frame(command: str, body: str = "", **headers: str | None) -> str:
    """This function will write a frame by hand; `_` in a name stands for `-`."""
    lines = [f"{k.replace('_', '-')}:{v}" for k, v in headers.items() if v is not None]
    return "\n".join([command, *lines, "", body + "\0"])


def parsed(text: str | bytes) -> list[Frame]:
    """This function will read the frames of a message with stomp.py's parser."""
    data = text.encode() if isinstance(text, str) else text
    return [parse_frame(part.lstrip(b"\n")) for part in data.split(b"\0") if part.strip(b"\n")]


class Client:
    """A STOMP client over one WebSocket."""

    def __init__(self, url: str, **options: Any) -> None:
        options = {"subprotocols": SUBPROTOCOLS, "compression": None, "max_queue": None} | options
        self.socket: ClientConnection = connect(url, legacy=True, **options)
        self._frames: list[Frame] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type | BaseException | TracebackType | None) -> None:
        self.socket.close()

    def send(self, data: str | bytes) -> None:
        self.socket.send(data)

    def connect(self, token: str | None = None, **headers: str | None) -> Frame:
        headers = {"accept_version": "1.2", "heart_beat": "0,0"} | headers
        authorization = f"Bearer {token}" if token else None
        self.send(frame("CONNECT", Authorization=authorization, **headers))
        return self.receive("CONNECTED")

    def subscribe(self, destination: str, id_: str = "sub-0", **headers: str) -> Frame:
        """This function will subscribe and wait until that has happened."""
        self.send(frame("SUBSCRIBE", id=id_, destination=destination, receipt="r", **headers))
        return self.receive("RECEIPT")

    def receive(self, command: str | None = None, within: float = DEADLINE) -> Frame:
        """This function will give the next frame of that command; others wait for their turn."""
        end = time.monotonic() + within
        while True:
            for index, found in enumerate(self._frames):
                if command in (None, found.cmd):
                    return self._frames.pop(index)
            self._frames += parsed(self.socket.recv(timeout=max(0.0, end - time.monotonic())))

    def messages(self, count: int) -> list[Frame]:
        return [self.receive("MESSAGE") for _ in range(count)]

    def is_closed_with(self, within: float = DEADLINE) -> tuple[int, str]:
        """This function will wait for the end and give its code and reason."""
        end = time.monotonic() + within
        with pytest.raises(ConnectionClosed) as closed:
            self._listen_until(end)
        assert closed.value.rcvd is not None, "The connection was cut without a close frame."
        return closed.value.rcvd.code, closed.value.rcvd.reason

    def _listen_until(self, end: float) -> NoReturn:
        while True:
            self._frames += parsed(self.socket.recv(timeout=max(0.0, end - time.monotonic())))

    def error(self) -> Mapping[str, str]:
        """This function will give the headers of the ERROR that must come."""
        return dict(self.receive("ERROR").headers)


def bodies(messages: list[Frame]) -> list[Any]:
    return [json.loads(message.body) for message in messages]
