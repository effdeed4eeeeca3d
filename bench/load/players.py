"""How is a process that plays clients told what to do? By lines of JSON, each answered by one."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bench.servers.processes import ROOT


class Player:
    """A process that plays clients."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def does(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """This function will give an order and wait for the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._module} has failed; see its traceback above.")
        return dict(json.loads(line))

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


@contextlib.contextmanager
def playing(module: str) -> Iterator[Player]:
    """This function will run a client process for as long as the block lasts."""
    player = Player(module)
    try:
        yield player
    finally:
        player.end()
