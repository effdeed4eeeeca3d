"""How is it? For whoever runs it: alive, and ready for whom."""

import asyncio

import falcon.asgi
import grpc
from grpc_health.v1 import health_pb2

from api_http.stubs import Stubs

#: What the services look after themselves, by the names of their health service.
_PARTS = ("database", "redis", "dispatch")
_SERVING = health_pb2.HealthCheckResponse.SERVING


class Alive:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.media = {"status": "alive"}


class Ready:
    """Ready when the services are there, reach their database and Redis, and tell what happened."""

    def __init__(self, stubs: Stubs) -> None:
        self.stubs = stubs

    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        names = {"services": "", **{part: part for part in _PARTS}}
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
