"""Who reaches what? Each port that is listened on, tried from each host."""

import re
import select
import socket
from collections import defaultdict
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
    found: Reach = defaultdict(set)
    ports = [(hosts[name], port) for name in (*DATA, *APP) for port in _ports_of(hosts[name])]
    for source in hosts.values():
        for host, port in _reached_from(source, [one for one in ports if one[0] != source]):
            found[host.name, port].add(kind(source.name))
    return {(host.name, port): found[host.name, port] for host, port in ports}


def _ports_of(host: Host) -> Iterator[int]:
    """What is listened on for others than the host itself."""
    seen = set()
    for line in host.do("ss", "-Hltn").splitlines():
        match = _listening.match(line.split()[3])
        if match and not match[1].startswith(("127.", "[::1]")):
            seen.add(int(match[2]))
    yield from sorted(seen)


def _reached_from(source: Host, ports: list[tuple[Host, int]]) -> Iterator[tuple[Host, int]]:
    waiting = {}
    with source.inside():
        for host, port in ports:
            probe = socket.socket()
            probe.setblocking(False)
            probe.connect_ex((host.address, port))
            waiting[probe] = (host, port)
    while ready := select.select([], list(waiting), [], _SECONDS)[1]:
        for probe in ready:
            if probe.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                yield waiting[probe]
            del waiting[probe]
            probe.close()
    for probe in waiting:
        probe.close()
