"""May an idle edge ask now and then whether the services are there? gRPC forbids it by default."""

import asyncio

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from api_http.stubs import channel_options
from grpc_services.server import make_server
from tests.support import factories
from tests.support.servers import HOST

#: gRPC asks no more often, and its server loses patience with the third time.
_EVERY_SECONDS, _TIMES = 10, 3.5


async def stays_connected() -> bool:
    server, _ = make_server(factories.GUARD)
    port = server.add_insecure_port(f"{HOST}:0")
    await server.start()
    faster = {
        "grpc.keepalive_time_ms": _EVERY_SECONDS * 1000,
        "grpc.http2.max_pings_without_data": 0,
    }
    options = list((dict(channel_options()) | faster).items())
    async with grpc.aio.insecure_channel(f"{HOST}:{port}", options=options) as channel:
        await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=10)
        try:
            async with asyncio.timeout(_EVERY_SECONDS * _TIMES):
                await channel.wait_for_state_change(grpc.ChannelConnectivity.READY)
        except TimeoutError:
            return True
        finally:
            await server.stop(0)
    return False


class TestAnIdleEdge:
    def test_is_not_told_to_be_calm(self) -> None:
        assert asyncio.run(stays_connected())
