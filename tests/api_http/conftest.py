"""What do the edge's tests share? The app with a folder for pictures, and who signs for it."""

import base64
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import falcon.testing
import grpc
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api_http import edge as shared
from api_http.app import create_app
from api_http.auth import Revocations, Tokens
from api_http.browsers import Browsers
from api_http.pace import Pace
from api_http.pictures import Folder
from api_http.resources.fronts import Fronts
from api_http.signatures import Signatures
from api_http.stubs import Stubs
from grpc_services.members.tokens import Signer
from settings.stores import open_async_redis
from tests.support import servers

UPLOAD_SECRET = "secret of the services"
WEBHOOK_SECRET = "whsec_" + base64.b64encode(b"a key of just thirty-two bytes..").decode()


@dataclass(frozen=True)
class Edge:
    """An app whose services are out of reach, and what it was made of."""

    app: Any
    client: falcon.testing.TestClient
    folder: Path
    signer: Signer

    def token(self, **changes: Any) -> str:
        claims = {"member_id": 7, "role": "MEMBER", "session_id": 9, "now": datetime.now(UTC)}
        return self.signer.access_token(**claims | changes)


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer(Ed25519PrivateKey.generate(), timedelta(minutes=15), "secret of names")


@pytest.fixture(scope="session")
def public_key(signer: Signer) -> str:
    return pem(signer)


def pem(signer: Signer) -> str:
    key = signer.key.public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


class _Away(grpc.GenericRpcHandler):
    """Whatever is asked, nobody is there, and it is no use to ask again."""

    def service(self, _call: grpc.HandlerCallDetails) -> Any:
        return grpc.unary_unary_rpc_method_handler(_refuse)


def _refuse(_request: bytes, context: grpc.ServicerContext) -> None:
    # Where nobody listens, the edge asks five times, for three seconds.
    context.set_trailing_metadata((("grpc-retry-pushback-ms", "-1"),))
    context.abort(grpc.StatusCode.UNAVAILABLE, "away")


@pytest.fixture(scope="session")
def away() -> Iterator[str]:
    """The address of services that are out of reach."""
    server = grpc.server(ThreadPoolExecutor(1), handlers=[_Away()])
    port = server.add_insecure_port(f"{servers.HOST}:0")
    server.start()
    yield f"ipv4:{servers.HOST}:{port}"
    server.stop(None).wait()


@pytest.fixture
def make_app(redis_url: str, public_key: str, tmp_path: Path, away: str) -> Callable[..., Any]:
    """Makes an app for services at an address, for pages of other origins and of its own."""

    def make(
        target: str = away,
        origins: tuple[str, ...] = (),
        fronts: Fronts | None = None,
        webhooks_per_minute: int = 0,
    ) -> Any:
        return create_app(
            edge=shared.Edge(
                Stubs(target, secret=servers.EDGE_SECRET),
                Pace(0),
                Pace(webhooks_per_minute),
                Browsers("https://pikcur.example", origins),
                Signatures([WEBHOOK_SECRET]),
            ),
            tokens=Tokens(public_key),
            revocations=Revocations(open_async_redis(redis_url, 1, decode_responses=True)),
            pictures=Folder(tmp_path / "media", UPLOAD_SECRET),
            fronts=fronts,
        )

    return make


@pytest.fixture
def edge(make_app: Callable[[], Any], tmp_path: Path, signer: Signer) -> Edge:
    app = make_app()
    return Edge(app, falcon.testing.TestClient(app), tmp_path / "media", signer)
