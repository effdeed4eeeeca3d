"""Who is killed, and at which point? Each process at each point, so often."""

import contextlib
import shutil
import socketserver
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench.servers.cluster import Cluster
from bench.servers.processes import HOST

#: Of whose points each is killed; whoever has stopped itself first.
_VICTIMS = {
    "services": ("services-1", "mariadb", "redis", "payments-1", "worker-1"),
    "payments": ("payments-1", "sandbox", "services-1", "mariadb", "redis"),
    "sandbox": ("sandbox", "payments-1", "services-1"),
}

#: After a kill, so that what was disturbed goes on.
_CALM_SECONDS = 0.5
_SPARED = 0.5


class Kill(NamedTuple):
    """That a process was killed while another, or itself, had stopped at a point."""

    point: str
    victim: str


class Director:
    """Hears of every point, and kills somebody where that was not done often enough yet."""

    def __init__(self, *, times: int, redis_folder: Path) -> None:
        self.kills: Counter[Kill] = Counter()
        self.cluster: Cluster | None = None
        self._times = times
        self._redis = redis_folder
        self._busy = threading.Lock()
        self._chance = Random()

    def hear(self, point: str) -> None:
        """This function will kill somebody, or nobody, while whoever asks waits."""
        # By chance only, so that of points that follow each other all have their turn.
        cluster, is_spared = self.cluster, self._chance.random() < _SPARED
        if cluster is None or is_spared or not self._busy.acquire(blocking=False):
            return
        kill = self._next_kill(cluster, point)
        if self.kills[kill] >= self._times:
            self._busy.release()
            return
        self.kills[kill] += 1
        cluster.kill(kill.victim)
        sys.stderr.write(f"  kill {self.kills.total()}: {kill.victim} at {point}\n")
        threading.Thread(target=self._start_again, args=(cluster, kill.victim)).start()

    def _next_kill(self, cluster: Cluster, point: str) -> Kill:
        victims = _VICTIMS[point.partition(":")[0]]
        kills = [Kill(point, victim) for victim in victims if victim in cluster.names]
        return min(kills, key=self.kills.__getitem__)

    def _start_again(self, cluster: Cluster, victim: str) -> None:
        """Nobody else is killed meanwhile, or soon after."""
        try:
            if victim == "redis":
                # What was in it may be lost as well.
                shutil.rmtree(self._redis)
                self._redis.mkdir()
            cluster.start(victim)
            time.sleep(_CALM_SECONDS)
        finally:
            self._busy.release()

    def rest(self) -> None:
        """This function will kill nobody any more, once whoever was killed is back."""
        self.cluster = None
        with self._busy:
            pass


@contextlib.contextmanager
def listening(director: Director) -> Iterator[int]:
    """This function will have a director hear of points, on the port that it gives."""

    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            director.hear(self.rfile.readline().decode().strip())
            # Who asked may be the one who was killed.
            with contextlib.suppress(OSError):
                self.wfile.write(b".")

    class Lines(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Lines((HOST, 0), Line) as lines:
        thread = threading.Thread(target=lines.serve_forever)
        thread.start()
        try:
            yield int(lines.server_address[1])
        finally:
            lines.shutdown()
            thread.join()
