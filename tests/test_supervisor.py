"""Does whoever has started a process hear that it is ready, and that it goes on?"""

import contextlib
import socket
import struct
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.servers.cluster import running_cluster
from tests.support.waiting import wait_until

_CREDENTIALS = struct.Struct("3i")


@contextlib.contextmanager
def listening(path: Path) -> Iterator[dict[int, list[str]]]:
    """What is said to us, as to systemd, by each process."""
    said: dict[int, list[str]] = defaultdict(list)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        line.bind(str(path))
        threading.Thread(target=_hear, args=(line, said), daemon=True).start()
        yield said
        line.shutdown(socket.SHUT_RDWR)


def _hear(line: socket.socket, said: dict[int, list[str]]) -> None:
    while True:
        text, told, *_ = line.recvmsg(256, socket.CMSG_SPACE(_CREDENTIALS.size))
        if not text:
            return
        speaker, _, _ = _CREDENTIALS.unpack(told[0][2][: _CREDENTIALS.size])
        said[speaker].append(text.decode())


def test_each_says_that_it_is_ready_and_then_that_it_goes_on(tmp_path):
    environment = {"NOTIFY_SOCKET": str(tmp_path / "notify")}
    with (
        listening(tmp_path / "notify") as said,
        running_cluster(tmp_path / "all", clocks=1, relays=1, environment=environment) as cluster,
    ):
        for name in ("services-1", "background", "clock-1", "relay-1"):
            pid = cluster.pid(name)
            wait_until(name, lambda pid=pid: len(said[pid]) >= 3)
            assert (said[pid][0], set(said[pid][1:])) == ("READY=1", {"WATCHDOG=1"}), name
