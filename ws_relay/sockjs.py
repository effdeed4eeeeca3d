"""How do frames reach a browser that SockJS connects? Its URLs, its framing, its sessions.

The protocol is that of https://github.com/sockjs/sockjs-protocol (0.3.3), as far as
sockjs-client needs it: info, websocket, xhr_streaming, xhr, xhr_send. No iframe page, which would
run somebody else's script: the transports that need it are for browsers without CORS.
"""

import json
import re
import secrets
from http import HTTPStatus

import msgspec

from ws_relay.http11 import Request, Response

BASE = "/wc"
JAVASCRIPT = "application/javascript; charset=UTF-8"
#: Fills the buffers of old browsers, so that they show what follows at once.
PRELUDE = b"h" * 2048 + b"\n"
HEARTBEAT_SECONDS = 25.0

_YEAR = 31_536_000
_SESSION = re.compile(r"/wc/([^/.]+)/([^/.]+)/([a-z_]+)")
#: JavaScript engines have mangled these when they came unescaped.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u00ad\u0600-\u0604\u070f\u17b4\u17b5\u200c-\u200f\u2028-\u202f"
    "\u2060-\u206f\ufeff\ufff0-\uffff]"
)
_messages = msgspec.json.Decoder(list[str] | str)


class BadMessages(Exception):
    """What a client sent is no JSON array of strings."""


def quoted(*frames: bytes) -> bytes:
    """This function will make JSON strings of frames, as they stand in an array."""
    text = ",".join([json.dumps(frame.decode(), ensure_ascii=False) for frame in frames])
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode()


def array(strings: list[bytes]) -> bytes:
    return b"a[" + b",".join(strings) + b"]"


def goodbye(code: int, reason: str) -> bytes:
    return f"c[{code},{json.dumps(reason)}]".encode()


def messages(data: bytes) -> list[bytes]:
    """
    This function will read what a client sent.

    :raises BadMessages: if it is not JSON, or not strings
    """
    try:
        decoded = _messages.decode(data)
        strings = [decoded] if isinstance(decoded, str) else decoded
        return [string.encode() for string in strings]
    except (msgspec.DecodeError, UnicodeError):
        raise BadMessages from None


def session_of(path: str) -> tuple[str, str] | None:
    """This function will give session id and transport of a session's URL."""
    match = _SESSION.fullmatch(path)
    return (match[2], match[3]) if match else None


def is_below(path: str) -> bool:
    """This function will say whether a path belongs to SockJS."""
    return path == BASE or path.startswith(f"{BASE}/")


def cors(request: Request) -> list[tuple[str, str]]:
    """This function will give the headers that let pages of other origins read the answer."""
    origin = request.headers.get("origin")
    headers = [("Access-Control-Allow-Origin", origin or "*")]
    if origin:
        headers += [("Access-Control-Allow-Credentials", "true"), ("Vary", "Origin")]
    asked = request.headers.get("access-control-request-headers")
    if asked:
        headers.append(("Access-Control-Allow-Headers", asked))
    return headers


def preflight(methods: str) -> Response:
    return Response(
        HTTPStatus.NO_CONTENT,
        headers=[
            ("Cache-Control", f"public, max-age={_YEAR}"),
            ("Access-Control-Max-Age", str(_YEAR)),
            ("Access-Control-Allow-Methods", f"OPTIONS, {methods}"),
        ],
    )


def answer(request: Request) -> Response | None:
    """This function will answer what belongs to no session."""
    path = request.path
    if path in (BASE, f"{BASE}/"):
        return _only_get(request) or Response(HTTPStatus.OK, b"Welcome to SockJS!\n")
    if path == f"{BASE}/info":
        return _info(request)
    return None


def no_store() -> list[tuple[str, str]]:
    return [("Cache-Control", "no-store, no-cache, no-transform, must-revalidate, max-age=0")]


def _only_get(request: Request) -> Response | None:
    if request.method == "GET":
        return None
    return Response(HTTPStatus.METHOD_NOT_ALLOWED, headers=[("Allow", "GET")])


def _info(request: Request) -> Response:
    if request.method == "OPTIONS":
        return preflight("GET")
    refusal = _only_get(request)
    if refusal is not None:
        return refusal
    body = {
        "websocket": True,
        "cookie_needed": False,
        "origins": ["*:*"],
        "entropy": secrets.randbits(32),
    }
    return Response(
        HTTPStatus.OK, json.dumps(body).encode(), "application/json; charset=UTF-8", no_store()
    )
