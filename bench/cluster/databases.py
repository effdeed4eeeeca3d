"""How do three nodes of MariaDB become a cluster, and three of Redis be watched by Sentinels?"""

import shutil
import subprocess
from functools import partial
from typing import Any

import pymysql
import redis

from bench.cluster.hosts import DATA, Host
from bench.cluster.machines import Machines
from bench.cluster.units import variables

_PASSWORD = "secret"  # noqa: S105 - as in deploy/
#: As Debian's mariadb.service does it: one that was killed begins where it was, instead of being
#: copied anew; and the first of a cluster is told so once.
_NODE = """
if [ -e "$0/new-cluster" ]; then
    rm "$0/new-cluster"
    exec mariadbd "$@" --wsrep-new-cluster
fi
[ -e "$0/mariadb/grastate.dat" ] || exec mariadbd "$@"
position=$(mariadbd "$@" --wsrep-recover 2>&1 | sed -n 's/.*Recovered position: *//p' | tail -1)
exec mariadbd "$@" --wsrep-start-position="$position"
"""
_ACCOUNTS = (
    "CREATE DATABASE pikcur CHARACTER SET utf8mb4",
    f"CREATE USER copier@localhost IDENTIFIED BY '{_PASSWORD}'",
    "GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR ON *.* TO copier@localhost",
    f"CREATE USER pikcur@'10.0.0.%' IDENTIFIED BY '{_PASSWORD}'",
    "GRANT ALL ON pikcur.* TO pikcur@'10.0.0.%'",
)


def start_databases(machines: Machines) -> None:
    """This function will begin a cluster of three nodes that are alike."""
    first, *others = (machines.hosts[name] for name in DATA)
    _fill(machines, first)
    for host in others:
        # They join with what the first has; else each would have it sent, which takes a while.
        mine = machines.folder / host.name / "mariadb"
        shutil.copytree(machines.folder / first.name / "mariadb", mine, dirs_exist_ok=True)
    (machines.folder / first.name / "new-cluster").touch()
    machines.start(f"{first.name} mariadb")
    for host in others:
        # One after the other: who has just come may lack the last of what the next one needs.
        _run_node(machines, host)
        machines.wait_for(f"{host.name} mariadb")
    for host in (first, *others):
        machines.run_unit(host, machines.units(host)["database-check"])


def _fill(machines: Machines, host: Host) -> None:
    own = machines.folder / host.name
    command = [
        "mariadb-install-db", "--no-defaults", f"--datadir={own}/mariadb", "--skip-test-db",
        "--auth-root-authentication-method=normal", "--user=root", f"--tmpdir={own}/run",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    (own / "new-cluster").touch()
    _run_node(machines, host)
    machines.wait_for(f"{host.name} mariadb")
    with connected(machines, host.name) as admin, admin.cursor() as cursor:
        for statement in _ACCOUNTS:
            cursor.execute(statement)
    machines.stop(f"{host.name} mariadb")


def _run_node(machines: Machines, host: Host) -> None:
    own = machines.folder / host.name
    (own / "temporary").mkdir()
    options = [
        f"--defaults-file={own}/deploy/mariadb/galera.cnf", f"--datadir={own}/mariadb",
        f"--socket={own}/run/mysqld.sock", f"--pid-file={own}/run/mysqld.pid", "--user=root",
        f"--tmpdir={own}/temporary", "--skip-log-error",
    ]  # fmt: skip
    command = ["sh", "-c", _NODE, str(own), *options]
    machines.run(
        host, "mariadb", command, restart=5.0, is_up=lambda: is_synced(machines, host.name)
    )


def run_arbiter(machines: Machines, host: Host) -> None:
    """This function will have a host have a voice among the nodes, and keep nothing."""
    if shutil.which("garbd") is None:
        raise LookupError("an arbiter needs Debian's galera-arbitrator-4, which is not here")
    told = variables(machines.folder / host.name / "deploy" / "mariadb" / "garb")
    nodes, group, options = (told[f"GALERA_{name}"] for name in ("NODES", "GROUP", "OPTIONS"))
    command = ["garbd", "-a", f"gcomm://{nodes.replace(' ', ',')}", "-g", group, "-o", options]
    machines.run(host, "garb", command, says="Shifting JOINED -> SYNCED")
    machines.wait_for(f"{host.name} garb")


def connected(machines: Machines, host: str, *, seconds: int = 5) -> pymysql.Connection:
    """This function will connect with the node of a host, as who may do everything."""
    socket = machines.folder / host / "run" / "mysqld.sock"
    return pymysql.connect(
        unix_socket=str(socket), user="root", read_timeout=seconds, autocommit=True
    )


def is_synced(machines: Machines, host: str) -> bool:
    """This function will tell whether a node has all that the others have."""
    try:
        with connected(machines, host) as line, line.cursor() as cursor:
            cursor.execute("SHOW STATUS LIKE 'wsrep_local_state_comment'")
            return bool(cursor.fetchone()[1] == "Synced")
    except pymysql.MySQLError:
        return False


def through_haproxy(host: Host, *, init: str = "") -> pymysql.Connection:
    """This function will connect as the services of a host do."""
    with host.inside():
        return pymysql.connect(
            host="127.0.0.1", user="pikcur", password=_PASSWORD, database="pikcur",
            init_command=init or None, ssl_disabled=True, connect_timeout=2, read_timeout=2,
        )  # fmt: skip


def is_led_to_first(host: Host) -> bool:
    """This function will tell whether the services of a host write to the first of the nodes."""
    try:
        with through_haproxy(host) as line, line.cursor() as cursor:
            cursor.execute("SELECT @@wsrep_node_name")
            return bool(cursor.fetchone()[0] == next(iter(DATA)))
    except pymysql.MySQLError:
        return False


def start_redis(machines: Machines) -> None:
    """This function will run a Redis and a Sentinel on each; all but the first are copies."""
    for host in (machines.hosts[name] for name in DATA):
        files = machines.folder / host.name / "deploy" / "redis"
        for name, port, options in (("redis", 6379, []), ("sentinel", 26379, ["--sentinel"])):
            command = ["redis-server", str(files / f"{name}.conf"), *options]
            is_up = partial(_answers, host, port)
            machines.run(host, name, command, restart=0.1, is_up=is_up)


def _answers(host: Host, port: int) -> bool:
    try:
        with host.inside():
            client = redis.Redis(port=port, password=_PASSWORD if port == 6379 else None)
            return bool(client.ping())
    except redis.RedisError:
        return False


def redis_primary(machines: Machines) -> str:
    """This function will name the host whose Redis takes what is written, as Sentinels see it."""
    for name in DATA:
        try:
            with machines.hosts[name].inside():
                watcher = redis.Redis(port=26379, socket_timeout=1)
                watched: Any = watcher.sentinel_masters()
                (known,) = watched.values()
        except redis.RedisError:
            continue
        found = {address: host for host, address in DATA.items()}.get(str(known["ip"]))
        if found:
            return found
    raise LookupError("no Sentinel knows of a primary")


def replicas(machines: Machines, host: str) -> int:
    """This function will count the copies that have all that the Redis of a host has."""
    try:
        with machines.hosts[host].inside():
            told = redis.Redis(password=_PASSWORD, socket_timeout=1).info("replication")
    except redis.RedisError:
        return 0
    copies = [told.get(f"slave{number}") for number in range(int(told.get("connected_slaves", 0)))]
    return sum(bool(copy and copy["state"] == "online") for copy in copies)
