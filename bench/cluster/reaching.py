"""Who reaches what? Each port that is listened on, tried from each host."""

import re
import select
import socket
from collections.abc import Iterator, Mapping

from bench.cluster.hosts import APP, DATA, Host

#: Longer than any answer takes between hosts; what is dropped is never answered.
_SECONDS = 1.0
_listening = re.compile(r"^(\S+):(\d+)$")
#: A port of a host, by its name, and the kinds of hosts that reach it.
Reach = dict[tuple[str, int], set[str]]


def kind(name: str) -> str:
    """This function will give what a host is for."""
    return "data" if name in DATA else "app" if name in APP else "outside"


def reached(hosts: Mapping[str, Host]) -> Reach:
    """This function will try every port of the hosts from every other host."""
    found: Reach = {}
    waiting = {}
    for host in (hosts[name] for name in (*DATA, *APP)):
        for port in _ports_of(host):
            found[host.name, port] = set()
            for source in (one for one in hosts.values() if one != host):
                waiting[_probe(source, host, port)] = (source, host, port)
    for probe in _answered(set(waiting)):
        source, host, port = waiting[probe]
        found[host.name, port].add(kind(source.name))
    for probe in waiting:
        probe.close()
    return found


def _ports_of(host: Host) -> Iterator[int]:
    """What is listened on for others than the host itself."""
    seen = set()
    for line in host.do("ss", "-Hltn").splitlines():
        match = _listening.match(line.split()[3])
        if match and not match[1].startswith(("127.", "[::1]")):
            seen.add(int(match[2]))
    yield from sorted(seen)


def _probe(source: Host, host: Host, port: int) -> socket.socket:
    with source.inside():
        probe = socket.socket()
    probe.setblocking(False)
    probe.connect_ex((host.address, port))
    return probe


def _answered(waiting: set[socket.socket]) -> Iterator[socket.socket]:
    while ready := select.select([], list(waiting), [], _SECONDS)[1]:
        for probe in ready:
            waiting.discard(probe)
            if probe.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                yield probe
