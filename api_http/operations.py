"""What is one operation of the API? Its shape declared, its caller known, its answer written."""

import asyncio
import enum
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache, wraps
from string import Formatter
from typing import Any

import falcon.asgi
import grpc
from google.protobuf.message import Message
from msgspec import Struct

from api_http import answers, bodies
from api_http.auth import Caller
from api_http.edge import Edge
from api_http.problems import Problem, Words
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


class Key(enum.IntEnum):
    """Whether an operation takes an Idempotency-Key."""

    NONE, ACCEPTED, REQUIRED = range(3)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What a route promises: read by the router's guard, the OpenAPI document and the tests."""

    name: str
    summary: str
    body: type[Struct] | None = None
    query: type[Struct] | None = None
    answer: type[Message] | None = None
    status: int = 200
    public: bool = False
    key: Key = Key.NONE
    #: Where a new resource is found; filled with the path's and the answer's fields.
    location: str = ""
    refuses: tuple[str, ...] = ()
    accepts_form: bool = False

    def location_of(self, answer: Message, path: dict[str, Any]) -> str:
        """This function will say where what was made is found."""
        names = [name for name in _fields(self.location) if name not in path]
        return self.location.format(**path, **{name: getattr(answer, name) for name in names})


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

    @property
    def member_id(self) -> int:
        """Who is calling; 0 for an anonymous reader of a public route."""
        return self.caller.member_id if self.caller else 0

    @property
    def page(self) -> dict[str, Any]:
        """Which part of a list is asked for, as services take it."""
        return {"limit": self.query.limit, "cursor": self.query.cursor}

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


class Resource:
    """A path, and the services it asks."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.stubs = edge.stubs


#: The routes of one topic: paths, and the resources that are found there.
Routes = tuple[tuple[str, type[Resource]], ...]


Handler = Callable[..., Awaitable[Message | None]]


@cache
def _fields(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def operation(name: str, summary: str, **declared: Any) -> Callable[[Handler], Any]:
    """This function will make a responder of a handler that takes a `Call` and path fields."""
    promise = Operation(name=name, summary=summary, **declared)

    def decorate(handler: Handler) -> Any:
        @wraps(handler)
        async def respond(
            self: Any, req: falcon.asgi.Request, resp: falcon.asgi.Response, **path: Any
        ) -> None:
            call = await _call(req, promise)
            answer = await handler(self, call, **path)
            _write(resp, promise, answer, path)

        respond.operation = promise  # type: ignore[attr-defined]
        return respond

    return decorate


async def _call(req: falcon.asgi.Request, promise: Operation) -> Call:
    key = _key(req, promise)
    metadata = [("x-request-id", req.context.request_id)]
    if key:
        metadata.append(("idempotency-key", key))
    return Call(
        body=await _body(req, promise),
        query=_query(req, promise),
        caller=req.context.caller,
        language=req.context.language,
        address=req.remote_addr,
        agent=(req.user_agent or "")[:255],
        metadata=tuple(metadata),
        key=key,
    )


def _key(req: falcon.asgi.Request, promise: Operation) -> str:
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


async def _body(req: falcon.asgi.Request, promise: Operation) -> Any:
    if promise.body is None:
        return None
    kind = (req.content_type or "application/json").split(";")[0].strip().lower()
    is_form = promise.accepts_form and kind == "application/x-www-form-urlencoded"
    if kind != "application/json" and not is_form:
        raise Problem("UNSUPPORTED_MEDIA_TYPE")
    if (req.content_length or 0) > BODY_MOST:
        raise Problem("BODY_TOO_LARGE")
    content = await req.stream.read(BODY_MOST + 1)
    if len(content) > BODY_MOST:
        raise Problem("BODY_TOO_LARGE")
    if is_form:
        values = falcon.uri.parse_query_string(content.decode("utf-8", "replace"))
        return bodies.converted(values, promise.body, strict=False)
    return bodies.checked(content, promise.body)


def _query(req: falcon.asgi.Request, promise: Operation) -> Any:
    if promise.query is None:
        if req.params:
            raise Problem("INVALID_FIELDS", fields=dict.fromkeys(req.params, bodies.UNKNOWN))
        return None
    return bodies.converted(req.params, promise.query, strict=False)


def _write(
    resp: falcon.asgi.Response, promise: Operation, answer: Message | None, path: dict[str, Any]
) -> None:
    resp.status = promise.status
    if answer is not None and promise.answer is not None:
        resp.content_type = "application/json"
        resp.data = answers.to_json(answer)
    if promise.location and answer is not None:
        resp.set_header("Location", promise.location_of(answer, path))
