"""Do the routes for operators tell how the edge is doing?"""

import asyncio
from typing import Any

import falcon.testing
import pytest
from grpc_health.v1.health_pb2 import HealthCheckResponse

from grpc_services.server import make_server
from tests.api_http.conftest import Edge
from tests.support import factories

PARTS = ("database", "redis", "dispatch")
SERVING, NOT_SERVING = HealthCheckResponse.SERVING, HealthCheckResponse.NOT_SERVING


class TestHealthz:
    def test_is_alive_without_any_service(self, edge: Edge):
        answer = edge.client.simulate_get("/healthz")
        assert (answer.status_code, answer.json) == (200, {"status": "alive"})


async def _ready(make_app: Any, states: dict[str, Any]) -> falcon.testing.Result:
    server, health = make_server(factories.GUARD)
    port = server.add_insecure_port("127.0.0.1:0")
    for name, state in states.items():
        await health.set(name, state)
    await server.start()
    try:
        app = make_app(f"ipv4:127.0.0.1:{port}")
        async with falcon.testing.ASGIConductor(app) as edge:
            answer = await edge.simulate_get("/readyz")
    finally:
        await server.stop(None)
    return answer


class TestReadyz:
    def test_is_ready_when_everything_is(self, make_app):
        states = dict.fromkeys(PARTS, SERVING)
        answer = asyncio.run(_ready(make_app, states))
        assert answer.status_code == 200
        assert answer.json == dict.fromkeys(["ready", "services", *PARTS], True)

    @pytest.mark.parametrize("lost", PARTS)
    def test_says_what_is_out_of_reach(self, make_app, lost):
        states = dict.fromkeys(PARTS, SERVING) | {lost: NOT_SERVING}
        answer = asyncio.run(_ready(make_app, states))
        assert answer.status_code == 503
        assert [name for name, good in answer.json.items() if not good] == ["ready", lost]

    def test_is_not_ready_before_the_services_have_looked(self, make_app):
        assert asyncio.run(_ready(make_app, {})).json["database"] is False

    def test_is_not_ready_without_services(self, edge: Edge):
        answer = edge.client.simulate_get("/readyz")
        assert (answer.status_code, answer.json["services"]) == (503, False)


class TestRequestId:
    def test_is_kept_when_it_can_be_one(self, edge: Edge):
        answer = edge.client.simulate_get("/healthz", headers={"X-Request-Id": "abc-1.2_3"})
        assert answer.headers["X-Request-Id"] == "abc-1.2_3"

    @pytest.mark.parametrize("given", ["", "a b", "x" * 65, "a\tb", "\x80"])
    def test_is_made_when_it_cannot(self, edge: Edge, given):
        answer = edge.client.simulate_get("/healthz", headers={"X-Request-Id": given})
        made = answer.headers["X-Request-Id"]
        assert (made != given, len(made)) == (True, 32)
