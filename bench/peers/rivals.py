"""Who sends to many? The relay and those it is compared with, started on free ports."""

import contextlib
import hashlib
import itertools
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.servers.processes import HOST, ROOT, cpu_seconds, free_port, listens, running, wait_for

_NODE = Path(__file__).with_name("node")
#: Of members, so that each has as many digits: the feed's lengths are counted once.
FIRST_MEMBER = 100_000
#: Message numbers, of eight digits, go on over all rounds: an alarm's id is used once.
_numbers = itertools.count(10_000_000, 1_000_000)
#: All connections come from one address, and many are one member's.
LOOSE = {
    "RELAY_CONNECTIONS_PER_ADDRESS": "20000",
    "RELAY_CONNECTIONS_PER_MEMBER": "20000",
    "RELAY_CONNECTIONS": "20000",
}
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")

Steps = list[tuple[str, str]]


def first_number() -> int:
    return next(_numbers)


def body(size: int) -> str:
    """This function will give a template of JSON of so many bytes; `n` is the message's number."""
    start, end = '{"n":"%(n)08d","text":"', '"}'
    rest = size - len(start % {"n": 0}) - len(end)
    return start + "가" * (rest // 3) + "." * (rest % 3) + end


@dataclass(frozen=True)
class Rival:
    """A server to connect to, and what it is fed through."""

    name: str
    pid: int
    port: int
    path: str
    feed_port: int
    #: A message as it is appended, with its number `n` and its topic `t`.
    template: Callable[[int], str]
    steps: Callable[[int], Steps]
    hello: str = ""
    #: Where it tells what it counts.
    metrics_port: int = 0

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.pid)

    def memory(self) -> int:
        """This function will give the resident bytes."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def opening(self, count: int, topics: int = 1, **more: Any) -> dict[str, Any]:
        profiles = [self.steps(topic) for topic in range(topics)]
        return {"do": "open", "port": self.port, "path": self.path, "count": count,
                "profiles": profiles, **more}  # fmt: skip

    def feeding(self, size: int) -> dict[str, Any]:
        return {"port": self.feed_port, "hello": self.hello, "template": self.template(size),
                "first": first_number()}  # fmt: skip


def _command(*parts: str) -> str:
    """A command for Redis; lengths are of the parts once their numbers are filled in."""
    sizes = [len((part % {"n": 0, "t": 0}).encode()) for part in parts]
    return f"*{len(parts)}\r\n" + "".join(
        f"${size}\r\n{part}\r\n" for size, part in zip(sizes, parts, strict=True)
    )


class Signer:
    """What signs access tokens, as the members service does."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        public = self._key.public_key()
        raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._kid = hashlib.sha256(raw).hexdigest()[:16]
        self.public_pem = public.public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        ).decode()

    def token(self, member_id: int) -> str:
        now = int(time.time())
        claims = {"sub": str(member_id), "role": "MEMBER", "sid": f"s{member_id}", "iat": now,
                  "exp": now + 900, "iss": "pikcur", "aud": "pikcur"}  # fmt: skip
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self._kid})


def connecting(token: str = "", extra: str = "") -> tuple[str, str]:
    authorization = f"Authorization:Bearer {token}\n" if token else ""
    text = f"CONNECT\naccept-version:1.2\nhost:/\nheart-beat:0,0\n{authorization}{extra}\n\0"
    return text, "CONNECTED"


def subscribing(destination: str, extra: str = "", receipt: str = "RECEIPT") -> tuple[str, str]:
    return f"SUBSCRIBE\nid:0\ndestination:{destination}\nreceipt:r\n{extra}\n\0", receipt


@contextlib.contextmanager
def relay(folder: Path, redis_port: int, **settings: str) -> Iterator[Rival]:
    """This function will run one relay; a topic is a member, who listens to the alarms."""
    port, metrics_port, signer, log = free_port(), free_port(), Signer(), folder / "relay.log"
    environment = os.environ | LOOSE | settings | {
        "RELAY_ADDRESS": f"{HOST}:{port}",
        "REDIS_URL": f"redis://{HOST}:{redis_port}",
        "TOKEN_PUBLIC_KEYS": signer.public_pem,
        "METRICS_PORT": str(metrics_port),
    }  # fmt: skip

    def steps(topic: int) -> Steps:
        token = signer.token(FIRST_MEMBER + topic)
        return [connecting(token), subscribing("/user/queue/alarms")]

    def template(size: int) -> str:
        fields = (
            "member",
            str(FIRST_MEMBER)[:3] + "%(t)03d",
            "alarm",
            "%(n)08d",
            "body",
            body(size),
        )
        return _command("XADD", "relay:alarms", "MAXLEN", "~", "100000", "*", *fields)

    with running([sys.executable, "-m", "ws_relay"], log, cwd=ROOT, env=environment) as process:
        wait_for("the relay", lambda: listens(port), log)
        # The database of the streams.
        hello = _command("SELECT", "1")
        yield Rival(
            "relay", process.pid, port, "/ws", redis_port, template, steps, hello, metrics_port
        )


def as_sent(size: int) -> str:
    """This function will give a template of the frame that the relay sends of such an alarm."""
    head = (
        "MESSAGE\nsubscription:0\nmessage-id:17900%(n)08d-0\ndestination:/user/queue/alarms\n"
        f"content-type:application/json\ncontent-length:{size}\n\n"
    )
    return head + body(size) + "\0"


def _no_steps(_: int) -> Steps:
    return []


@contextlib.contextmanager
def bare(folder: Path) -> Iterator[Rival]:
    """This function will run `broadcast()` of websockets, on uvloop as the relay is."""
    port, feed_port, log = free_port(), free_port(), folder / "bare.log"
    command = [sys.executable, "-m", "bench.peers.broadcast", str(port), str(feed_port)]
    with running(command, log, cwd=ROOT) as process:
        wait_for("websockets", lambda: listens(feed_port), log)
        yield Rival("websockets", process.pid, port, "/", feed_port, as_sent, _no_steps)


@contextlib.contextmanager
def node(folder: Path, redis_port: int) -> Iterator[Rival]:
    """This function will run the fan-out of `ws`, fed by Redis."""
    port, log = free_port(), folder / "node.log"
    command = ["node", str(_NODE / "fan.cjs"), str(port), str(redis_port)]
    environment = os.environ | {"NODE_PATH": str(_modules())}
    with running(command, log, env=environment) as process:
        wait_for("Node", lambda: listens(port), log)
        yield Rival("ws", process.pid, port, "/", redis_port,
                    lambda size: _command("PUBLISH", "fan", as_sent(size)), _no_steps)  # fmt: skip


def has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def _modules() -> Path:
    """The packages of the lock file, in a folder of the user's that outlives the run."""
    lock = hashlib.sha256((_NODE / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "pikcur" / f"fan-out-{lock}"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(_NODE / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=folder, check=True)
        (folder / "complete").touch()
    return folder / "node_modules"


@contextlib.contextmanager
def rabbitmq(folder: Path) -> Iterator[Rival]:
    """This function will run RabbitMQ with web_stomp; fed over STOMP, by one connection."""
    port, feed_port, amqp, names = (free_port() for _ in range(4))
    data, log = folder / "rabbitmq", folder / "rabbitmq.log"
    data.mkdir()
    (data / "plugins").write_text("[rabbitmq_web_stomp].\n")
    (data / "rabbitmq.conf").write_text(
        f"listeners.tcp.1 = {HOST}:{amqp}\nstomp.listeners.tcp.1 = {HOST}:{feed_port}\n"
        f"web_stomp.tcp.ip = {HOST}\nweb_stomp.tcp.port = {port}\nweb_stomp.ws_frame = text\n"
    )
    environment = os.environ | {
        "HOME": str(data), "RABBITMQ_NODENAME": f"bench{amqp}@localhost",
        "RABBITMQ_MNESIA_BASE": str(data / "mnesia"), "RABBITMQ_LOG_BASE": str(data / "log"),
        "RABBITMQ_CONFIG_FILE": str(data / "rabbitmq.conf"), "RABBITMQ_LOGS": "-",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(data / "plugins"),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "ERL_EPMD_PORT": str(names), "ERL_EPMD_ADDRESS": HOST,
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
    }  # fmt: skip
    guest = "login:guest\npasscode:guest\n"

    def steps(topic: int) -> Steps:
        return [connecting(extra=guest), subscribing(f"/topic/fan.{topic}")]

    def template(size: int) -> str:
        head = "SEND\ndestination:/topic/fan.%(t)d\ncontent-type:application/json\n"
        return f"{head}content-length:{size}\n\n{body(size)}\0"

    with (
        running(["epmd", "-port", str(names), "-address", HOST], log, env=environment),
        running([str(RABBITMQ)], log, env=environment, start_new_session=True) as process,
    ):
        wait_for("RabbitMQ", lambda: listens(port) and listens(feed_port), log)
        hello = connecting(extra=guest)[0]
        pid = _beam_of(process.pid)
        yield Rival("RabbitMQ", pid, port, "/ws", feed_port, template, steps, hello)


def _beam_of(pid: int) -> int:
    """The script is replaced by the runtime, or starts it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        if "beam" in Path(f"/proc/{child}/comm").read_text():
            return int(child)
    return pid


def metric(rival: Rival, name: str) -> float:
    """This function will read one of the relay's metrics."""
    with urllib.request.urlopen(f"http://{HOST}:{rival.metrics_port}/metrics", timeout=10) as page:
        lines = page.read().decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))
