"""May this node be written to? Answers HAProxy over HTTP: 200 if so, else 503 and why.

`check.py PORT SOCKET`, by a user whom MariaDB knows by its name (`unix_socket`), without any right.
"""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pymysql

#: A donor, which gives another node its copy, goes on taking writes.
_DONOR, _SYNCED = "2", "4"
_TIMEOUT = 1


def trouble(socket: str) -> str | None:
    """This function will say why the node must not be written to, or nothing if it may."""
    try:
        with pymysql.connect(
            unix_socket=socket, connect_timeout=_TIMEOUT, read_timeout=_TIMEOUT
        ).cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'wsrep\\_%'")
            found = dict(cursor.fetchall())
            cursor.execute("SELECT @@read_only, @@wsrep_reject_queries <> 'NONE'")
            is_read_only, is_closed = cursor.fetchone()
    except (pymysql.MySQLError, OSError) as error:
        return f"does not answer: {error}"
    if found.get("wsrep_ready") != "ON":
        return "is not ready"
    if found.get("wsrep_cluster_status") != "Primary":
        return "has lost the greater part of its cluster"
    if found.get("wsrep_local_state") not in (_DONOR, _SYNCED):
        return f"is {found.get('wsrep_local_state_comment')}"
    if is_closed:
        return "is told to refuse whatever it is asked"
    return "may only be read" if is_read_only else None


class Answer(BaseHTTPRequestHandler):
    """One question of HAProxy's."""

    socket: str

    def do_GET(self) -> None:
        because = trouble(self.socket)
        text = f"{because or 'takes writes'}\n".encode()
        self.send_response(503 if because else 200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Asked twice a second, by every host: what is wrong MariaDB's own log tells."""


def main() -> None:
    _, port, Answer.socket = sys.argv
    ThreadingHTTPServer(("", int(port)), Answer).serve_forever()


if __name__ == "__main__":
    main()
