"""What does a bid, a delivery, a connection, a page, a search, a picture and a payment cost each?

Each is done steadily for a while on one market, and what each process used of a core beyond what
it uses at rest is shared out. Unlike rates these hardly change with who else is on the machine;
`bench plan` reckons with them.
"""

import io
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from bench.load.players import playing
from bench.payments import paid_at, pay_all
from bench.peers.rivals import LOOSE, connecting, subscribing
from bench.report import Report, Row
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.processes import HOST
from bench.servers.stock import Stock, stock
from bench.servers.won import won
from models.base import database as tables
from models.catalogue import Upload
from models.dialect import open_database

_PATIENCE = 180.0
#: What is used at rest comes in hundredths of a second, a few a second.
_REST_SECONDS = 5.0
#: Of a core, by all together, while nothing happens; twice of what is used then.
_CALM = 0.5
_START_PRICE, _STEP = 10_000, 50_000
_PICTURE = (2_000, 1_500)
#: Read as people look for things: a word, one that is rare, what ends next, a brand.
_SEARCHES = (
    "query=goods",
    "query=goods%2077",
    "sort=ending",
    "query=%EB%82%98%EC%9D%B4%ED%82%A4&sort=priceAsc",
)


@dataclass
class Sizes:
    """What a run takes."""

    seconds: float = 3.0
    goods: int = 2_000
    members: int = 200
    #: Bids a second, of all, on goods that are watched by as many screens each.
    bids: float = 100.0
    screens: int = 500
    watched: int = 50
    readers: int = 8
    pictures: int = 10
    payments: int = 60


FULL = Sizes(seconds=20.0, goods=20_000, screens=5_000, watched=100, pictures=40, payments=1_000)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will do some of each, and share out what the processes used."""
    report = Report("costs", asdict(sizes))
    running = running_cluster(folder, workers=1, clocks=1, relays=1, environment=LOOSE)
    with running as cluster, playing("bench.load.loadclient") as screens:
        house = stock(cluster, members=sizes.members, goods=sizes.goods)
        tables.initialize(open_database(cluster.database_url))
        costs = Costs(cluster, report, sizes)
        costs.rest()
        costs.bid(screens, house)
        costs.watch(screens, house)
        with playing("bench.load.readers") as readers:
            costs.read(readers, "page", [f"/v1/goods/{one}" for one in house.goods_ids])
            costs.read(readers, "search", [f"/v1/goods?{query}" for query in _SEARCHES])
        costs.upload(house)
        costs.pay()
    return report


class Costs:
    """Of one market: what was used at rest, and a row for each thing that was done since."""

    def __init__(self, cluster: Cluster, report: Report, sizes: Sizes) -> None:
        self._cluster = cluster
        self._report = report
        self._sizes = sizes
        self._at_rest: dict[str, float] = {}
        #: In microseconds of a core, by process, for each thing that was done.
        self._each: dict[str, dict[str, float]] = {}

    def rest(self) -> None:
        """This function will see what each uses of a core while nothing happens."""
        self._calm_down()
        began, before = time.monotonic(), self._used()
        time.sleep(max(_REST_SECONDS, self._sizes.seconds))
        lasted = time.monotonic() - began
        self._at_rest = {k: v / lasted for k, v in self._since(before).items()}
        self._add("rest", 1, self._at_rest, "of a second")

    def bid(self, screens: Any, house: Stock) -> None:
        """This function will bid while nobody looks, once all are warm."""
        screens.does(self._bids(house, _START_PRICE))
        with self._shared("bid") as shared:
            shared.count = screens.does(self._bids(house, 100 * _STEP))["accepted"]

    def watch(self, screens: Any, house: Stock) -> None:
        """This function will open screens, let them rest, and bid on what they show."""
        tokens, goods = list(house.tokens.values()), house.goods_ids[: self._sizes.watched]
        profiles = [
            [connecting(token), subscribing(f"/topic/goods/{goods_id}")]
            for token, goods_id in zip(cycle(tokens), goods, strict=False)
        ]
        count, before = self._sizes.screens, self._cluster.memory_bytes("relay-1")
        with self._shared("connecting") as shared:
            shared.count = screens.does({"do": "open", "port": self._cluster.relay_ports[0],
                                         "path": "/ws", "count": count,
                                         "profiles": profiles})["opened"]  # fmt: skip
        kept = (self._cluster.memory_bytes("relay-1") - before) / count / 1024
        self._report.add(Row("memory of a connection", kept, "KiB", "", None, {"relay": kept}))
        with self._shared("delivery") as shared:
            done = screens.does(self._bids(house, 200 * _STEP))
            shared.count = done["shown"]
            shared.besides.update(
                {name: us * done["accepted"] for name, us in self._each["bid"].items()}
            )
        screens.does({"do": "close"})

    def read(self, readers: Any, name: str, paths: list[str]) -> None:
        """This function will have pages read, one after the other."""
        order = {"port": self._cluster.edge_ports[0], "paths": paths, "warm": 0.0,
                 "connections": self._sizes.readers, "seconds": self._sizes.seconds}  # fmt: skip
        with self._shared(name) as shared:
            done = readers.does(order)
            shared.count = done["answered"]
        wrong = done["statuses"].keys() - {"200"}
        self._report.faults += [f"{name} answered {status}" for status in wrong]

    def upload(self, house: Stock) -> None:
        """This function will post pictures, and wait until they are made smaller."""
        port, token = self._cluster.edge_ports[0], next(iter(house.tokens.values()))
        pictures = [_picture(number) for number in range(self._sizes.pictures)]
        with self._shared("picture") as shared:
            ids = [_upload(port, token, picture) for picture in pictures]
            shared.count = _made(ids)
        if shared.count < len(ids):
            self._report.faults.append(f"{shared.count} of {len(ids)} pictures were made smaller")

    def pay(self) -> None:
        """This function will have what was won paid, half as fast as they may."""
        orders = won(self._cluster, self._sizes.payments)
        with self._shared("payment") as shared:
            pay_all(self._cluster, orders, 50.0)
            shared.count = len(paid_at(len(orders), {one.order_id for one in orders}))

    def _bids(self, house: Stock, start: int) -> dict[str, Any]:
        return {"do": "bid", "httpPort": self._cluster.edge_ports[0], "start": start,
                "step": _STEP, "goods": house.goods_ids[: self._sizes.watched],
                "tokens": list(house.tokens.values()), "rate": self._sizes.bids,
                "seconds": self._sizes.seconds}  # fmt: skip

    @contextmanager
    def _shared(self, name: str) -> "Iterator[_Shared]":
        """What is used within is shared by as many as there were, but for what is used at rest."""
        self._calm_down()
        began, before, shared = time.monotonic(), self._used(), _Shared()
        yield shared
        lasted = time.monotonic() - began
        used = self._since(before)
        each = {
            name: (1e6 * (seconds - lasted * self._at_rest[name]) - shared.besides[name])
            / shared.count
            for name, seconds in used.items()
            if name != "sandbox"
        }
        self._add(name, shared.count, each, "µs")

    def _add(self, name: str, count: int, each: dict[str, float], unit: str) -> None:
        kept = {k: round(v, 4 if v < 10 else 0) for k, v in sorted(each.items()) if v >= 0.001}
        note = f"of {count:,}: " + ", ".join(f"{k} {v:,.4g}" for k, v in kept.items())
        self._each[name] = kept
        self._report.add(Row(name, sum(kept.values()), unit, "", None, kept, note))

    def _calm_down(self) -> None:
        """What was put in is registered with the search, which takes a while."""
        give_up_at = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up_at:
            before = self._used()
            time.sleep(1)
            if sum(self._since(before).values()) < _CALM:
                return
        self._report.faults.append("something goes on where nothing should")

    def _used(self) -> dict[str, float]:
        """Seconds of a core by kind of process."""
        used: defaultdict[str, float] = defaultdict(float)
        for name, seconds in self._cluster.cpu_seconds().items():
            used[name.rpartition("-")[0] or name] += seconds
        return used

    def _since(self, before: dict[str, float]) -> dict[str, float]:
        return {name: seconds - before[name] for name, seconds in self._used().items()}


@dataclass
class _Shared:
    """How many share it, and what is known to have been used by something else, in µs."""

    count: int = 1
    besides: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))


def _upload(port: int, token: str, picture: bytes) -> int:
    """What a seller's page does with a picture."""
    wanted = {"kind": "GOODS", "contentType": "image/jpeg", "size": len(picture)}
    bearer = {"Authorization": f"Bearer {token}"}
    ticket = requests.post(
        f"http://{HOST}:{port}/v1/uploads", json=wanted, headers=bearer, timeout=20
    )
    ticket.raise_for_status()
    told = ticket.json()
    files = {"file": ("picture", picture, "image/jpeg")}
    requests.post(told["url"], data=told["fields"], files=files, timeout=20).raise_for_status()
    return int(told["uploadId"])


def _picture(number: int) -> bytes:
    """As a telephone takes them; noise is the hardest to make smaller."""
    taken = io.BytesIO()
    noise = Image.frombytes(
        "RGB", _PICTURE, random.Random(number).randbytes(_PICTURE[0] * _PICTURE[1] * 3)
    )
    noise.save(taken, "JPEG", quality=40)
    return taken.getvalue()


def _made(upload_ids: Sequence[int]) -> int:
    """How many are made smaller, once all are or nobody would wait any longer."""
    give_up_at = time.monotonic() + _PATIENCE
    ready = Upload.select().where(Upload.upload_id.in_(upload_ids), Upload.state == "READY")
    with tables.connection_context():
        while (made := ready.count()) < len(upload_ids) and time.monotonic() < give_up_at:
            time.sleep(0.1)
    return made
