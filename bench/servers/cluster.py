"""What does production look like on one machine? A database, Redis, and as many of ours as wanted.

All are processes of their own, on ports that nobody else can take while the cluster lives, and can
be killed and started again one by one. None outlives the block, whatever ends it.
"""

import contextlib
import secrets
import shlex
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.servers.keeping import Keeper
from bench.servers.processes import HOST, ROOT, listens
from bench.servers.stores import answers_sql, mariadb_admin, mariadb_command, redis_command
from grpc_services.members.tokens import Signer
from models.__main__ import migrate
from models.dialect import open_database
from sandbox import portone_v2, webhooks

_BIN = Path(sys.executable).parent
_DATABASE = "pikcur"
#: A run is shorter than that.
TOKEN_LIFE = timedelta(days=1)
#: The same in every run, so that what is recorded can be checked later.
_PSEUDONYM_SECRET = "of the bench"  # noqa: S105 - of members who exist for a minute


class Cluster(Keeper):
    """Processes by name: mariadb, redis, services-1, edge-1, worker-1, clock-1, relay-1 …"""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], *, on_sqlite: bool = False
    ) -> None:
        super().__init__(folder / "log")
        self._ports: dict[str, socket.socket] = {}
        self.database_url = (
            f"sqlite:///{folder}/{_DATABASE}.db"
            if on_sqlite
            else f"mysql://root@{HOST}:{self.port('mariadb')}/{_DATABASE}"
        )
        self.redis_url = f"redis://{HOST}:{self.port('redis')}"
        private, public = key_pair()
        self.signer = Signer.from_pem(private, TOKEN_LIFE, _PSEUDONYM_SECRET)
        self.settings_environment = {
            **_settings(self, folder),
            "TOKEN_PRIVATE_KEY": private,
            "TOKEN_PUBLIC_KEYS": public,
            **(_v2(self) if environment.get("PAYMENT_PROVIDER") == "PORTONE_V2" else {}),
            **environment,
        }
        self.edge_ports: list[int] = []
        self.relay_ports: list[int] = []

    def port(self, name: str) -> int:
        """This function will give a name's port; it stays its own until the cluster ends."""
        if name not in self._ports:
            # Bound, not listened on: nobody is given it, and only who asks for it by number and
            # with SO_REUSEADDR, as all servers do, can listen on it.
            held = socket.socket()
            held.bind((HOST, 0))
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._ports[name] = held
        return int(self._ports[name].getsockname()[1])

    def metrics_port(self, name: str) -> int:
        """This function will give the port at which a process of ours tells what it counts."""
        return self.port(f"metrics of {name}")

    def add(
        self,
        name: str,
        command: list[str],
        *,
        is_up: Callable[[], bool] | None = None,
        says: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """This function will launch a process, set as all are."""
        own = {"METRICS_PORT": str(self.metrics_port(name))}
        told = {**self.settings_environment, **own, **(environment or {})}
        super().add(name, command, is_up=is_up, says=says, environment=told)

    def end(self) -> None:
        super().end()
        for held in self._ports.values():
            held.close()


@contextlib.contextmanager
def running_cluster(
    folder: Path,
    *,
    services: int = 1,
    edges: int = 1,
    workers: int = 0,
    clocks: int = 0,
    relays: int = 0,
    sandboxes: bool = False,
    on_sqlite: bool = False,
    run_by: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """
    This function will run so many processes of each kind for as long as the block lasts.

    They are set as in production, but for `environment`. With workers come the `sandboxes` of what
    they talk to, which go by a TEST_CLOCK as the others do. Nothing is started again by itself.
    `run_by` is a module of the bench, and what it is told, that runs each of them.

    :raises DidNotStart: if one is not up in time
    """
    cluster = Cluster(folder, environment or {}, on_sqlite=on_sqlite)
    try:
        _start_stores(cluster, folder, on_sqlite=on_sqlite)
        commands = {name: _run_by(run_by, command) for name, command in _procfile().items()}
        for number in range(1, services + 1):
            _add_services(cluster, commands["services"], f"services-{number}")
        cluster.settings_environment["SERVICES_TARGET"] = "ipv4:" + ",".join(
            f"{HOST}:{cluster.port(f'services-{number}')}" for number in range(1, services + 1)
        )
        if on_sqlite or not (workers or clocks):
            target = cluster.settings_environment["SERVICES_TARGET"]
            cluster.settings_environment["BACKGROUND_TARGET"] = target
        else:
            _add_background(cluster, commands["background"])
        _wait_for_all(cluster)
        if sandboxes or workers or clocks:
            _add_sandbox(cluster, folder, run_by)
        for number in range(1, edges + 1):
            _add_edge(cluster, commands["web"], f"edge-{number}", folder)
        for number in range(1, workers + 1):
            # Of each kind there is, as each may serve queues of its own.
            for kind in (kind for kind in commands if "workers" in commands[kind]):
                cluster.add(f"{kind}-{number}", commands[kind], says='"ready"')
        for number in range(1, clocks + 1):
            cluster.add(f"clock-{number}", commands["clock"], says="ticking")
        for number in range(1, relays + 1):
            _add_relay(cluster, commands["relay"], f"relay-{number}")
        _wait_for_all(cluster)
        yield cluster
    finally:
        cluster.end()


def _procfile() -> dict[str, list[str]]:
    commands = {}
    for line in (ROOT / "Procfile").read_text().splitlines():
        name, _, text = line.partition(":")
        program, *arguments = shlex.split(text)
        commands[name] = [str(_BIN / program), *arguments]
    return commands


def _run_by(run_by: Sequence[str], command: list[str]) -> list[str]:
    program, *rest = command
    if not run_by or rest[0] != "-m":
        return command
    return [program, "-m", *run_by, *rest[1:]]


def _wait_for_all(cluster: Cluster) -> None:
    for name in cluster.names:
        cluster.wait_for(name)


def _start_stores(cluster: Cluster, folder: Path, *, on_sqlite: bool) -> None:
    _add_redis(cluster, folder)
    if not on_sqlite:
        _add_mariadb(cluster, folder)
    _wait_for_all(cluster)
    if not on_sqlite:
        with mariadb_admin(cluster.port("mariadb")) as admin:
            admin.cursor().execute(f"CREATE DATABASE {_DATABASE}")
    migrate(open_database(cluster.database_url))


def _add_mariadb(cluster: Cluster, folder: Path) -> None:
    port = cluster.port("mariadb")
    command = mariadb_command(folder, port, pool="256M")
    cluster.add("mariadb", command, is_up=lambda: answers_sql(port))


def _add_redis(cluster: Cluster, folder: Path) -> None:
    data, port = folder / "redis", cluster.port("redis")
    data.mkdir()
    options = {"appendonly": "yes", "maxmemory-policy": "noeviction"}
    command = redis_command(data, port, **options)
    cluster.add("redis", command, is_up=lambda: listens(port))


def _add_services(cluster: Cluster, command: list[str], name: str) -> None:
    port = cluster.port(name)
    address = {"SERVICES_ADDRESS": f"{HOST}:{port}"}
    cluster.add(name, command, environment=address, is_up=lambda: listens(port))


def _add_background(cluster: Cluster, command: list[str]) -> None:
    port = cluster.port("background")
    cluster.settings_environment["BACKGROUND_ADDRESS"] = f"{HOST}:{port}"
    cluster.add("background", command, is_up=lambda: listens(port))


def _add_sandbox(cluster: Cluster, folder: Path, run_by: Sequence[str]) -> None:
    ports = [
        part
        for name in ("portone", "sweettracker", "smtp", "mail")
        for part in (f"--{name}-port", str(cluster.port(name)))
    ]
    command = [sys.executable, "-m", "sandbox", *ports, "--data", str(folder / "sandbox")]
    clock = cluster.settings_environment.get("TEST_CLOCK")
    if clock:
        command += ["--clock", clock]
    is_v2 = cluster.settings_environment.get("PAYMENT_PROVIDER") == "PORTONE_V2"
    option, path = ("--webhook-v2-url", "portone-v2") if is_v2 else ("--webhook-url", "portone")
    edge = f"http://{HOST}:{cluster.port('edge-1')}"
    command += [option, f"{edge}/v1/webhooks/{path}"]
    cluster.add("sandbox", _run_by(run_by, command), is_up=lambda: listens(cluster.port("smtp")))


def _add_edge(cluster: Cluster, command: list[str], name: str, folder: Path) -> None:
    port, metrics = cluster.port(name), folder / f"metrics-{name}"
    # Each its own: an edge that starts empties it.
    metrics.mkdir()
    environment = {
        "WEB_ADDRESS": f"{HOST}:{port}",
        "WEB_PROCESSES": "1",
        "METRICS_FOLDER": str(metrics),
        "WEB_CONNECTIONS_PER_ADDRESS": "20000",
    }
    url = f"http://{HOST}:{port}/readyz"
    cluster.add(name, command, environment=environment, is_up=lambda: _answers_http(url))
    cluster.edge_ports.append(port)


def _add_relay(cluster: Cluster, command: list[str], name: str) -> None:
    port = cluster.port(name)
    environment = {"RELAY_ADDRESS": f"{HOST}:{port}"}
    url = f"http://{HOST}:{port}/readyz"
    cluster.add(name, command, environment=environment, is_up=lambda: _answers_http(url))
    cluster.relay_ports.append(port)


def _answers_http(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - ours
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _settings(cluster: Cluster, folder: Path) -> dict[str, str]:
    media = folder / "media"
    media.mkdir(parents=True)
    return {
        "DATABASE_URL": cluster.database_url,
        "REDIS_URL": cluster.redis_url,
        "UPLOAD_SECRET": secrets.token_hex(32),
        "EDGE_SECRET": secrets.token_hex(32),
        "WORKER_SECRET": secrets.token_hex(32),
        "PSEUDONYM_SECRET": _PSEUDONYM_SECRET,
        "MEDIA_FOLDER": str(media),
        "MEDIA_URL": f"http://{HOST}:{cluster.port('edge-1')}/media",
        "SMTP_URL": f"smtp://{HOST}:{cluster.port('smtp')}",
        "PORTONE_URL": f"http://{HOST}:{cluster.port('portone')}",
        "PORTONE_IMP_KEY": "sandbox-key",
        "PORTONE_IMP_SECRET": "sandbox-secret",
        "PORTONE_STORE_KEY": "imp00000000",
        "SWEETTRACKER_URL": f"http://{HOST}:{cluster.port('sweettracker')}",
        "SWEETTRACKER_KEY": "sandbox-key",
        # A few members bid for thousands.
        "BIDS_PER_MINUTE": "0",
        # All buyers pay at one provider.
        "WEBHOOKS_PER_MINUTE": "0",
        # Dramatiq's own, in milliseconds, as bin/up sets it.
        "dramatiq_worker_timeout": "100",
        "PYTHONUNBUFFERED": "1",
    }


def _v2(cluster: Cluster) -> dict[str, str]:
    """What PortOne V2 is reached by, in place of V1."""
    return {
        "PORTONE_V2_URL": f"http://{HOST}:{cluster.port('portone')}/v2",
        "PORTONE_V2_SECRET": portone_v2.API_SECRET,
        "PORTONE_V2_STORE_ID": webhooks.V2_STORE_ID,
        "PORTONE_V2_WEBHOOK_SECRET": webhooks.V2_WEBHOOK_SECRET,
        "PORTONE_IMP_KEY": "",
    }


def key_pair() -> tuple[str, str]:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()
