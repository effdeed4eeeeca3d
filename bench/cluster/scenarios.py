"""What happens to the market, and what may come of it? One small object each."""

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bench.cluster.databases import redis_primary, run_arbiter
from bench.cluster.faults import (
    GALERA,
    REDIS,
    hold_rows,
    part,
    roll,
    set_clock,
    unite,
)
from bench.cluster.hosts import APP, DATA
from bench.cluster.machines import Machines
from bench.cluster.sale import fault_in_a_sale
from bench.cluster.starting import front

_WRITER, _OTHER, _THIRD = DATA
_FOUND_WELL_SECONDS = 5.0
_APP, _OTHER_APP = APP


@dataclass(frozen=True)
class Limits:
    """What members may notice, in seconds."""

    pause: float = 4.0
    late: float = 3.0
    #: Whether news may be lost if members are told so.
    may_lose: bool = False


_UPGRADE = Limits(pause=2.0, late=2.0)
_WORST = Limits(may_lose=True)


@dataclass
class Stage:
    """Where it happens: the machines, and the goods that everybody bids on."""

    machines: Machines
    goods_ids: list[int]
    #: What was chosen when it happened, to be undone.
    host: str = ""
    faults: list[str] = field(default_factory=list)


Act = Callable[[Stage], None]


@dataclass(frozen=True)
class Scenario:
    """What is done, and undone after some seconds."""

    name: str
    do: Act
    undo: Act
    seconds: float = 8.0
    limits: Limits = Limits()


def _crashes(name: str) -> tuple[Act, Act]:
    """systemd starts it again."""
    return (lambda stage: stage.machines.crash(name)), _nothing


def _is_frozen(name: str) -> tuple[Act, Act]:
    return (lambda stage: stage.machines.freeze(name)), lambda stage: stage.machines.thaw(name)


def _is_down(name: str) -> tuple[Act, Act]:
    return (lambda stage: stage.machines.kill(name)), lambda stage: stage.machines.start(name)


def _is_cut(host: str) -> tuple[Act, Act]:
    return (
        lambda stage: stage.machines.hosts[host].cut(),
        lambda stage: stage.machines.hosts[host].join(),
    )


def _nothing(stage: Stage) -> None:
    """It has come to its end by itself."""


def _redis_goes(stage: Stage) -> None:
    stage.host = redis_primary(stage.machines)
    stage.machines.kill(f"{stage.host} redis")


def _redis_comes(stage: Stage) -> None:
    stage.machines.start(f"{stage.host} redis")


def _redis_hangs(stage: Stage) -> None:
    stage.host = redis_primary(stage.machines)
    stage.machines.freeze(f"{stage.host} redis")


def _redis_goes_on(stage: Stage) -> None:
    stage.machines.thaw(f"{stage.host} redis")


def _redis_is_parted(stage: Stage, *, reaches: tuple[str, ...] = ()) -> None:
    stage.host = redis_primary(stage.machines)
    others = [name for name in (*DATA, *APP) if name not in (stage.host, *reaches)]
    part(stage.machines, stage.host, *others, ports=REDIS)


def _is_united(stage: Stage) -> None:
    unite(stage.machines, stage.host)


def _loses_quorum(stage: Stage) -> None:
    stage.host = _WRITER
    part(stage.machines, _WRITER, _OTHER, _THIRD, ports=GALERA)


def _front_goes(stage: Stage, *, how: Callable[[Machines, str], None]) -> None:
    stage.host = front(stage.machines) or _APP
    how(stage.machines, stage.host)


def _nginx_is_killed(machines: Machines, host: str) -> None:
    machines.crash(f"{host} nginx")


def _nginx_is_frozen(machines: Machines, host: str) -> None:
    machines.freeze(f"{host} nginx")


def _nginx_reads_anew(machines: Machines, host: str) -> None:
    machines.reload(f"{host} nginx")


def _host_is_cut(machines: Machines, host: str) -> None:
    machines.hosts[host].cut()


def _host_is_back(stage: Stage) -> None:
    stage.machines.hosts[stage.host].join()


def _nginx_goes_on(stage: Stage) -> None:
    stage.machines.thaw(f"{stage.host} nginx")


def _vanishes_in_a_transaction(stage: Stage) -> None:
    hold_rows(stage.machines, _OTHER_APP, stage.goods_ids[:1])
    stage.machines.hosts[_OTHER_APP].cut()


def _clock_is_behind(stage: Stage) -> None:
    """The next to be written to is five seconds behind when its turn comes."""
    set_clock(stage.machines, f"{_OTHER} mariadb", -5)
    # HAProxy has to find it well before it leads anybody there.
    time.sleep(_FOUND_WELL_SECONDS)
    stage.machines.kill(f"{_WRITER} mariadb")


def _clock_is_right(stage: Stage) -> None:
    stage.machines.start(f"{_WRITER} mariadb")
    set_clock(stage.machines, f"{_OTHER} mariadb", 0)


def _third_is_an_arbiter(stage: Stage) -> None:
    """As it is with two machines and a small witness; then the writer goes."""
    stage.machines.stop(f"{_THIRD} mariadb")
    run_arbiter(stage.machines, stage.machines.hosts[_THIRD])
    stage.machines.kill(f"{_WRITER} mariadb")


def _third_is_a_node(stage: Stage) -> None:
    stage.machines.start(f"{_WRITER} mariadb")
    stage.machines.forget(f"{_THIRD} garb")
    stage.machines.start(f"{_THIRD} mariadb")


def _copy_is_lost(stage: Stage) -> None:
    """A node comes back without anything, and is given all by another."""
    stage.machines.stop(f"{_THIRD} mariadb")
    shutil.rmtree(stage.machines.folder / _THIRD / "mariadb")
    (stage.machines.folder / _THIRD / "mariadb").mkdir()


def _copy_is_made(stage: Stage) -> None:
    stage.machines.start(f"{_THIRD} mariadb")


def _a_sale(stage: Stage) -> None:
    if fault := fault_in_a_sale():
        stage.faults.append(fault)


def _all_is_restarted(stage: Stage) -> None:
    roll(stage.machines, pause=0.5)


SCENARIOS = [
    Scenario("a whole sale", _a_sale, _nothing, seconds=0.0),
    Scenario("writer killed", *_crashes(f"{_WRITER} mariadb")),
    Scenario("writer stopped", *_is_frozen(f"{_WRITER} mariadb")),
    Scenario("writer's host cut off", *_is_cut(_WRITER), seconds=10.0),
    Scenario("other node killed", *_crashes(f"{_THIRD} mariadb")),
    Scenario("other node stopped", *_is_frozen(f"{_THIRD} mariadb")),
    Scenario("other node's host cut off", *_is_cut(_OTHER), seconds=10.0),
    Scenario("writer of two and an arbiter killed", _third_is_an_arbiter, _third_is_a_node),
    Scenario("other node lost its disk", _copy_is_lost, _copy_is_made, seconds=2.0),
    Scenario("HAProxy killed", *_crashes(f"{_APP} haproxy"), seconds=4.0),
    Scenario("HAProxy stopped", *_is_frozen(f"{_APP} haproxy")),
    Scenario("services killed", *_crashes(f"{_APP} services"), seconds=5.0),
    Scenario("services stopped", *_is_frozen(f"{_APP} services")),
    Scenario("edge killed", *_crashes(f"{_APP} web"), seconds=5.0),
    Scenario("edge stopped", *_is_frozen(f"{_APP} web"), seconds=6.0),
    Scenario("relay killed", *_crashes(f"{_APP} relay"), seconds=5.0),
    Scenario("closer killed", *_crashes(f"{_APP} closer"), seconds=5.0),
    Scenario("clock killed", *_crashes(f"{_APP} clock"), seconds=5.0),
    Scenario("nginx reloaded", partial(_front_goes, how=_nginx_reads_anew), _nothing, seconds=3.0),
    Scenario("nginx killed", partial(_front_goes, how=_nginx_is_killed), _nothing, seconds=5.0),
    Scenario("nginx stopped", partial(_front_goes, how=_nginx_is_frozen), _nginx_goes_on),
    Scenario(
        "application host cut off",
        partial(_front_goes, how=_host_is_cut),
        _host_is_back,
        seconds=10.0,
    ),
    Scenario(
        "host vanishes in a transaction",
        _vanishes_in_a_transaction,
        _is_cut(_OTHER_APP)[1],
        seconds=10.0,
    ),
    Scenario("Redis killed", _redis_goes, _redis_comes),
    Scenario("Redis stopped", _redis_hangs, _redis_goes_on),
    Scenario("Redis cut off", _redis_is_parted, _is_united),
    Scenario("Sentinel killed", *_is_down(f"{_OTHER} sentinel")),
    Scenario(
        "Redis split brain",
        partial(_redis_is_parted, reaches=(_APP,)),
        _is_united,
        seconds=12.0,
        limits=_WORST,
    ),
    Scenario("node without quorum", _loses_quorum, _is_united, limits=_WORST),
    Scenario("clock 5 s behind", _clock_is_behind, _clock_is_right, limits=_WORST),
    Scenario("rolling upgrade", _all_is_restarted, _nothing, seconds=0.0, limits=_UPGRADE),
]


def chosen(only: str, *, two: bool, seed: int) -> list[list[Scenario]]:
    """
    This function will give what is to happen, one after another, or two at once by chance.

    :raises LookupError: if there is none of that name
    """
    if two:
        return [random.Random(seed).sample(SCENARIOS[:-2], 2)]
    names = [name for name in only.split(",") if name]
    found = [one for one in SCENARIOS if not names or one.name in names]
    if len(found) < len(names):
        raise LookupError(f"there is no scenario of {only!r}; --list names them")
    return [[one] for one in found]
