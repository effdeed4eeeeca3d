"""For whoever runs it, or writes a client: health, metrics, the API's own description."""

import asyncio
from typing import Any

import falcon.asgi
import grpc
from grpc_health.v1 import health_pb2

from api_http.metrics import exposition
from api_http.openapi import pages
from api_http.stubs import Stubs

_SERVING = health_pb2.HealthCheckResponse.SERVING


class Alive:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.media = {"status": "alive"}


class Ready:
    """Ready when the services, their database and their Redis can be reached."""

    def __init__(self, stubs: Stubs) -> None:
        self.stubs = stubs

    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        names = {"services": "", "database": "database", "redis": "redis"}
        states = await asyncio.gather(*[self._is_serving(name) for name in names.values()])
        parts = dict(zip(names, states, strict=True))
        resp.media = {"ready": all(states), **parts}
        resp.status = 200 if all(states) else 503

    async def _is_serving(self, name: str) -> bool:
        try:
            answer = await self.stubs.health.Check(
                health_pb2.HealthCheckRequest(service=name), timeout=2
            )
        except grpc.aio.AioRpcError:
            return False
        return bool(answer.status == _SERVING)


class Metrics:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.content_type = "text/plain; version=0.0.4; charset=utf-8"
        resp.data = exposition()


class OpenApi:
    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.media = self._document


class Docs:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.content_type = "text/html; charset=utf-8"
        resp.data = pages.page()


class ErrorDocs:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.content_type = "text/html; charset=utf-8"
        resp.data = pages.errors_page(req.context.language)
