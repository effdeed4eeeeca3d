"""What does production look like on one machine? A database, Redis, and as many of ours as wanted.

All are processes of their own, on ports that nobody else can take while the cluster lives, and can
be killed and started again one by one. None outlives the block, whatever ends it.
"""

import contextlib
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.servers.processes import HOST, ROOT, DidNotStart, cpu_seconds, listens
from bench.servers.stores import answers_sql, mariadb_admin, mariadb_command, redis_command
from grpc_services.members.tokens import Signer
from models.__main__ import migrate
from models.dialect import open_database
from sandbox import portone_v2, webhooks

_BIN = Path(sys.executable).parent
_READY_SECONDS = 60.0
_DATABASE = "pikcur"
#: A run is shorter than that.
_TOKEN_LIFE = timedelta(days=1)
#: The same in every run, so that what is recorded can be checked later.
_PSEUDONYM_SECRET = "of the bench"  # noqa: S105 - of members who exist for a minute
#: Given the process groups that live, ends them when nobody is there any more to say so.
_GUARD = """
import os, signal, sys
groups = set()
for line in sys.stdin:
    (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
for group in groups:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass
"""


@dataclass
class _Process:
    """One process and its children; the same command and ports whenever it is started."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    is_up: Callable[[], bool]
    running: subprocess.Popen[bytes] | None = None
    #: Seconds of a core that were used by those before the one that runs.
    used: float = 0.0
    #: Where in the log the words of the one that runs begin.
    log_start: int = 0

    def said(self) -> str:
        return self.log.read_bytes()[self.log_start :].decode(errors="replace")


class Cluster:
    """Processes by name: mariadb, redis, services-1, edge-1, worker-1, clock-1, relay-1 …"""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], *, on_sqlite: bool = False
    ) -> None:
        self.logs = folder / "log"
        self.logs.mkdir(parents=True, exist_ok=True)
        self._processes: dict[str, _Process] = {}
        self._ports: dict[str, socket.socket] = {}
        self._guard = subprocess.Popen(
            [sys.executable, "-c", _GUARD], stdin=subprocess.PIPE, start_new_session=True
        )
        self.database_url = (
            f"sqlite:///{folder}/{_DATABASE}.db"
            if on_sqlite
            else f"mysql://root@{HOST}:{self.port('mariadb')}/{_DATABASE}"
        )
        self.redis_url = f"redis://{HOST}:{self.port('redis')}"
        private, public = _key_pair()
        self.signer = Signer.from_pem(private, _TOKEN_LIFE, _PSEUDONYM_SECRET)
        self.settings_environment = {
            **_settings(self, folder),
            "TOKEN_PRIVATE_KEY": private,
            "TOKEN_PUBLIC_KEYS": public,
            **(_v2(self) if environment.get("PAYMENT_PROVIDER") == "PORTONE_V2" else {}),
            **environment,
        }
        self.edge_ports: list[int] = []
        self.relay_ports: list[int] = []

    @property
    def names(self) -> list[str]:
        return list(self._processes)

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

    def add(
        self,
        name: str,
        command: list[str],
        *,
        is_up: Callable[[], bool] | None = None,
        says: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """This function will launch a process; it is up when it `says` something, or `is_up`."""
        process = _Process(
            name,
            command,
            {**_inherited(), **self.settings_environment, **(environment or {})},
            self.logs / f"{name}.log",
            is_up or (lambda: says in process.said()),
        )
        self._processes[name] = process
        self._launch(process)

    def pid(self, name: str) -> int:
        """:raises DidNotStart: if it was killed, or has died"""
        running = self._processes[name].running
        if running is None or running.poll() is not None:
            raise DidNotStart(f"{name} is not running")
        return running.pid

    def kill(self, name: str) -> None:
        """This function will kill a process and its children at once, and wait until all are."""
        process = self._processes[name]
        if process.running is None:
            return
        family = _family(process.running.pid)
        process.used += sum(map(cpu_seconds, family))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.running.pid, signal.SIGKILL)
        process.running.wait()
        while any(map(_lives, family)):
            time.sleep(0.002)
        self._tell_guard("-", process.running.pid)
        process.running = None

    def start(self, name: str) -> None:
        """
        This function will start what was killed again, and wait until it is up.

        :raises DidNotStart: if it is not in time
        """
        self._launch(self._processes[name])
        self.wait_for(name)

    def wait_for(self, name: str, seconds: float = _READY_SECONDS) -> None:
        """:raises DidNotStart: if it is not up in time"""
        process = self._processes[name]
        deadline = time.monotonic() + seconds
        while not process.is_up():
            ended = process.running is None or process.running.poll() is not None
            if ended or time.monotonic() > deadline:
                raise DidNotStart(f"{name} did not start:\n{process.said()[-2000:]}")
            time.sleep(0.02)

    def cpu_seconds(self) -> dict[str, float]:
        """This function will give the seconds of a core that each process has used in all."""
        return {
            name: process.used + sum(map(cpu_seconds, _family_of(process)))
            for name, process in self._processes.items()
        }

    def memory_bytes(self, name: str) -> int:
        """This function will give the resident bytes of a process and its children."""
        return sum(map(_resident, _family(self.pid(name))))

    def end(self) -> None:
        for name in reversed(self.names):
            self.kill(name)
        for held in self._ports.values():
            held.close()
        self._guard.communicate()

    def _launch(self, process: _Process) -> None:
        if process.running is not None and process.running.poll() is None:
            return
        with process.log.open("ab") as log:
            process.log_start = log.tell()
            process.running = subprocess.Popen(
                process.command,
                cwd=ROOT,
                env=process.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                # To be killed with its children, and not by the Ctrl-C that is meant for us.
                start_new_session=True,
            )
        self._tell_guard("+", process.running.pid)

    def _tell_guard(self, sign: str, pid: int) -> None:
        if self._guard.stdin is not None:
            self._guard.stdin.write(f"{sign}{pid}\n".encode())
            self._guard.stdin.flush()


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


def _inherited() -> dict[str, str]:
    """Nothing that is set for another run of ours."""
    return {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
    }


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


def _key_pair() -> tuple[str, str]:
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


def _family_of(process: _Process) -> list[int]:
    if process.running is None or process.running.poll() is not None:
        return []
    return _family(process.running.pid)


def _family(pid: int) -> list[int]:
    """A process and its children; none if it is gone."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    # Of a child whose parent is dead nothing is left but its place in the table.
    return state not in "ZX"


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
