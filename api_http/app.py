"""Which routes are there, and what happens around each of them? All on this screen."""

import asyncio
import random
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import falcon
import falcon.asgi
import grpc
import structlog
from falcon.routing.converters import BaseConverter
from structlog.contextvars import bind_contextvars

from api_http import errors, openapi
from api_http.auth import Revocations, Tokens
from api_http.errors import Problem
from api_http.metrics import count
from api_http.resources import (
    alarms,
    auction,
    catalogue,
    community,
    delivery,
    members,
    operator,
    trade,
)
from api_http.shapes import BIGGEST
from api_http.storage import Storage
from api_http.stubs import Stubs

log = structlog.get_logger()

ROUTES: tuple[tuple[str, type], ...] = (
    ("/v1/auth/email-codes", members.EmailCodes),
    ("/v1/auth/email-codes/verify", members.EmailCodeVerification),
    ("/v1/auth/login-ids/{login_id}", members.LoginIds),
    ("/v1/auth/sign-up", members.SignUps),
    ("/v1/auth/sign-in", members.SignIns),
    ("/v1/auth/refresh", members.Refreshes),
    ("/v1/auth/sign-out", members.SignOuts),
    ("/v1/me", members.Me),
    ("/v1/me/addresses", members.Addresses),
    ("/v1/me/addresses/{address_id:id}", members.Address),
    ("/v1/me/addresses/{address_id:id}/default", members.DefaultAddress),
    ("/v1/me/accounts", members.Accounts),
    ("/v1/me/accounts/{account_id:id}", members.Account),
    ("/v1/me/accounts/{account_id:id}/default", members.DefaultAccount),
    ("/v1/stores/{store_id:id}/block", members.StoreBlock),
    ("/v1/categories", catalogue.Categories),
    ("/v1/brands", catalogue.Brands),
    ("/v1/uploads", catalogue.Uploads),
    ("/v1/goods", catalogue.GoodsCollection),
    ("/v1/goods/{goods_id:id}", catalogue.Goods),
    ("/v1/goods/{goods_id:id}/auction", auction.Auction),
    ("/v1/goods/{goods_id:id}/bids", auction.Bids),
    ("/v1/goods/{goods_id:id}/bids/{bid_id:id}", auction.Bid),
    ("/v1/goods/{goods_id:id}/bid-log", auction.BidLog),
    ("/v1/goods/{goods_id:id}/buy-now", trade.BuyNow),
    ("/v1/goods/{goods_id:id}/relist", auction.Relisting),
    ("/v1/me/bids", auction.MyBids),
    ("/v1/me/purchases", trade.Purchases),
    ("/v1/me/sales", trade.Sales),
    ("/v1/orders/{order_id:id}", trade.Order),
    ("/v1/orders/{order_id:id}/address", trade.OrderAddress),
    ("/v1/orders/{order_id:id}/payments", trade.Payments),
    ("/v1/payments/{merchant_uid}/verify", trade.PaymentVerification),
    ("/v1/webhooks/portone", trade.PortOneWebhook),
    ("/v1/orders/{order_id:id}/shipment", delivery.OrderShipment),
    ("/v1/orders/{order_id:id}/tracking", delivery.Tracking),
    ("/v1/orders/{order_id:id}/confirm", trade.Confirmation),
    ("/v1/me/settlements", trade.Settlements),
    ("/v1/me/balance", trade.Balance),
    ("/v1/carriers", delivery.Carriers),
    ("/v1/faqs", community.Faqs),
    ("/v1/me/alarms", alarms.Inbox),
    ("/v1/me/alarms/unread-count", alarms.UnreadCount),
    ("/v1/me/alarms/read", alarms.AlarmsRead),
    ("/v1/me/alarms/{alarm_id:id}/read", alarms.AlarmRead),
    ("/v1/me/alarm-settings", alarms.Settings),
)


@dataclass(frozen=True)
class Folder:
    """Where pictures are kept when there is no bucket, and what uploads are signed with."""

    path: Path
    secret: str


def create_app(
    *, stubs: Stubs, tokens: Tokens, revocations: Revocations, folder: Folder | None
) -> Any:
    """This function will make the edge; nothing is connected before the first request."""
    app = falcon.asgi.App(middleware=[Around(tokens, revocations)])
    app.resp_options.xml_error_serialization = False
    app.req_options.strip_url_path_trailing_slash = True
    app.router_options.converters["id"] = Id
    app.add_error_handler(Exception, _tell)
    app.add_error_handler(falcon.HTTPError, _tell)

    for template, resource in ROUTES:
        app.add_route(template, resource(stubs))
    app.add_route("/healthz", operator.Alive())
    app.add_route("/readyz", operator.Ready(stubs))
    app.add_route("/metrics", operator.Metrics())
    app.add_route("/openapi.json", operator.OpenApi(openapi.document(ROUTES)))
    app.add_route("/docs", operator.Docs())
    app.add_route("/docs/errors", operator.ErrorDocs())
    if folder is not None:
        (folder.path / "public").mkdir(parents=True, exist_ok=True)
        app.add_route("/media", Storage(folder.path, folder.secret))
        app.add_static_route("/media/public", str(folder.path.resolve() / "public"))
    return app


class Id(BaseConverter):
    """An id in a path; anything that cannot be one makes the route unknown."""

    def convert(self, value: str) -> int | None:
        if not re.fullmatch(r"[0-9]{1,16}", value):
            return None
        return int(value) if 1 <= int(value) <= BIGGEST else None


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


async def _tell(
    req: falcon.asgi.Request, resp: falcon.asgi.Response, error: Exception, params: Any, **_: Any
) -> None:
    errors.write(_problem(error), resp, getattr(req.context, "language", "ko"))


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, grpc.aio.AioRpcError):
        return errors.of_rpc(error)
    if isinstance(error, falcon.HTTPError):
        return errors.of_http(error)
    log.exception("request failed", exc_info=error)
    return Problem("INTERNAL")
