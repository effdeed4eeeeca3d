"""What do the tests start? Redis, the relay, and those that feed it."""

import hashlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from redis import Redis
from redis.exceptions import ConnectionError as RedisIsAway

from bench.servers.stores import redis_command
from tests.support.servers import ROOT, free_port
from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import DEADLINE, Client

_DURABLE = {"appendonly": "yes", "appendfsync": "always"}
#: All tests come from one address.
_LOOSE = {"RELAY_CONNECTIONS_PER_ADDRESS": "5000", "RELAY_CONNECTIONS_PER_MEMBER": "1000"}


class RedisServer:
    """A redis-server of our own, which can be stopped and started with what it had."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.client = Redis(port=self.port, db=1)
        self.start()

    def start(self) -> None:
        command = redis_command(self._folder, self.port, **_DURABLE)
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until("Redis", self._answers)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def trims(self) -> int:
        """This function will count the streams that were cut by age."""
        calls = self.client.info("commandstats").get("cmdstat_xtrim", {"calls": 0})
        return int(calls["calls"]) // 3

    def lose_everything(self) -> None:
        """This function will bring it back as if its disk were new."""
        self.stop()
        shutil.rmtree(self._folder)
        self._folder.mkdir()
        self.start()

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisIsAway:
            return False


class Signer:
    """What signs access tokens, as the members service does."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.kid = hashlib.sha256(raw).hexdigest()[:16]
        pem = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.public_pem = pem.decode()

    def token(self, member_id: int, *, seconds: float = 900, **claims: Any) -> str:
        now = time.time()
        claims = {
            "sub": str(member_id),
            "role": "MEMBER",
            "sid": f"session-{member_id}",
            "iat": int(now),
            "exp": now + seconds,
            "iss": "pikcur",
            "aud": "pikcur",
        } | claims
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.key, algorithm="EdDSA", headers={"kid": self.kid})


class RelayProcess:
    """A running relay."""

    def __init__(self, environment: dict[str, str], *, wait: bool = True) -> None:
        self.address = environment["RELAY_ADDRESS"]
        self._metrics = f"127.0.0.1:{environment['METRICS_PORT']}"
        self.url = f"ws://{self.address}/ws"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ws_relay"],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if wait:
            wait_until("the relay", self.is_ready)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()
        return self.get("/readyz")[0] == 200

    def wait_until_listening(self) -> None:
        """This function will wait for this very process, though others may share its port."""
        assert self.process.stdout is not None
        assert any('"listening"' in line for line in self.process.stdout)

    def get(self, path: str, at: str = "") -> tuple[int, str]:
        """This function will give status and body; status 0 if nobody answers."""
        try:
            url = f"http://{at or self.address}{path}"
            with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def metric(self, name: str) -> float:
        lines = self.get("/metrics", at=self._metrics)[1].splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    def client(self, token: str | None = None, **headers: str | None) -> Client:
        """This function will give a connected client."""
        client = Client(self.url)
        client.connect(token, **headers)
        return client

    def memory(self) -> int:
        """This function will give the resident bytes of the process."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def open_files(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        self.process.communicate(timeout=DEADLINE)
        return self.process.returncode


class News:
    """What the rest of the system appends to the streams."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._alarms = itertools.count(time.time_ns() // 1000)

    def goods(self, goods_id: int, seq: int, **more: Any) -> str:
        body = json.dumps({"goodsId": goods_id, "seq": seq} | more, ensure_ascii=False)
        return self._add("relay:goods", {"goods": goods_id, "seq": seq, "body": body})

    def alarm(self, member_id: int, text: str = "최고가 입찰", alarm_id: int | None = None) -> str:
        alarm_id = alarm_id or self.next_alarm_id()
        body = json.dumps({"alarmId": alarm_id, "text": text}, ensure_ascii=False)
        return self._add("relay:alarms", {"member": member_id, "alarm": alarm_id, "body": body})

    def next_alarm_id(self) -> int:
        return next(self._alarms)

    def revoke(self, sid: str, until: float | None = None) -> str:
        return self._add("relay:sessions", {"sid": sid, "until": until or time.time() + 900})

    def _add(self, stream: str, fields: dict[str, Any]) -> str:
        id_: bytes = self.redis.xadd(stream, fields, maxlen=100_000)
        return id_.decode()


def environment(redis: RedisServer, signer: Signer) -> dict[str, str]:
    return _LOOSE | {
        "RELAY_ADDRESS": f"127.0.0.1:{free_port()}",
        "METRICS_PORT": str(free_port()),
        "REDIS_URL": redis.url,
        "TOKEN_PUBLIC_KEYS": signer.public_pem,
    }
