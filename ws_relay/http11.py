"""What does a browser ask over plain HTTP? Requests with small bodies, and answers; no I/O."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

#: Bytes of a request line and its headers.
HEAD_LIMIT = 8192
#: Bytes of a body: what one xhr_send may carry.
BODY_LIMIT = 65536
_HEADERS = 64

_REQUEST_LINE = re.compile(rb"([A-Z]{1,16}) (/[\x21-\x7e]*) HTTP/1\.([01])")
_HEADER = re.compile(rb"([-!#$%&'*+.^_`|~0-9A-Za-z]+):[ \t]*([\x09\x20-\x7e\x80-\xff]*?)[ \t]*")
_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\r\n]{0,256})?\r\n")

Headers = Iterable[tuple[str, str]]


class BadRequest(Exception):
    """The bytes are no request that we take; `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    minor: int
    body: bytes = b""

    @property
    def keeps_alive(self) -> bool:
        connection = self.headers.get("connection", "").lower()
        return "keep-alive" in connection if self.minor == 0 else "close" not in connection

    @property
    def upgrades(self) -> bool:
        return self.headers.get("upgrade", "").lower() == "websocket"


@dataclass(slots=True)
class Response:
    status: HTTPStatus
    body: bytes = b""
    content_type: str = "text/plain; charset=UTF-8"
    headers: list[tuple[str, str]] = field(default_factory=list)


def read_head(buffer: bytearray) -> tuple[Request, int] | None:
    """
    This function will read a request's line and headers, and say how many bytes they are.

    :raises BadRequest: if they are none, or too large
    """
    end = buffer.find(b"\r\n\r\n")
    if end > HEAD_LIMIT or (end < 0 and len(buffer) > HEAD_LIMIT):
        raise BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    if end < 0:
        return None
    first, *lines = bytes(buffer[:end]).split(b"\r\n")
    match = _REQUEST_LINE.fullmatch(first)
    if match is None:
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    if len(lines) > _HEADERS:
        raise BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    path = match[2].decode().partition("?")[0]
    request = Request(match[1].decode(), path, _headers(lines), int(match[3]))
    return request, end + 4


def read_body(request: Request, buffer: bytearray) -> tuple[bytes, int] | None:
    """
    This function will read the body of `request` from what follows its head.

    :raises BadRequest: if its length is unclear or too large
    """
    coding = request.headers.get("transfer-encoding")
    length = request.headers.get("content-length", "0" if coding is None else None)
    if coding is not None:
        # Two lengths are how one request is smuggled inside another.
        if length is not None or coding.lower() != "chunked":
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        return _chunked(buffer)
    if length is None or not _LENGTH.fullmatch(length):
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    size = int(length)
    if size > BODY_LIMIT:
        raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return (bytes(buffer[:size]), size) if len(buffer) >= size else None


def head_of(status: HTTPStatus, headers: Headers) -> bytes:
    """This function will make the head of an answer."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("iso-8859-1")


def _headers(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        match = _HEADER.fullmatch(line)
        if match is None:
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        name, value = match[1].decode().lower(), match[2].decode("iso-8859-1")
        if name in headers and name in ("content-length", "host", "origin"):
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _chunked(buffer: bytearray) -> tuple[bytes, int] | None:
    parts: list[bytes] = []
    at = size = 0
    while match := _CHUNK.match(buffer, at):
        length = int(match[1], 16)
        size += length
        if size > BODY_LIMIT:
            raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        at = match.end()
        if len(buffer) < at + length + 2:
            return None
        if buffer[at + length : at + length + 2] != b"\r\n":
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        if length == 0:
            return b"".join(parts), at + 2
        parts.append(bytes(buffer[at : at + length]))
        at += length + 2
    if buffer.find(b"\n", at) >= 0 or len(buffer) - at > 300:
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    return None
