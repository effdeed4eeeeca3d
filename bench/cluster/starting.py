"""How does a market begin on five hosts? Databases first, then its tables, then all the rest."""

import contextlib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator
from pathlib import Path

from bench.cluster.databases import is_led_to_first, start_databases, start_redis
from bench.cluster.hosts import APP, DATA, FRONT, Host, network
from bench.cluster.machines import Machines
from bench.cluster.sale import fill_shelves
from bench.cluster.units import Unit
from bench.servers.processes import ROOT, DidNotStart, listens

_READY = {"web": 8000, "relay": 8001}
_LISTENING = {"services": 8051, "background": 8052}


@contextlib.contextmanager
def running_machines(folder: Path, *, without: Collection[str] = ()) -> Iterator[Machines]:
    """
    This function will run a market on five hosts for as long as the block lasts.

    `without` are units that nobody would miss.

    :raises CannotBeBuilt: if this machine cannot stand for them
    :raises DidNotStart: if something is not up in time
    """
    with network(folder) as hosts:
        machines = Machines(folder, hosts)
        try:
            _start(machines, without)
            yield machines
        finally:
            machines.end()


def _start(machines: Machines, without: Collection[str]) -> None:
    for hosts, file in ((DATA, "data.nft"), (APP, "app.nft")):
        for name in hosts:
            rules = machines.folder / name / "deploy" / "nftables" / file
            machines.hosts[name].do("nft", "-f", str(rules))
    _start_sandbox(machines)
    start_redis(machines)
    start_databases(machines)
    apps = [machines.hosts[name] for name in APP]
    for host in apps:
        _start_front(machines, host)
    for name in machines.names:
        machines.wait_for(name)
    _release(machines, apps[0])
    with machines.hosts[next(iter(DATA))].inside():
        fill_shelves(machines.database_url)
    begun = len(machines.names)
    for host in apps:
        for unit in machines.units(host).values():
            if unit.is_of_target and unit.name not in without:
                machines.run_unit(host, unit, **_is_up(machines, host, unit))
    for name in machines.names[begun:]:
        machines.wait_for(name)


def _start_sandbox(machines: Machines) -> None:
    ports = {"portone": 8061, "sweettracker": 8062, "smtp": 8063, "mail": 8064}
    command = [sys.executable, "-m", "sandbox", "--data", str(machines.folder / "sandbox")]
    command += [part for name, port in ports.items() for part in (f"--{name}-port", str(port))]
    command += ["--webhook-url", f"http://{FRONT}/v1/webhooks/portone"]
    machines.run(machines.hosts["outside"], "sandbox", command, says='"ready"')


def _start_front(machines: Machines, host: Host) -> None:
    """What Debian's packages run, by our files."""
    own = machines.folder / host.name
    files = own / "deploy"
    machines.run(
        host, "haproxy", ["haproxy", "-db", "-f", str(files / "haproxy" / "haproxy.cfg")],
        restart=1.0, is_up=lambda: is_led_to_first(host),
    )  # fmt: skip
    # Its workers read files that are root's here.
    options = f"daemon off; user root; pid {own}/run/nginx.pid; error_log stderr;"
    machines.run(
        host, "nginx", ["nginx", "-p", str(own), "-c", str(files / "nginx.conf"), "-g", options],
        restart=1.0, is_up=lambda: _answers(host, "/nginx", 80),
    )  # fmt: skip
    pids = [
        part for kind in ("p", "r", "c") for part in (f"-{kind}", f"{own}/run/keepalived.{kind}")
    ]
    command = ["keepalived", "--dont-fork", "--log-console", "--vrrp"]
    machines.run(
        host, "keepalived", [*command, "-f", str(files / "keepalived" / "keepalived.conf"), *pids],
        restart=1.0, is_up=lambda: _is_held(machines),
    )  # fmt: skip


def _is_held(machines: Machines) -> bool:
    return front(machines) is not None


def front(machines: Machines) -> str | None:
    """This function will name the host that has the address clients know."""
    for name in APP:
        if f"inet {FRONT}/" in machines.hosts[name].do("ip", "addr", "show", "dev", "eth0"):
            return name
    return None


def _release(machines: Machines, host: Host) -> None:
    """:raises DidNotStart: if the tables cannot be made"""
    unit = machines.units(host)["release"]
    done = subprocess.run(
        host.command(*unit.command), env=unit.environment, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise DidNotStart(f"the release: {done.stderr[-2000:]}")


def _is_up(machines: Machines, host: Host, unit: Unit) -> dict[str, object]:
    if port := _READY.get(unit.name):
        return {"is_up": lambda: _answers(host, "/readyz", port)}
    if port := _LISTENING.get(unit.name):
        return {"is_up": lambda: _listens(host, port)}
    return {"says": "ticking" if unit.name == "clock" else '"ready"'}


def _listens(host: Host, port: int) -> bool:
    with host.inside():
        return listens(port)


def _answers(host: Host, path: str, port: int) -> bool:
    try:
        with (
            host.inside(),
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer,
        ):
            return bool(answer.status < 300)
    except (urllib.error.URLError, OSError):
        return False
