"""What stands for machines? Network namespaces at one switch, made by us and removed by us."""

import contextlib
import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: By name, the addresses of deploy/.
DATA = {"data-1": "10.0.0.11", "data-2": "10.0.0.12", "data-3": "10.0.0.13"}
APP = {"app-1": "10.0.0.21", "app-2": "10.0.0.22"}
#: Where clients are, and whoever plays the providers.
OUTSIDE = "10.0.0.100"
#: Held by one of the application hosts.
FRONT = "10.0.0.20"
_NAMESPACES = Path("/run/netns")
_CLONE_NEWNET = 0x40000000
_ours = re.compile(r"pikcur-(\d+)-")
_libc = ctypes.CDLL(None, use_errno=True)
#: Given a folder and the namespaces, ends what runs in them once we are done with them; if we were
#: killed nobody says so, and nobody else would remove the folder.
_GUARD = """
import shutil, subprocess, sys
is_done = sys.stdin.read()
for name in sys.argv[2:]:
    pids = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True).stdout
    for pid in pids.split():
        subprocess.run(["kill", "-9", pid], stderr=subprocess.DEVNULL)
    subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL)
if not is_done and sys.argv[1]:
    shutil.rmtree(sys.argv[1], ignore_errors=True)
"""


class CannotBeBuilt(Exception):
    """What is missing, and what to do."""


@dataclass(frozen=True)
class Host:
    """One machine."""

    name: str
    address: str
    namespace: str
    #: Where the other end of its cable is.
    switch: str

    def command(self, *command: str) -> list[str]:
        """This function will give what runs a command there."""
        return ["ip", "netns", "exec", self.namespace, *command]

    def do(self, *command: str, told: str | None = None) -> str:
        """This function will run a command there, and give what it says."""
        return _do(*self.command(*command), told=told)

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """This function will have this thread stand there: what it opens is opened there."""
        with Path("/proc/thread-self/ns/net").open() as here:
            with (_NAMESPACES / self.namespace).open() as there:
                _enter(there.fileno())
            try:
                yield
            finally:
                _enter(here.fileno())

    def cut(self) -> None:
        """This function will pull its cable."""
        _do("ip", "-n", self.switch, "link", "set", self.name, "down")

    def join(self) -> None:
        """This function will put its cable back."""
        _do("ip", "-n", self.switch, "link", "set", self.name, "up")


def missing() -> str:
    """This function will say what is missing here, and what to do; nothing if all is there."""
    if os.geteuid() != 0:
        return "hosts are network namespaces, which only root may make: run it as root"
    lacking = [package for package, program in _PROGRAMS.items() if not _has(program)]
    if lacking:
        return f"it needs programs that are not here: apt-get install {' '.join(lacking)}"
    tried = subprocess.run(
        ["ip", "netns", "add", _name("tried")], capture_output=True, text=True, check=False
    )
    if tried.returncode != 0:
        return f"no namespace can be made here ({tried.stderr.strip()}): try another machine"
    _do("ip", "netns", "del", _name("tried"))
    return ""


#: By Debian's name of the package.
_PROGRAMS = {
    "iproute2": "ip",
    "mariadb-server": "mariadbd",
    "mariadb-backup": "mariadb-backup",
    "galera-4": "/usr/lib/galera/libgalera_smm.so",
    "socat": "socat",
    "redis-server": "redis-server",
    "haproxy": "haproxy",
    "nginx-light": "nginx",
    "keepalived": "keepalived",
    "curl": "curl",
    "nftables": "nft",
    "faketime": "faketime",
}


def _has(program: str) -> bool:
    path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/sbin"
    return bool(shutil.which(program, path=path)) or Path(program).is_file()


@contextlib.contextmanager
def network(folder: Path) -> Iterator[dict[str, Host]]:
    """
    This function will have five hosts and one outside them for as long as the block lasts.

    What they keep is in the folder.

    :raises CannotBeBuilt: saying what is missing
    """
    if lacking := missing():
        raise CannotBeBuilt(lacking)
    _remove_what_was_left()
    switch = _name("outside")
    hosts = {
        name: Host(name, address, _name(name), switch)
        for name, address in {**DATA, **APP, "outside": OUTSIDE}.items()
    }
    guard = _guarding(str(folder), [host.namespace for host in hosts.values()])
    try:
        for host in hosts.values():
            _do("ip", "netns", "add", host.namespace)
            _do("ip", "-n", host.namespace, "link", "set", "lo", "up")
        _build_switch(hosts["outside"])
        for name in (*DATA, *APP):
            _plug_in(hosts[name])
        yield hosts
    finally:
        guard.communicate(b"done")


def _guarding(folder: str, names: list[str]) -> "subprocess.Popen[bytes]":
    """It lives in a session of its own, so that it outlives whoever kills us."""
    return subprocess.Popen(
        [sys.executable, "-c", _GUARD, folder, *names],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _name(host: str) -> str:
    return f"pikcur-{os.getpid()}-{host}"


def _remove_what_was_left() -> None:
    """Of runs that were killed together with their guard."""
    names = [path.name for path in _NAMESPACES.glob("pikcur-*")] if _NAMESPACES.exists() else []
    left = [
        name
        for name in names
        if (found := _ours.match(name)) and not Path(f"/proc/{found[1]}").exists()
    ]
    if left:
        _guarding("", left).communicate()


def _build_switch(outside: Host) -> None:
    _do("ip", "-n", outside.namespace, "link", "add", "eth0", "type", "bridge")
    _address(outside)
    # The providers that are played listen on the loopback only, as everywhere.
    outside.do("sysctl", "-qw", "net.ipv4.conf.all.route_localnet=1")
    outside.do("nft", "-f", "-", told=_TO_THE_SANDBOX)


_TO_THE_SANDBOX = """
table ip sandbox {
    chain arriving {
        type nat hook prerouting priority dstnat
        ip daddr 10.0.0.100 tcp dport 8061-8064 dnat to 127.0.0.1
    }
}
"""


def _plug_in(host: Host) -> None:
    cable = ["link", "add", host.name, "type", "veth", "peer", "name", "eth0"]
    _do("ip", "-n", host.switch, *cable, "netns", host.namespace)
    _do("ip", "-n", host.switch, "link", "set", host.name, "master", "eth0", "up")
    _address(host)


def _address(host: Host) -> None:
    _do("ip", "-n", host.namespace, "addr", "add", f"{host.address}/24", "dev", "eth0")
    _do("ip", "-n", host.namespace, "link", "set", "eth0", "up")


def _enter(namespace: int) -> None:
    if _libc.setns(namespace, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "the namespace cannot be entered")


def _do(*command: str, told: str | None = None) -> str:
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotBeBuilt(f"{' '.join(command)} failed: {done.stderr.strip()}")
    return done.stdout
