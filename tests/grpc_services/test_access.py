"""Who may call what? Every rpc by every caller, over a real channel."""

import importlib
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

import protos
from grpc_services import access
from protos import access_pb2
from tests.support import factories
from tests.support.servers import EDGE_OLD_SECRET, EDGE_SECRET, WORKER_SECRET

EDGE, WORKER = access_pb2.CALLER_EDGE, access_pb2.CALLER_WORKER
SECRETS = [(EDGE, EDGE_SECRET), (EDGE, EDGE_OLD_SECRET), (WORKER, WORKER_SECRET)]
RPCS = {rpc.path: rpc for rpc in access.declared()}
DENIED, OPEN = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNIMPLEMENTED


@pytest.fixture(scope="module")
def channel() -> Iterator[grpc.Channel]:
    """A channel to services that do nothing behind the real guard."""
    with factories.serving(_serve_all) as address, grpc.insecure_channel(address) as channel:
        yield channel


def _serve_all(server: grpc.aio.Server) -> None:
    for module in pkgutil.iter_modules(protos.__path__, "protos."):
        if module.name.endswith("_pb2_grpc"):
            made = importlib.import_module(module.name)
            for name in dir(made):
                if name.endswith("Servicer"):
                    getattr(made, f"add_{name}_to_server")(getattr(made, name)(), server)


def _status(channel: grpc.Channel, path: str, authorization: str | None) -> grpc.StatusCode:
    metadata = [("authorization", authorization)] if authorization is not None else []
    call = channel.unary_unary(path)
    with pytest.raises(grpc.RpcError) as refused:
        call(b"", timeout=60, metadata=metadata)
    return refused.value.code()


class TestAnRpc:
    @pytest.mark.parametrize("path", RPCS)
    def test_is_for_those_whom_its_contract_names(self, channel, path):
        for caller, secret in SECRETS:
            expected = OPEN if caller in RPCS[path].callers else DENIED
            assert _status(channel, path, f"Bearer {secret}") is expected

    @pytest.mark.parametrize("path", RPCS)
    @pytest.mark.parametrize(
        "authorization",
        [None, "", "Bearer", "Bearer ", EDGE_SECRET, f"bearer {EDGE_SECRET}", "Bearer wrong"],
    )
    def test_is_for_nobody_without_a_credential(self, channel, path, authorization):
        assert _status(channel, path, authorization) is grpc.StatusCode.UNAUTHENTICATED

    def test_that_no_contract_names_is_told_as_of_another_release_to_who_may_call_us(self, channel):
        path = "/pikcur.members.v1.Members/MadeUp"

        assert _status(channel, path, f"Bearer {EDGE_SECRET}") is OPEN
        assert _status(channel, path, None) is grpc.StatusCode.UNAUTHENTICATED

    @pytest.mark.parametrize(
        ("names", "caller"),
        [
            (("IssueEmailCode", "RecordReadings", "OpenOrder", "AdvanceAuctions"), EDGE),
            (("PlaceBids", "SignIn", "RefreshSession", "CreateAccount"), WORKER),
        ],
    )
    def test_of_one_is_not_the_others(self, names, caller):
        for name in names:
            (rpc,) = [rpc for path, rpc in RPCS.items() if path.endswith(f"/{name}")]
            assert caller not in rpc.callers

    def test_has_a_request_of_its_own(self):
        assert len({rpc.request for rpc in RPCS.values()}) == len(RPCS)

    def test_of_every_contract_is_known(self):
        written = [
            line for file in Path(protos.__path__[0]).glob("*.proto")
            for line in file.read_text().splitlines() if line.startswith("  rpc ")
        ]  # fmt: skip
        assert len(RPCS) == len(written)


class TestHealth:
    def test_is_told_to_anybody(self, channel):
        answer = health_pb2_grpc.HealthStub(channel).Check(
            health_pb2.HealthCheckRequest(), timeout=60
        )
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


class TestManyCallers:
    def test_are_told_apart_at_once(self, channel):
        path = next(path for path in RPCS if path.endswith("/SignIn"))
        secrets = [EDGE_SECRET, WORKER_SECRET] * 50

        with ThreadPoolExecutor(8) as threads:
            told = list(threads.map(lambda s: _status(channel, path, f"Bearer {s}"), secrets))

        assert told == [OPEN, DENIED] * 50
