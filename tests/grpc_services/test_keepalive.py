"""May an idle edge ask now and then whether the services are there? gRPC forbids it by default."""

import asyncio
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

import api_http.stubs
import workers.services
from grpc_services.server import OPTIONS, make_server
from tests.support import factories
from tests.support.servers import HOST

_PATIENCE = "grpc.http2.min_ping_interval_without_data_ms"
#: The edge asks once a second, more often than gRPC does; with the third time too early is the end.
_TIMES = 4.5
_FASTER = {"grpc.keepalive_time_ms": 200}


async def stays_connected(server: grpc.aio.Server) -> bool:
    """Whether the edge's connection outlives that it asks, and nothing else."""
    port = server.add_insecure_port(f"{HOST}:0")
    await server.start()
    options = list((dict(api_http.stubs.channel_options()) | _FASTER).items())
    async with grpc.aio.insecure_channel(f"{HOST}:{port}", options=options) as channel:
        await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=60)
        try:
            async with asyncio.timeout(_TIMES):
                await channel.wait_for_state_change(grpc.ChannelConnectivity.READY)
        except TimeoutError:
            return True
        finally:
            await server.stop(0)
    return False


async def asks_of(patience_ms: int) -> bool:
    server, _ = make_server(factories.GUARD, options=OPTIONS | {_PATIENCE: patience_ms})
    return await stays_connected(server)


class TestWhoIsIdle:
    @pytest.mark.parametrize(("patience_ms", "stays"), [(100, True), (60_000, False)])
    def test_may_ask_as_often_as_the_services_say(self, patience_ms: int, stays: bool) -> None:
        assert asyncio.run(asks_of(patience_ms)) is stays

    @pytest.mark.parametrize("caller", [api_http.stubs, workers.services])
    def test_asks_no_more_often_than_that_and_never_gives_up(self, caller: Any) -> None:
        asks = dict(caller.channel_options())

        assert asks["grpc.keepalive_time_ms"] > OPTIONS[_PATIENCE]
        assert asks["grpc.http2.max_pings_without_data"] == 0
