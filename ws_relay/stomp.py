"""How do bytes become STOMP frames, and frames bytes? Versions 1.0 to 1.2, without I/O.

The wire format is that of https://stomp.github.io/stomp-specification-1.2.html and its
predecessors. Everything a peer can make us keep is bounded by `Limits`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

VERSIONS = ("1.2", "1.1", "1.0")
CLIENT_COMMANDS = frozenset(
    [
        "CONNECT",
        "STOMP",
        "SEND",
        "SUBSCRIBE",
        "UNSUBSCRIBE",
        "ACK",
        "NACK",
        "BEGIN",
        "COMMIT",
        "ABORT",
        "DISCONNECT",
    ]
)
#: The only frames whose headers are never escaped; nothing has been negotiated yet.
_UNESCAPED = frozenset(("CONNECT", "STOMP", "CONNECTED"))
_LONGEST_COMMAND = 16

_BEATS = re.compile(rb"(?:\r?\n)*")
_BLANK = re.compile(rb"\n\n")
_BLANK_OR_CRLF = re.compile(rb"\n\r?\n")
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_SPECIAL = re.compile(r"[\\\n\r:]")
_LENGTH = re.compile(r"[0-9]{1,18}")
_MEANINGS = {
    "1.1": {"n": "\n", "c": ":", "\\": "\\"},
    "1.2": {"n": "\n", "c": ":", "\\": "\\", "r": "\r"},
}
_ESCAPES = {
    "1.1": {"\n": "\\n", ":": "\\c", "\\": "\\\\", "\r": "\r"},
    "1.2": {"\n": "\\n", ":": "\\c", "\\": "\\\\", "\r": "\\r"},
}


class MalformedFrame(Exception):
    """What arrived is no STOMP, or more of it than we take."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    #: Bytes of command and headers together; a token takes about 400.
    head: int = 8192
    headers: int = 32
    #: Only SEND has a body and we refuse it, but its sender is to be told so.
    body: int = 16384


@dataclass(frozen=True, slots=True)
class Frame:
    command: str
    headers: Mapping[str, str]
    body: bytes = b""


class Parser:
    """
    Takes bytes in any portions and gives frames; heart-beats are passed over.

    Set `version` once it is agreed: escapes and line ends depend on it. `frames` parses only as
    far as it is asked to, so that a version set while handling CONNECT holds for the next frame.
    """

    __slots__ = ("_buffer", "_commands", "_head", "_length", "_limits", "_scanned", "version")

    def __init__(
        self, limits: Limits = Limits(), commands: frozenset[str] = CLIENT_COMMANDS
    ) -> None:
        self.version: str | None = None
        self._limits = limits
        self._commands = commands
        self._buffer = bytearray()
        self._scanned = 0
        self._head: tuple[str, dict[str, str]] | None = None
        self._length: int | None = None

    def frames(self, data: bytes) -> Iterator[Frame]:
        """
        This function will take `data` and give every frame that is now complete.

        :raises MalformedFrame: if the bytes cannot be STOMP, or exceed the limits
        """
        self._buffer += data
        while (frame := self._next_frame()) is not None:
            yield frame

    def _next_frame(self) -> Frame | None:
        if self._head is None and not self._read_head():
            return None
        body = self._read_body()
        if body is None or self._head is None:
            return None
        command, headers = self._head
        self._head = None
        return Frame(command, headers, body)

    def _read_head(self) -> bool:
        del self._buffer[: _end_of_beats(self._buffer)]
        blank = (_BLANK_OR_CRLF if self._takes_crlf() else _BLANK).search(
            self._buffer, self._scanned
        )
        end = blank.start() if blank else len(self._buffer)
        self._refuse_bad_start(end)
        if blank is None:
            self._scanned = max(0, end - 2)
            return False
        head = _decoded(self._buffer[:end])
        del self._buffer[: blank.end()]
        self._scanned = 0
        self._head = self._parsed(head)
        self._length = self._body_length(self._head[1])
        return True

    def _refuse_bad_start(self, end: int) -> None:
        """What can never become a frame is refused before more of it is awaited."""
        if end > self._limits.head:
            raise MalformedFrame("FRAME_TOO_LARGE", "The headers are too large.")
        if self._buffer.find(b"\0", 0, end) >= 0:
            raise MalformedFrame("MALFORMED_FRAME", "NUL before the end of the headers.")
        line_end = self._buffer.find(b"\n", 0, _LONGEST_COMMAND)
        if line_end < 0 and len(self._buffer) < _LONGEST_COMMAND:
            return
        command = self._buffer[: max(0, line_end)]
        if self._takes_crlf():
            command = command.removesuffix(b"\r")
        if command.decode("ascii", "replace") not in self._commands:
            raise MalformedFrame("UNKNOWN_COMMAND", "There is no such command.")

    def _takes_crlf(self) -> bool:
        return self.version in (None, "1.2")

    def _parsed(self, head: str) -> tuple[str, dict[str, str]]:
        lines = head.split("\n")
        if self._takes_crlf():
            lines = [line.removesuffix("\r") for line in lines]
        command = lines[0]
        if len(lines) > self._limits.headers + 1:
            raise MalformedFrame("FRAME_TOO_LARGE", "There are too many headers.")
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, value = self._header(command, line)
            headers.setdefault(name, value)
        return command, headers

    def _header(self, command: str, line: str) -> tuple[str, str]:
        name, colon, value = line.partition(":")
        if not colon or not name:
            raise MalformedFrame("MALFORMED_FRAME", "A header line is not 'name:value'.")
        if command in _UNESCAPED or self.version is None:
            return name, value
        if self.version == "1.0":
            return name.strip(" \t"), value.strip(" \t")
        return _unescaped(name, self.version), _unescaped(value, self.version)

    def _body_length(self, headers: Mapping[str, str]) -> int | None:
        text = headers.get("content-length")
        if text is None:
            return None
        if not _LENGTH.fullmatch(text):
            raise MalformedFrame("MALFORMED_FRAME", "content-length is not a number.")
        if int(text) > self._limits.body:
            raise MalformedFrame("FRAME_TOO_LARGE", "The body is too large.")
        return int(text)

    def _read_body(self) -> bytes | None:
        end = self._length
        if end is None:
            end = self._buffer.find(b"\0", self._scanned)
            self._scanned = len(self._buffer)
            if max(end, self._scanned if end < 0 else 0) > self._limits.body:
                raise MalformedFrame("FRAME_TOO_LARGE", "The body is too large.")
            if end < 0:
                return None
        if len(self._buffer) <= end:
            return None
        if self._buffer[end]:
            raise MalformedFrame("MALFORMED_FRAME", "The body is longer than content-length.")
        body = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        self._scanned = 0
        return body


def encode(
    command: str, headers: Iterable[tuple[str, str]], body: bytes = b"", version: str = "1.2"
) -> bytes:
    """This function will make the bytes of one frame, escaped as `version` wants it."""
    lines = [command]
    for name, value in headers:
        if command not in _UNESCAPED:
            name, value = escaped(name, version), escaped(value, version)
        lines.append(f"{name}:{value}")
    if body:
        lines.append(f"content-length:{len(body)}")
    return "\n".join(lines).encode() + b"\n\n" + body + b"\0"


def escaped(text: str, version: str) -> str:
    """This function will escape a header's name or value; in 1.0 nothing is."""
    if version == "1.0":
        return text
    table = _ESCAPES[version]
    return _SPECIAL.sub(lambda match: table[match[0]], text)


def _unescaped(text: str, version: str) -> str:
    if "\\" not in text:
        return text
    table = _MEANINGS[version]
    try:
        return _ESCAPE.sub(lambda match: table[match[1]], text)
    except KeyError:
        raise MalformedFrame("MALFORMED_FRAME", "A header has an unknown escape.") from None


def _end_of_beats(buffer: bytearray) -> int:
    match = _BEATS.match(buffer)
    return match.end() if match else 0


def _decoded(head: bytearray) -> str:
    try:
        return head.decode()
    except UnicodeDecodeError:
        raise MalformedFrame("MALFORMED_FRAME", "The headers are not UTF-8.") from None
