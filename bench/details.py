"""How often a second are goods shown? Ours beside FastAPI with SQLAlchemy, on the same tables.

Ours go through edge and services as in production; the other reads the same rows and answers the
same fields, which is held against ours before anything is measured.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import requests

from bench.bids import said
from bench.load.markets import Usage
from bench.load.players import Player, playing
from bench.peers import environment
from bench.report import Report, Row, middle
from bench.servers.cluster import running_cluster
from bench.servers.stock import connected, stock

_TARGET = 1.5
_NAME = "goods shown a second ÷ FastAPI + SQLAlchemy"
#: Where pictures are is told in each one's own way, and times with a Z or without.
_SAID_OTHERWISE = {"image", "images", "startsAt", "endsAt", "createdAt", "additions"}


@dataclass
class Sizes:
    """What a run takes."""

    seconds: float = 2.0
    warm: float = 0.5
    rounds: int = 3
    connections: int = 32
    goods: int = 1_000
    #: One a core, as in production.
    services: int = 2
    edges: int = 1
    #: Of FastAPI's: as many as ours together.
    processes: int = 2


FULL = Sizes(seconds=6.0, warm=2.0, rounds=7)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will show the same goods by ours and by the other, in turn."""
    report = Report("details", asdict(sizes))
    running = running_cluster(folder, services=sizes.services, edges=sizes.edges)
    with running as cluster, playing("bench.load.readers") as client:
        goods_ids = stock(cluster, members=1, goods=sizes.goods).goods_ids
        _surround(cluster.database_url)
        paths = [f"/v1/goods/{goods_id}" for goods_id in goods_ids]
        try:
            peer = environment.reading(folder, cluster.database_url, processes=sizes.processes)
            with peer as theirs:
                ours, other = cluster.edge_ports[0], theirs.port
                report.faults += _differences(ours, other, paths[0])
                sides = (
                    _Side(client, sizes, ours, paths, cluster.cpu_seconds),
                    _Side(
                        client,
                        sizes,
                        other,
                        paths,
                        lambda: {
                            "FastAPI": theirs.cpu_seconds(),
                            "mariadb": cluster.cpu_seconds()["mariadb"],
                        },
                    ),
                )
                _compare(report, *sides)
        except environment.NotInstalled as error:
            report.add(Row(_NAME, None, "×", f"≥ {_TARGET}", None, note=f"not measured: {error}"))
    return report


def _surround(database_url: str) -> None:
    """What stands around goods of a store that has sold before: pictures, ratings, an addition."""
    with connected(database_url) as database, database.atomic():
        for position in (1, 2, 3):
            database.execute_sql(
                "INSERT INTO goods_image SELECT goods_id, %s, thumb_key, full_key"
                " FROM goods_image WHERE position = 0",
                (position,),
            )
        for stars in (3, 4, 5):
            database.execute_sql(
                "INSERT INTO rating_count (store_id, given, count)"
                " SELECT store_id, %s, 7 FROM store",
                (stars,),
            )
        database.execute_sql(
            "INSERT INTO goods_addition (goods_id, text, added_at)"
            " SELECT goods_id, 'with its box', created_at FROM goods"
        )


def _differences(ours: int, other: int, path: str) -> list[str]:
    """What the two do not say alike."""
    told = [_fields(port, path) for port in (ours, other)]
    return [
        f"{name}: {told[0].get(name)} against {told[1].get(name)}"
        for name in told[0].keys() | told[1].keys()
        if name not in _SAID_OTHERWISE and told[0].get(name) != told[1].get(name)
    ]


def _fields(port: int, path: str) -> dict[str, Any]:
    answer = requests.get(f"http://127.0.0.1:{port}{path}", timeout=20)
    answer.raise_for_status()
    return dict(answer.json())


@dataclass(frozen=True)
class _Side:
    """Whoever shows goods, and what its processes have used."""

    client: Player
    sizes: Sizes
    port: int
    paths: list[str]
    cpu_seconds: Callable[[], dict[str, float]]

    def rate(self) -> dict[str, Any]:
        sizes, usage = self.sizes, Usage(self.cpu_seconds)
        done = self.client.does(
            {"port": self.port, "paths": self.paths, "connections": sizes.connections,
             "seconds": sizes.seconds, "warm": sizes.warm}
        )  # fmt: skip
        return done | usage.by(done["answered"], client_seconds=done["clientSeconds"])


def _compare(report: Report, ours: _Side, theirs: _Side) -> None:
    rounds = [(ours.rate(), theirs.rate()) for _ in range(ours.sizes.rounds)]
    wrong = {status for pair in rounds for done in pair for status in done["statuses"]} - {"200"}
    if wrong:
        report.faults.append(f"answered with {', '.join(sorted(wrong))}")
    ratio = middle([mine["perSecond"] / other["perSecond"] for mine, other in rounds])
    details = {"rounds": rounds}
    note = ", against ".join(said(side) for side in zip(*rounds, strict=True))
    report.add(Row(_NAME, ratio, "×", f"≥ {_TARGET}", ratio >= _TARGET, details, note))
