"""Who looks at pages? Connections that each ask anew as soon as they are answered, by epoll.

A process of its own, so that its share of the cores is known. Each line of its input is an order
`{port, paths, connections, seconds, warm}`; the answer says how many were answered a second.
"""

import json
import select
import socket
import sys
import time
from collections import Counter
from itertools import cycle
from typing import Any

from bench.load.bidclient import size_of

_HOST = "127.0.0.1"
_SIZE = 1 << 16
_REQUEST = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n"


class Readers:
    """The connections, and what they were answered."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._requests = cycle([_REQUEST.format(path=path).encode() for path in order["paths"]])
        self._epoll = select.epoll()
        self._sockets = {}
        self._seen: dict[int, bytes] = {}
        for _ in range(order["connections"]):
            page = socket.create_connection((_HOST, order["port"]))
            page.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets[page.fileno()] = page
            self._seen[page.fileno()] = b""
            self._epoll.register(page, select.EPOLLIN)
        self.statuses: Counter[str] = Counter()

    def read_until(self, until: float) -> None:
        """This function will ask on every connection, again and again."""
        for page in self._sockets.values():
            page.send(next(self._requests))
        while time.monotonic() < until:
            for fd, _ in self._epoll.poll(0.1):
                self._take(fd)

    def _take(self, fd: int) -> None:
        page = self._sockets[fd]
        data = self._seen[fd] + page.recv(_SIZE)
        if size_of(data) != len(data):
            self._seen[fd] = data
            return
        self._seen[fd] = b""
        self.statuses[data[9:12].decode()] += 1
        page.send(next(self._requests))

    def close(self) -> None:
        for page in self._sockets.values():
            page.close()
        self._epoll.close()


def read(order: dict[str, Any]) -> dict[str, Any]:
    """This function will look at pages for some seconds, once all is warm."""
    cpu, answered = time.process_time(), 0
    for seconds in (order["warm"], order["seconds"]):
        readers = Readers(order)
        readers.read_until(time.monotonic() + seconds)
        readers.close()
        answered += readers.statuses.total()
    return {
        "answered": answered,
        "perSecond": readers.statuses.total() / order["seconds"],
        "statuses": dict(readers.statuses),
        "clientSeconds": time.process_time() - cpu,
    }


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(read(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
