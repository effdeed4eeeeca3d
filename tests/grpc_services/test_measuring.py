"""Is each call counted, by how it ended?"""

import asyncio
import contextlib

import grpc
import pytest
from prometheus_client import REGISTRY

from grpc_services.measuring import Measured
from tests.support.servers import HOST

_SERVICE = "pikcur.tests.v1.Stories"


async def _tell(request, context):
    if request == b"refused":
        await context.abort(grpc.StatusCode.NOT_FOUND, "There is none.")
    if request == b"broken":
        raise RuntimeError("It is broken.")
    return b"told"


async def _ask(requests):
    server = grpc.aio.server(interceptors=[Measured()])
    methods = {"Tell": grpc.unary_unary_rpc_method_handler(_tell)}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(_SERVICE, methods),))
    port = server.add_insecure_port(f"{HOST}:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"{HOST}:{port}") as channel:
        for request in requests:
            with contextlib.suppress(grpc.aio.AioRpcError):
                await channel.unary_unary(f"/{_SERVICE}/Tell")(request, timeout=60)
    await server.stop(None)


def _counted(code):
    return REGISTRY.get_sample_value("pikcur_rpcs_total", {"method": "Stories/Tell", "code": code})


@pytest.mark.parametrize(
    ("request_", "code"), [(b"well", "OK"), (b"refused", "NOT_FOUND"), (b"broken", "UNKNOWN")]
)
def test_it_is_counted_by_its_end(request_, code):
    before = _counted(code) or 0
    asyncio.run(_ask([request_, request_]))
    assert _counted(code) == before + 2
    seconds = {"method": "Stories/Tell"}
    assert REGISTRY.get_sample_value("pikcur_rpc_seconds_count", seconds) >= 2
