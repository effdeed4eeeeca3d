"""Who keeps what runs on the hosts? One that plays systemd on each of them."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.cluster.hosts import DATA, Host
from bench.cluster.placing import made_secrets, place
from bench.cluster.units import Unit, units
from bench.servers.keeping import Keeper, Process, family_of

#: What tells who is lost.
_FRONT = ("haproxy", "keepalived")
_AT_ONCE = ("chrt", "--rr", "1")


class Machines(Keeper):
    """Processes by host and unit: `data-1 mariadb`, `app-2 services` …"""

    def __init__(self, folder: Path, hosts: dict[str, Host]) -> None:
        super().__init__(folder / "log")
        self.hosts = hosts
        self.folder = folder
        self.secrets = made_secrets()
        self.signer = self.secrets.signer
        #: Of the node on whose host one stands.
        self.database_url = "mysql://root@127.0.0.1:3306/pikcur"
        media = folder / "media"
        media.mkdir()
        # Elsewhere hosts of data have cores of their own: who is slow only here is not to count as
        # lost. Where that is not allowed they wait like all others.
        may_go_first = (
            subprocess.run([*_AT_ONCE, "true"], capture_output=True, check=False).returncode == 0
        )
        self._first = _AT_ONCE if may_go_first else ()
        self._restarts: dict[str, float] = {}
        self._ended_at: dict[str, float] = {}
        #: What is not to run, as `systemctl stop` does it.
        self._down: set[str] = set()
        self._turn = threading.Lock()
        self._over = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise)
        for host in self.hosts.values():
            if host.name != "outside":
                (folder / host.name).mkdir()
                place(host, folder / host.name, self.secrets, media)
        self._supervisor.start()

    def run(
        self, host: Host, name: str, command: list[str], *, restart: float | None = None, **how: Any
    ) -> None:
        """This function will launch a process on a host; it is kept if it is to be restarted."""
        first = self._first if host.name in DATA or name in _FRONT else ()
        self.add(f"{host.name} {name}", host.command(*first, *command), **how)
        if restart is not None:
            self._restarts[f"{host.name} {name}"] = restart

    def run_unit(self, host: Host, unit: Unit, **how: Any) -> None:
        """This function will launch a process as systemd would."""
        self.run(
            host, unit.name, unit.command,
            restart=unit.restart_seconds, environment=unit.environment, **how,
        )  # fmt: skip

    def units(self, host: Host) -> dict[str, Unit]:
        """This function will give the units that are installed on a host, by name."""
        return {unit.name: unit for unit in units(self.folder / host.name / "deploy" / "systemd")}

    def of(self, host: str) -> list[str]:
        """This function will name what runs on a host."""
        return [name for name in self.names if name.split()[0] == host]

    def tell(self, name: str, environment: Mapping[str, str]) -> None:
        """This function will have a process be told something else when it is started next."""
        self._processes[name].environment |= environment

    def is_up(self, name: str) -> bool:
        """This function will tell whether a process runs, and does what it is there for."""
        process = self._processes[name]
        return not process.has_ended and process.is_up()

    def state(self, name: str) -> str:
        """This function will say how a process is, for who waits for it."""
        process, kept = self._processes[name], self._supervisor.is_alive()
        code = process.running and process.running.poll()
        return f"ended with {code}, {'kept' if kept else 'nobody looks'}, {name in self._down}"

    def crash(self, name: str) -> None:
        """This function will kill a process; what systemd keeps is started again by itself."""
        for pid in family_of(self._processes[name]):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def freeze(self, name: str) -> None:
        """This function will have a process, and its children, do nothing any more."""
        self._signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self._signal(name, signal.SIGCONT)

    def reload(self, name: str) -> None:
        """This function will have a process read its files anew."""
        os.kill(self.pid(name), signal.SIGHUP)

    def stop(self, name: str) -> None:
        """This function will ask a process to end, and wait until it has."""
        self._hold(name)
        process = self._processes[name]
        if process.running is not None:
            process.running.terminate()
            process.running.wait()
        super().kill(name)

    def kill(self, name: str) -> None:
        self._hold(name)
        super().kill(name)

    def forget(self, name: str) -> None:
        """This function will kill what is not to run there any more."""
        self.kill(name)
        del self._processes[name]

    def start(self, name: str) -> None:
        self._down.discard(name)
        super().start(name)

    def _hold(self, name: str) -> None:
        with self._turn:
            self._down.add(name)

    def _is_lost(self, process: Process) -> bool:
        return process.has_ended and process.name not in self._restarts

    def _signal(self, name: str, number: int) -> None:
        for pid in family_of(self._processes[name]):
            os.kill(pid, number)

    def end(self) -> None:
        self._over.set()
        self._supervisor.join()
        super().end()

    def _supervise(self) -> None:
        """As `Restart=always` does."""
        while not self._over.wait(0.05):
            for name, pause in list(self._restarts.items()):
                with self._turn:
                    if name not in self._down:
                        self._look(self._processes[name], pause)

    def _look(self, process: Process, pause: float) -> None:
        if not process.has_ended:
            self._ended_at.pop(process.name, None)
            return
        ended_at = self._ended_at.setdefault(process.name, time.monotonic())
        if time.monotonic() - ended_at >= pause:
            self._launch(process)
