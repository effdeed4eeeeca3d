"""How does PIKCUR run on one machine? Every process of the Procfile, and sandbox providers.

Called by `bin/up`. What is set in the environment is used (DATABASE_URL, REDIS_URL, any setting);
what is not is made below the data folder. A process that dies is started again.
"""

import argparse
import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from bin.machine.environment import BIN, DEMO_PASSWORD, environment_of
from bin.machine.ports import HOST, Ports, require_free
from bin.machine.processes import (
    ROOT,
    Process,
    keep_running,
    processes,
    say,
    start_redis,
    stop,
    wait_for_port,
    wait_until_ready,
)


def main() -> None:
    # What is kept and logged here is nobody else's, on a machine that others may use.
    os.umask(0o077)
    options = _options()
    ports, data = Ports.above(options.port_base), Path(options.data).resolve()
    lock = _lock(data)
    environment = environment_of(ports, data)
    procs: list[Process] = []
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        require_free(ports, with_redis="REDIS_URL" not in os.environ)
        if "REDIS_URL" not in os.environ:
            say("Starting Redis …")
            procs.append(start_redis(ports, data, environment))
            wait_for_port(ports.redis, procs)
        _migrate(environment)
        made = processes(ports, data, environment)
        # Before the demo is loaded, whose buyers have paid there.
        made[0].start()
        procs.append(made[0])
        wait_for_port(ports.portone, procs)
        if not options.no_demo:
            _load_demo(environment)
        say("Starting the services …")
        procs += made[1:]
        for process in made[1:]:
            process.start()
        wait_until_ready(ports, procs)
        _tell(ports, data, environment, "" if options.no_demo else _accounts(environment))
        keep_running(procs)
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        stop(procs)
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
    if DEMO_PASSWORD not in environment:
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


def _tell(ports: Ports, data: Path, environment: dict[str, str], accounts: str) -> None:
    database = environment["DATABASE_URL"].rpartition("@")[2]
    say(f"""
PIKCUR is up.

  API          http://{HOST}:{ports.edge}/v1        documentation: http://{HOST}:{ports.edge}/docs
  Alarms       ws://{HOST}:{ports.relay}/ws (STOMP)       http://{HOST}:{ports.relay}/wc (SockJS)
  gRPC         {HOST}:{ports.services}
  Mail sent    http://{HOST}:{ports.mail}
  Metrics      http://{HOST}:{ports.metrics}/metrics of the edge, and so on for each process
  Sandboxes    PortOne http://{HOST}:{ports.portone}   SweetTracker http://{HOST}:{ports.sweettracker}
  Database     {database}
  Redis        {environment["REDIS_URL"].rpartition("@")[2]}
  Logs         {data}/log
{accounts}
See a whole sale:  bin/demo{f" --port-base {ports.base}" if ports.base != 8000 else ""}
Stop:              Ctrl-C""")


if __name__ == "__main__":
    main()
