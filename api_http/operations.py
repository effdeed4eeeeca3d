"""How does a handler become a responder? Its request is read, its answer written, as promised."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from typing import IO, Any, get_type_hints

import falcon.asgi
from google.protobuf.message import Message

from api_http import answers
from api_http.calls import Call, call_of, path_of
from api_http.edge import Edge
from api_http.kinds import Kind
from api_http.promises import Key, Operation, Side

__all__ = ["Call", "Key", "Resource", "Routes", "Side", "operation"]


class Resource:
    """A path, and the services it asks."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.stubs = edge.stubs


#: The routes of one topic: paths, and the resources that are found there.
Routes = tuple[tuple[str, type[Resource]], ...]
Handler = Callable[..., Awaitable[Message | str | IO[bytes] | None]]
_CHUNK = 64 * 1024
#: A page does no more than send its own form back to where it is from.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def operation(name: str, summary: str, **declared: Any) -> Callable[[Handler], Any]:
    """This function will make a responder of a handler that takes a `Call` and path fields."""

    def decorate(handler: Handler) -> Any:
        promise = Operation(name=name, summary=summary, path=_kinds_in_path(handler), **declared)

        @wraps(handler)
        async def respond(
            self: Any, req: falcon.asgi.Request, resp: falcon.asgi.Response, **path: Any
        ) -> None:
            path = path_of(path, promise)
            call = await call_of(req, promise)
            answer = await handler(self, call, **path)
            _write(resp, promise, answer, path)
            for header, value in call.headers.items():
                resp.append_header(header, value)

        respond.operation = promise  # type: ignore[attr-defined]
        return respond

    return decorate


def _kinds_in_path(handler: Handler) -> dict[str, type[Kind]]:
    hints = {name: hint for name, hint in get_type_hints(handler).items() if name != "return"}
    return {name: hint for name, hint in hints.items() if hasattr(hint, "read")}


def _write(
    resp: falcon.asgi.Response,
    promise: Operation,
    answer: Any,
    path: dict[str, Any],
) -> None:
    resp.status = promise.status
    if isinstance(answer, str):
        resp.content_type = "text/html; charset=utf-8"
        resp.set_header("Content-Security-Policy", _POLICY)
        resp.data = answer.encode()
        return
    if promise.file:
        resp.content_type = promise.file
        resp.stream = _chunks(answer)
        return
    if answer is not None and promise.answer is not None:
        resp.content_type = "application/json"
        resp.data = answers.to_json(answer)
    if promise.location and answer is not None:
        resp.set_header("Location", promise.location_of(answer, path))


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
