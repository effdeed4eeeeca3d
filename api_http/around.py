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

from api_http.auth import Revocations, Tokens
from api_http.metrics import count
from api_http.problems import Problem, telling

log = structlog.get_logger()

_REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)


class Around:
    """Before a request: its id, its language, its caller. After it: the log and the metrics."""

    def __init__(self, tokens: Tokens, revocations: Revocations) -> None:
        self._tokens = tokens
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
        req.context.language = _language(req.get_header("Accept-Language") or "")
        req.context.caller = None
        req.context.began = time.perf_counter()
        resp.set_header("X-Request-Id", req.context.request_id)
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.set_header("Vary", "Accept-Language")
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
        token = _bearer(req)
        if token is None:
            if not promise.public:
                raise Problem("NO_TOKEN")
            return
        caller = self._tokens.caller(token)
        if self._revocations.has_ended(caller.session_id):
            raise Problem("SESSION_ENDED")
        req.context.caller = caller

    async def process_response(
        self,
        req: falcon.asgi.Request,
        resp: falcon.asgi.Response,
        resource: Any,
        req_succeeded: bool,
    ) -> None:
        seconds = time.perf_counter() - req.context.began
        route = req.uri_template or "none"
        count(req.method, route, resp.status_code, seconds)
        self._log.info(
            "answered",
            method=req.method,
            path=req.path,
            status=resp.status_code,
            milliseconds=round(seconds * 1000, 1),
            member_id=req.context.caller.member_id if req.context.caller else None,
        )


def _made_up_id() -> str:
    # To tell requests apart, not to be kept secret.
    return f"{random.getrandbits(128):032x}"


def _bearer(req: falcon.asgi.Request) -> str | None:
    header = req.get_header("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem("INVALID_TOKEN")
    return token.strip()


def _language(accepted: str) -> str:
    """Korean, unless English is asked for before it."""
    for part in accepted.lower().split(","):
        if part.strip().startswith("ko"):
            return "ko"
        if part.strip().startswith("en"):
            return "en"
    return "ko"


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
