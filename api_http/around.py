"""What happens around every request: before it, after it, and when something goes wrong?"""

import asyncio
import random
import re
import time
from typing import Any

import falcon
import falcon.asgi
import grpc
import structlog
from structlog.contextvars import bind_contextvars

from api_http.auth import Caller, Revocations, Tokens
from api_http.languages import language
from api_http.metrics import count
from api_http.problems import Problem, telling

log = structlog.get_logger()

_REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)


class Around:
    """Before a request: its id, its language, its caller. After it: the log and the metrics."""

    def __init__(self, tokens: Tokens, revocations: Revocations, varies_by: str) -> None:
        self._tokens = tokens
        self._varies_by = varies_by
        # Bound once, not looked up with every request.
        self._log = log.bind()
        self._revocations = revocations
        self._following: asyncio.Task[None] | None = None

    async def process_startup(self, scope: Any, event: Any) -> None:
        self._following = asyncio.create_task(self._revocations.follow())

    async def process_shutdown(self, scope: Any, event: Any) -> None:
        if self._following is not None:
            self._following.cancel()

    async def process_request(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        given = req.get_header("X-Request-Id") or ""
        req.context.request_id = given if _REQUEST_ID.fullmatch(given) else _made_up_id()
        req.context.language = language(req.get_header("Accept-Language") or "")
        req.context.caller = None
        req.context.began = time.perf_counter()
        req.context.is_head = req.method == "HEAD"
        if req.context.is_head:
            # Asked for as GET is, up to the answer, of which only the head is sent.
            req.method = "GET"
        resp.set_header("X-Request-Id", req.context.request_id)
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.set_header("Vary", self._varies_by)
        # Each request has a task, and so a context, of its own.
        bind_contextvars(request_id=req.context.request_id)

    async def process_resource(
        self, req: falcon.asgi.Request, resp: falcon.asgi.Response, resource: Any, params: Any
    ) -> None:
        responder = getattr(resource, f"on_{req.method.lower()}", None)
        promise = getattr(responder, "operation", None)
        if promise is None:
            # Health, documents and signed uploads; and OPTIONS or a method that is not there.
            return
        if req.context.is_head and _is_begun_by_get(resource):
            raise falcon.HTTPMethodNotAllowed(_methods(resource))
        try:
            req.context.caller = self._caller(req)
        except Problem:
            # Where no token is needed, a bad one is nobody's.
            if not promise.public:
                raise

    def _caller(self, req: falcon.asgi.Request) -> Caller:
        caller = self._tokens.caller(_bearer(req))
        if self._revocations.has_ended(caller.session_id):
            raise Problem("SESSION_ENDED")
        return caller

    async def process_response(
        self,
        req: falcon.asgi.Request,
        resp: falcon.asgi.Response,
        resource: Any,
        req_succeeded: bool,
    ) -> None:
        if req.context.is_head:
            req.method = "HEAD"
            await _leave_body(resp)
        if not _is_begun_by_get(resource):
            _name_head_with_get(resp)
        if _is_private(req):
            resp.set_header("Cache-Control", "no-store")
        self._tell_operators(req, resp)

    def _tell_operators(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        seconds = time.perf_counter() - req.context.began
        route = req.uri_template or "none"
        count(req.method, route, resp.status_code, seconds)
        self._log.info(
            "answered",
            method=req.method,
            path=req.path,
            client=req.remote_addr,
            status=resp.status_code,
            milliseconds=round(seconds * 1000, 1),
            member_id=req.context.caller.member_id if req.context.caller else None,
        )


def _is_private(req: falcon.asgi.Request) -> bool:
    """Whether an answer is somebody's own: to a token, to what was sent, about an account."""
    return req.path.startswith("/v1/") and (
        req.method not in ("GET", "HEAD", "OPTIONS")
        or req.get_header("Authorization") is not None
        or req.path.startswith("/v1/auth/")
    )


async def _leave_body(resp: falcon.asgi.Response) -> None:
    """A picture's file is closed unread; the length that it would have stays told."""
    stream: Any = resp.stream
    if stream is not None:
        await stream.close()
        resp.stream = None


def _name_head_with_get(resp: falcon.asgi.Response) -> None:
    allowed = resp.get_header("Allow")
    if allowed and "GET" in allowed and "HEAD" not in allowed:
        resp.set_header("Allow", f"{allowed}, HEAD")


def _is_begun_by_get(resource: Any) -> bool:
    promise = getattr(getattr(resource, "on_get", None), "operation", None)
    return promise is not None and promise.is_begun_by_get


def _methods(resource: Any) -> list[str]:
    named = ("GET", "POST", "PUT", "PATCH", "DELETE")
    return [method for method in named if hasattr(resource, f"on_{method.lower()}")]


def _made_up_id() -> str:
    # To tell requests apart, not to be kept secret.
    return f"{random.getrandbits(128):032x}"


def _bearer(req: falcon.asgi.Request) -> str:
    header = req.get_header("Authorization")
    if header is None:
        raise Problem("NO_TOKEN")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem("INVALID_TOKEN")
    return token.strip()


async def tell(
    req: falcon.asgi.Request, resp: falcon.asgi.Response, error: Exception, params: Any, **_: Any
) -> None:
    """This function will answer a request that something went wrong with."""
    telling.write(_problem(error), resp, getattr(req.context, "language", "ko"))


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, grpc.aio.AioRpcError):
        return telling.of_rpc(error)
    if isinstance(error, falcon.HTTPError):
        return telling.of_http(error)
    log.exception("request failed", exc_info=error)
    return Problem("INTERNAL")
