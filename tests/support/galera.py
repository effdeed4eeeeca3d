"""What is it like when a database loses its cluster? A real node, alone, that can be made to."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.servers.stores import answers_sql, mariadb_admin, mariadb_command
from tests.support.servers import HOST, free_port, running
from tests.support.waiting import wait_until

_PROVIDER = "/usr/lib/galera/libgalera_smm.so"


@dataclass(frozen=True)
class Node:
    """A node of Galera: it answers `SELECT 1` whether or not it is part of a cluster."""

    port: int
    socket: Path

    @property
    def url(self) -> str:
        return f"mysql://root@{HOST}:{self.port}/pikcur"

    def lose(self) -> None:
        """This function will have it answer as it does when it has no cluster."""
        self.run("SET GLOBAL wsrep_reject_queries = 'ALL'")

    def find(self) -> None:
        """This function will have it be a cluster by itself."""
        self.run("SET GLOBAL wsrep_reject_queries = 'NONE'")

    def run(self, sql: str) -> tuple[str, ...]:
        """This function will run a statement as the one who may do everything."""
        with mariadb_admin(self.port) as admin, admin.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone() or ()


@contextlib.contextmanager
def galera(folder: Path, config: Path | None = None) -> Iterator[Node]:
    """This function will run a node with an empty database, by a file of settings if given."""
    port, own = free_port(), free_port()
    options = (
        f"base_host={HOST};base_port={own};gmcast.listen_addr=tcp://{HOST}:{own};"
        f"ist.recv_addr={HOST}:{free_port()};gcache.size=8M"
    )
    command = [part for part in mariadb_command(folder, port) if part != "--skip-log-bin"]
    if config:
        command[1] = f"--defaults-file={config}"
    command += [
        "--wsrep-on=ON", f"--wsrep-provider={_PROVIDER}", "--wsrep-cluster-address=gcomm://",
        f"--wsrep-provider-options={options}", f"--wsrep-node-address={HOST}",
        "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2",
    ]  # fmt: skip
    with running(command, folder / "galera.log"):
        node = Node(port, folder / "mariadb.sock")
        ready = "SHOW STATUS LIKE 'wsrep_ready'"
        wait_until("Galera", lambda: answers_sql(port) and node.run(ready)[1] == "ON")
        node.run("CREATE DATABASE pikcur CHARACTER SET utf8mb4")
        yield node
