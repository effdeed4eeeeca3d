"""What can happen to machines? Each as one line that a scenario is made of."""

import time
from collections.abc import Sequence

import pymysql

from bench.cluster.databases import is_synced, redis_primary, replicas, through_haproxy
from bench.cluster.hosts import APP, DATA
from bench.cluster.machines import Machines
from bench.cluster.starting import front
from bench.servers.processes import DidNotStart

#: Those of the databases, which a firewall in between may drop.
GALERA = (4567, 4568, 4444)
REDIS = (6379, 26379)
_WHOLE_SECONDS = 60.0
_FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"


def part(machines: Machines, host: str, *others: str, ports: Sequence[int]) -> None:
    """This function will have a host and others hear nothing of each other on some ports."""
    addresses = ", ".join(machines.hosts[other].address for other in others)
    numbers = ", ".join(map(str, ports))
    rules = "".join(
        f"chain {hook} {{ type filter hook {hook} priority -10; policy accept;\n"
        f"ip {end} {{ {addresses} }} tcp dport {{ {numbers} }} drop\n"
        f"ip {end} {{ {addresses} }} tcp sport {{ {numbers} }} drop\n}}\n"
        for hook, end in (("input", "saddr"), ("output", "daddr"))
    )
    machines.hosts[host].do("nft", "-f", "-", told=f"table inet parted {{\n{rules}}}\n")


def unite(machines: Machines, host: str) -> None:
    machines.hosts[host].do("nft", "delete", "table", "inet", "parted")


def set_clock(machines: Machines, name: str, seconds: float) -> None:
    """This function will have a process, started anew, see a clock that is so far off."""
    machines.stop(name)
    machines.tell(
        name,
        {
            "LD_PRELOAD": _FAKETIME if seconds else "",
            "FAKETIME": f"{seconds:+.0f}s",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
        },
    )
    machines.start(name)


def hold_rows(machines: Machines, host: str, goods_ids: Sequence[int]) -> None:
    """This function will have a host rest inside a transaction, with locks of goods."""
    line = through_haproxy(machines.hosts[host], init="SET SESSION idle_transaction_timeout = 5")
    cursor = line.cursor()
    cursor.execute("BEGIN")
    marks = ", ".join(["%s"] * len(goods_ids))
    cursor.execute(f"SELECT 1 FROM auction WHERE goods_id IN ({marks}) FOR UPDATE", goods_ids)  # noqa: S608
    # Nobody closes it: its host is about to vanish.
    _forgotten.append(line)


_forgotten: list[pymysql.Connection] = []


def roll(machines: Machines, pause: float) -> None:
    """This function will restart everything, one after the other, as an upgrade does."""
    for host in (*APP, *DATA):
        for name in machines.of(host):
            machines.stop(name)
            machines.start(name)
            time.sleep(pause)


def wait_until_whole(machines: Machines) -> None:
    """
    This function will wait until everything runs, and everybody has what the others have.

    :raises DidNotStart: if that takes too long
    """
    deadline = time.monotonic() + _WHOLE_SECONDS
    while lacking := _lacking(machines):
        if time.monotonic() > deadline:
            raise DidNotStart(f"not whole again: {lacking}")
        time.sleep(0.1)


def _lacking(machines: Machines) -> str:
    for name in machines.names:
        if not machines.is_up(name):
            return f"{name} ({machines.state(name)})"
    for host in DATA:
        if not is_synced(machines, host):
            return f"{host} is not synced"
    if front(machines) is None:
        return "nobody has the address in front"
    try:
        count = replicas(machines, redis_primary(machines))
    except LookupError as error:
        return str(error)
    return "" if count == len(DATA) - 1 else f"{count} copies of Redis"
