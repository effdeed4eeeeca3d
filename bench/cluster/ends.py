"""How late do auctions end, by the clock on the wall? Looked at several times a second."""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pymysql

from bench.cluster.databases import connected
from bench.cluster.hosts import DATA
from bench.cluster.machines import Machines

_EVERY = 0.2


class Ends:
    """Whoever looks from a node that answers, whatever clock it has."""

    def __init__(self, machines: Machines, ends: dict[int, datetime]) -> None:
        self._machines = machines
        self._open = dict(ends)
        #: Seconds between the end and when it was seen, by goods.
        self.late: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    @property
    def latest(self) -> float:
        return max(self.late.values(), default=0.0)

    def wait(self, seconds: float) -> Sequence[int]:
        """This function will wait until all have ended, and name those that have not."""
        deadline = time.monotonic() + seconds
        while self._open and time.monotonic() < deadline:
            time.sleep(_EVERY)
        self.end()
        return sorted(self._open)

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY) and self._open:
            # The one that is written to last, for it is what most is done to.
            for host in reversed(DATA):
                if self._looked_from(host):
                    break

    def _looked_from(self, host: str) -> bool:
        now = datetime.now(UTC)
        due = [goods_id for goods_id, end in self._open.items() if end <= now]
        if not due:
            return True
        marks = ", ".join(["%s"] * len(due))
        sql = f"SELECT goods_id FROM pikcur.auction WHERE state <> 'OPEN' AND goods_id IN ({marks})"  # noqa: S608
        try:
            with connected(self._machines, host, seconds=1) as line, line.cursor() as cursor:
                cursor.execute(sql, due)
                ended = [goods_id for (goods_id,) in cursor.fetchall()]
        except pymysql.MySQLError:
            return False
        seen = datetime.now(UTC)
        for goods_id in ended:
            self.late[goods_id] = (seen - self._open.pop(goods_id)).total_seconds()
        return True
