"""How are processes kept, so that each can be killed and started again, and none outlives us?"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.servers.processes import ROOT, DidNotStart, cpu_seconds

_READY_SECONDS = 60.0
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
class Process:
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

    @property
    def has_ended(self) -> bool:
        return self.running is None or self.running.poll() is not None


class Keeper:
    """Processes by name."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.logs.mkdir(parents=True, exist_ok=True)
        self._processes: dict[str, Process] = {}
        self._guard = subprocess.Popen(
            [sys.executable, "-c", _GUARD], stdin=subprocess.PIPE, start_new_session=True
        )

    @property
    def names(self) -> list[str]:
        return list(self._processes)

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
        process = Process(
            name,
            command,
            {**inherited(), **(environment or {})},
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

    def command_of(self, name: str) -> list[str]:
        return self._processes[name].command

    def replace(self, name: str, command: list[str]) -> None:
        """
        This function will end a process as an upgrade does, and start another in its place.

        :raises DidNotStart: if it is not up in time
        """
        process = self._processes[name]
        if process.running is not None:
            process.running.terminate()
            process.running.wait(_READY_SECONDS)
            # Its children, should it have left any.
            self.kill(name)
        process.command = command
        self.start(name)

    def wait_for(self, name: str, seconds: float = _READY_SECONDS) -> None:
        """:raises DidNotStart: if it is not up in time"""
        process = self._processes[name]
        deadline = time.monotonic() + seconds
        while not process.is_up():
            if self._is_lost(process) or time.monotonic() > deadline:
                raise DidNotStart(f"{name} did not start:\n{process.said()[-2000:]}")
            time.sleep(0.02)

    def _is_lost(self, process: Process) -> bool:
        """Whether nobody starts it again."""
        return process.has_ended

    def cpu_seconds(self) -> dict[str, float]:
        """This function will give the seconds of a core that each process has used in all."""
        return {
            name: process.used + sum(map(cpu_seconds, family_of(process)))
            for name, process in self._processes.items()
        }

    def memory_bytes(self, name: str) -> int:
        """This function will give the resident bytes of a process and its children."""
        return sum(map(_resident, _family(self.pid(name))))

    def end(self) -> None:
        for name in reversed(self.names):
            self.kill(name)
        self._guard.communicate()

    def _launch(self, process: Process) -> None:
        if not process.has_ended:
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


def inherited() -> dict[str, str]:
    """Nothing that is set for another run of ours."""
    return {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
    }


def family_of(process: Process) -> list[int]:
    if process.running is None or process.has_ended:
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
