"""May this node be written to? Answers HAProxy over HTTP: 200 if so, else 503 and why.

`check.py PORT SOCKET`, by a user whom MariaDB knows by its name (`unix_socket`), without any right.
Whatever happens in the market has the time of the node that is written to, so checks also tell each
other what time it is there: one that has another than those who agree is not to be written to.
"""

import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pymysql

#: A donor, which gives another node its copy, goes on taking writes.
_DONOR, _SYNCED = "2", "4"
_TIMEOUT = 1
#: Clocks that are kept together differ by a thousandth of that.
_OFF_SECONDS = 1.0
_COMPARE_SECONDS = 2.0
_CLOCK = "X-Clock"
_ASKED = (
    "@@read_only, @@wsrep_reject_queries <> 'NONE', @@wsrep_node_address,"
    " UNIX_TIMESTAMP(SYSDATE(6))"
)


class Node:
    """The MariaDB of this host."""

    def __init__(self, socket: str, port: int) -> None:
        self._socket = socket
        self._port = port
        #: Whether its clock differs from what the others agree on.
        self._is_off = False

    def looked_at(self) -> tuple[str | None, float | None]:
        """This function will say why it must not be written to, if so, and what time it is."""
        try:
            status, (is_read_only, is_closed, _, clock) = self._asked()
        except (pymysql.MySQLError, OSError) as error:
            return f"does not answer: {error}", None
        told = _trouble(status)
        if is_closed:
            told = "is told to refuse whatever it is asked"
        elif self._is_off:
            told = told or "has another time than the others"
        elif is_read_only:
            told = told or "may only be read"
        return told, float(clock)

    def compare(self) -> None:
        """This function will hold its clock against those of the others, for ever."""
        while True:
            time.sleep(_COMPARE_SECONDS)
            try:
                status, (_, _, mine, clock) = self._asked()
                ahead = float(clock) - time.time()
                addresses = str(status.get("wsrep_incoming_addresses", "")).split(",")
                others = {one.rpartition(":")[0] for one in addresses} - {"", mine}
                self._is_off = is_off(
                    list(_differences(others, self._port, ahead)), was_off=self._is_off
                )
            except (pymysql.MySQLError, OSError):
                continue

    def _asked(self) -> tuple[dict[str, Any], Sequence[Any]]:
        with pymysql.connect(
            unix_socket=self._socket, connect_timeout=_TIMEOUT, read_timeout=_TIMEOUT
        ).cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'wsrep\\_%'")
            status = dict(cursor.fetchall())
            cursor.execute(f"SELECT {_ASKED}")
            return status, cursor.fetchone()


def _trouble(status: dict[str, Any]) -> str | None:
    if status.get("wsrep_ready") != "ON":
        return "is not ready"
    if status.get("wsrep_cluster_status") != "Primary":
        return "has lost the greater part of its cluster"
    if status.get("wsrep_local_state") not in (_DONOR, _SYNCED):
        return f"is {status.get('wsrep_local_state_comment')}"
    return None


def is_off(differences: Sequence[float], *, was_off: bool) -> bool:
    """
    This function will tell whether a clock is wrong, by how far others are ahead of it.

    Of two that differ nobody knows which is wrong: what was known before stays.
    """
    if any(abs(one) <= _OFF_SECONDS for one in differences):
        return False
    if len(differences) > 1 and max(differences) - min(differences) <= _OFF_SECONDS:
        return True
    return was_off


def _differences(others: set[str], port: int, ahead: float) -> Iterator[float]:
    """How far the clocks of others are ahead of one that is `ahead` of this process's."""
    for host in others:
        before = time.time()
        theirs = _clock_of(f"http://{host}:{port}/")
        after = time.time()
        # What took long is not known well enough.
        if theirs is not None and after - before < _OFF_SECONDS:
            yield theirs - ahead - (before + after) / 2


def _clock_of(url: str) -> float | None:
    """What time it is at another node, whether or not that may be written to."""
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer:  # noqa: S310 - of our cluster
            told = answer.headers.get(_CLOCK)
    except urllib.error.HTTPError as refused:
        told = refused.headers.get(_CLOCK)
    except OSError:
        return None
    return float(told) if told else None


class Answer(BaseHTTPRequestHandler):
    """One question of HAProxy's, or of another node's check."""

    node: Node

    def do_GET(self) -> None:
        because, clock = self.node.looked_at()
        text = f"{because or 'takes writes'}\n".encode()
        self.send_response(503 if because else 200)
        if clock is not None:
            self.send_header(_CLOCK, f"{clock:.6f}")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Asked twice a second, by every host: what is wrong MariaDB's own log tells."""


def main() -> None:
    _, port, socket = sys.argv
    Answer.node = Node(socket, int(port))
    threading.Thread(target=Answer.node.compare, daemon=True).start()
    ThreadingHTTPServer(("", int(port)), Answer).serve_forever()


if __name__ == "__main__":
    main()
