"""What does a request ask for? Path, query, key and body, read as its operation promises."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

import falcon
import falcon.asgi
import grpc
from google.protobuf.message import Message

from api_http import bodies, checks, forms, tables
from api_http.auth import Caller
from api_http.browsers import KEPT_IN
from api_http.kinds import Refused
from api_http.problems import Problem, Words
from api_http.problems.telling import camel
from api_http.promises import Key, Operation
from api_http.signatures import Signed
from api_http.stubs import DEADLINE

#: The largest JSON body, in bytes; the largest one that makes sense has about 20,000.
BODY_MOST = 64 * 1024
#: Seconds that a client is kept waiting for a job it has no other way to hear of.
PATIENCE = 10.0
_PAUSE = 0.1
_KEY = re.compile(r"[\x20-\x7e]{1,255}")
_BAD_KEY = Words(
    "출력할 수 있는 ASCII 문자 1~255자여야 합니다.",
    "It has to be 1 to 255 printable ASCII characters.",
)
_NO_BODY = Words("본문을 받지 않는 요청입니다.", "This request takes no body.")


@dataclass(frozen=True)
class Call:
    """One request, checked."""

    body: Any
    query: Any
    caller: Caller | None
    language: str
    address: str
    agent: str
    metadata: tuple[tuple[str, str], ...]
    key: str
    #: Of the page that a browser calls for, if one does.
    origin: str | None = None
    host: str = ""
    #: The refresh token that a browser keeps.
    kept_token: str = ""
    #: The body as it came, where it is signed.
    signed: Signed | None = None
    #: What is answered in headers, beside what is promised.
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def member_id(self) -> int:
        """Who is calling; 0 for an anonymous reader of a public route."""
        return self.caller.member_id if self.caller else 0

    @property
    def session_id(self) -> int:
        """By which session; 0 for an anonymous reader of a public route."""
        return self.caller.session_id if self.caller else 0

    @property
    def page(self) -> dict[str, Any]:
        """Which part of a list is asked for, as services take it."""
        return {"limit": self.query.limit, "cursor": self.query.cursor}

    @property
    def reader(self) -> dict[str, Any]:
        """For whose eyes an answer is, as services take it."""
        return {"viewer_id": self.member_id, "language": self.language}

    @property
    def member(self) -> dict[str, Any]:
        """Whose things are asked for, as services take it."""
        return {"member_id": self.member_id, "language": self.language}

    async def ask(self, rpc: Any, request: Message) -> Any:
        """This function will call a service within the deadline."""
        return await rpc(request, timeout=DEADLINE, metadata=self.metadata)

    async def ask_until_ready(self, rpc: Any, request: Message) -> Any:
        """This function will call a service again while it says that a job is still under way."""
        give_up_at = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                return await self.ask(rpc, request)
            except grpc.aio.AioRpcError as error:
                is_pending = error.code() is grpc.StatusCode.ABORTED
                if not is_pending or asyncio.get_running_loop().time() > give_up_at:
                    raise
            await asyncio.sleep(_PAUSE)


def path_of(path: dict[str, Any], promise: Operation) -> dict[str, Any]:
    """
    This function will read the texts in a path as the kinds that they are.

    :raises Problem: INVALID_FIELDS if one cannot be of its kind
    """
    if not promise.path:
        return path
    wrong: dict[str, Words] = {}
    for name, kind in promise.path.items():
        try:
            path[name] = kind.read(path[name])
        except Refused as refused:
            wrong[camel(name)] = refused.words
    if wrong:
        raise Problem("INVALID_FIELDS", fields=wrong)
    return path


async def call_of(req: falcon.asgi.Request, promise: Operation) -> Call:
    """
    This function will read what a request asks for.

    :raises Problem: if it is not what the operation takes
    """
    key = _key(req, promise)
    body, content = await _body(req, promise)
    metadata = [("x-request-id", req.context.request_id)]
    if key:
        metadata.append(("idempotency-key", key))
    return Call(
        body=body,
        query=_query(req, promise),
        caller=req.context.caller,
        language=req.context.language,
        address=req.remote_addr,
        agent=(req.user_agent or "")[:255],
        metadata=tuple(metadata),
        key=key,
        origin=req.get_header("Origin"),
        host=req.get_header("Host") or "",
        kept_token=req.cookies.get(KEPT_IN, ""),
        signed=Signed.of(req, content) if promise.is_signed else None,
    )


def _key(req: falcon.asgi.Request, promise: Operation) -> str:
    if promise.is_signed:
        webhook_id = req.get_header("webhook-id") or ""
        return webhook_id if _KEY.fullmatch(webhook_id) else ""
    key = req.get_header("Idempotency-Key")
    if promise.key == Key.NONE:
        return ""
    if key is None:
        if promise.key == Key.REQUIRED:
            raise Problem("IDEMPOTENCY_KEY_MISSING")
        return ""
    if not _KEY.fullmatch(key):
        raise Problem("INVALID_FIELDS", fields={"Idempotency-Key": _BAD_KEY})
    return key


async def _body(req: falcon.asgi.Request, promise: Operation) -> tuple[Any, bytes]:
    """Read, and as it came."""
    if promise.body is None:
        if await _has_body(req):
            raise Problem("INVALID_FIELDS", fields={"body": _NO_BODY})
        return None, b""
    kind = (req.content_type or "application/json").split(";")[0].strip().lower()
    if promise.table and kind == tables.KIND:
        content = await _content(req, tables.MOST)
        values = {**req.params, **promise.table.read(content)}
        return bodies.converted(values, promise.body, strict=False), content
    is_form = promise.accepts_form and kind in forms.KINDS
    if kind != "application/json" and not is_form:
        raise Problem("UNSUPPORTED_MEDIA_TYPE")
    content = await _content(req)
    if promise.body_optional and not content:
        return promise.body(), content
    if is_form:
        values = forms.values(content, req.content_type or "")
        return bodies.converted(values, promise.body, strict=False), content
    return bodies.checked(content, promise.body), content


async def _has_body(req: falcon.asgi.Request) -> bool:
    if req.content_length is not None:
        return req.content_length > 0
    return bool(req.get_header("Transfer-Encoding") and await req.stream.read(1))


async def _content(req: falcon.asgi.Request, most: int = BODY_MOST) -> bytes:
    if (req.get_header("Content-Encoding") or "identity").strip().lower() != "identity":
        raise Problem("UNSUPPORTED_ENCODING", headers={"Accept-Encoding": "identity"})
    if (req.content_length or 0) > most:
        raise Problem("BODY_TOO_LARGE")
    content = await req.stream.read(most + 1)
    if len(content) > most:
        raise Problem("BODY_TOO_LARGE")
    return bytes(content)


def _query(req: falcon.asgi.Request, promise: Operation) -> Any:
    if promise.query is not None:
        return bodies.converted(req.params, promise.query, strict=False)
    if req.params:
        raise Problem("INVALID_FIELDS", fields=dict.fromkeys(req.params, checks.UNKNOWN))
    return None
