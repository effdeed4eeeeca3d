"""Are the services reached by who means them, and the new ones too?"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from api_http.stubs import Stubs
from grpc_services.server import OPTIONS
from tests.support import factories
from tests.support.certificates import Certificate, make_certificate
from tests.support.names import naming
from tests.support.servers import HOST
from tests.support.waiting import wait_until
from workers.services import channel_options, open_channel

WELL, NOT_WELL = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING


def nothing(server: grpc.aio.Server) -> None:
    """Whether it is well it tells by itself."""


def told_by(channel: grpc.Channel) -> int:
    check = health_pb2_grpc.HealthStub(channel).Check
    return int(check(health_pb2.HealthCheckRequest(), timeout=30).status)


async def told_to_edge(target: str, trusted: bytes | None) -> int:
    stubs = Stubs(target, secret="", trusted=trusted)
    async with stubs._channel:
        answer = await stubs.health.Check(health_pb2.HealthCheckRequest(), timeout=30)
    return int(answer.status)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def secret(certificate: Certificate) -> Iterator[str]:
    """Where services listen that speak TLS."""
    proof = certificate.key.read_bytes(), certificate.certificate.read_bytes()
    with factories.serving(nothing, proof=proof) as address:
        yield address


class TestServicesThatProveThemselves:
    def test_are_reached_by_who_trusts_them(self, secret, certificate):
        trusted = certificate.certificate.read_bytes()

        with open_channel(secret, trusted) as channel:
            assert told_by(channel) == WELL
        assert asyncio.run(told_to_edge(secret, trusted)) == WELL

    @pytest.mark.parametrize("other", [None, "another's"])
    def test_are_refused_by_who_does_not(self, secret, other, tmp_path):
        trusted = other and make_certificate(tmp_path).certificate.read_bytes()

        with open_channel(secret, trusted) as channel, pytest.raises(grpc.RpcError) as refused:
            told_by(channel)
        assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
        with pytest.raises(grpc.aio.AioRpcError):
            asyncio.run(told_to_edge(secret, trusted))

    def test_are_not_spoken_to_when_they_prove_nothing(self, certificate):
        trusted = certificate.certificate.read_bytes()

        with (
            factories.serving(nothing) as address,
            open_channel(address, trusted) as channel,
            pytest.raises(grpc.RpcError),
        ):
            told_by(channel)


class TestServicesByTheirName:
    def test_are_found_while_callers_go_on(self):
        addresses = [HOST]
        renewed = OPTIONS | {"grpc.max_connection_age_ms": 300}
        # Else a name is asked for twice in thirty seconds at most.
        options = [*channel_options(), ("grpc.dns_min_time_between_resolutions_ms", 100)]
        with naming(addresses) as names, factories.serving(nothing, options=renewed) as first:
            port = first.rpartition(":")[2]
            target = f"dns://{HOST}:{names}/services.test:{port}"
            with grpc.insecure_channel(target, options=options) as channel:
                assert told_by(channel) == WELL

                new = _not_well(f"127.0.0.2:{port}")
                addresses.append("127.0.0.2")
                wait_until("the new services", lambda: told_by(channel) == NOT_WELL)
                new.stop(None).wait()


def _not_well(address: str) -> grpc.Server:
    """To be told from others."""
    server, servicer = grpc.server(ThreadPoolExecutor(1)), health.HealthServicer()
    servicer.set("", NOT_WELL)
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    server.add_insecure_port(address)
    server.start()
    return server
