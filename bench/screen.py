"""How long is a bid on its way from the request to the screens of all who watch?

Edge, services, relay, MariaDB and Redis run as in production. Members bid over HTTP
with their tokens, evenly and each goods in turn; the first state a screen shows with that bid in
it, or with a later one, counts.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.load.loadclient import percentiles
from bench.load.players import playing
from bench.peers.rivals import LOOSE, connecting, subscribing
from bench.report import Report, Row
from bench.servers.cluster import running_cluster
from bench.servers.stock import stock

_START_PRICE = 10_000
#: The largest of the increments at any price that is reached.
_STEP = 50_000
_HOPS = {
    "toScreen": "request → screen",
    "toAnswer": "request → answer",
    "toPlaced": "request → bid placed, in the service",
    "toStream": "request → state appended to the stream",
    "relay": "appended → screen: the relay",
}


@dataclass
class Sizes:
    """What a run takes."""

    seconds: float = 15.0
    rate: float = 300.0
    goods: int = 50
    screens: int = 1_000
    members: int = 100
    #: One a core, as in production.
    services: int = 2


FULL = Sizes(seconds=60.0)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will bid at a steady rate and measure when the screens show it."""
    report = Report("bid to screen", asdict(sizes))
    running = running_cluster(folder, services=sizes.services, relays=1, environment=LOOSE)
    with running as cluster, playing("bench.load.loadclient") as client:
        stocked = stock(cluster, members=sizes.members, goods=sizes.goods)
        tokens, goods = list(stocked.tokens.values()), stocked.goods_ids
        profiles = [
            [connecting(tokens[number % len(tokens)]), subscribing(f"/topic/goods/{goods_id}")]
            for number, goods_id in enumerate(goods)
        ]
        opened = client.does({"do": "open", "port": cluster.relay_ports[0], "path": "/ws",
                              "count": sizes.screens, "profiles": profiles})  # fmt: skip
        if opened["opened"] != sizes.screens:
            report.faults.append(f"{opened['opened']} of {sizes.screens} screens are open")
        order = {"do": "bid", "httpPort": cluster.edge_ports[0], "goods": goods, "tokens": tokens,
                 "start": _START_PRICE, "step": _STEP}  # fmt: skip
        # The first bids meet processes that have not worked yet.
        warm = client.does(order | {"rate": sizes.rate / 3, "seconds": 2.0})
        order["start"] += _STEP * (1 + warm["sent"] // len(goods))
        before = cluster.cpu_seconds()
        done = client.does(order | {"rate": sizes.rate, "seconds": sizes.seconds})
        used = {name: round((cpu - before[name]) / sizes.seconds, 2)
                for name, cpu in cluster.cpu_seconds().items()}  # fmt: skip
        client.does({"do": "close"})
    _judge(report, done, sizes, used)
    return report


def _judge(report: Report, done: dict[str, Any], sizes: Sizes, used: dict[str, float]) -> None:
    ms = done["ms"] | {"toPlaced": _until_placed(done.pop("placed"))}
    ms = {name: ms[name] for name in _HOPS}
    del done["amounts"]
    to_screen = ms["toScreen"]
    if done["missed"] or done["unanswered"]:
        report.faults.append(f"missed {done['missed']}, unanswered {done['unanswered']}")
    if done["screens"] != sizes.screens:
        report.faults.append(f"{done['screens']} of {sizes.screens} screens showed anything")
    details = done | {"ms": ms, "cpu": used}
    refused = f", refused {done['refused']}" if done["refused"] else ""
    note = f"{done['accepted']:,} bids on {done['shown']:,} screens{refused}"
    name = f"bid to screen at {sizes.rate:g} bids/s over {sizes.goods} goods"
    for part, limit in (("p50", 20), ("p99", 50)):
        value = to_screen[part]
        report.add(Row(f"{name}, {part}", value, "ms", f"≤ {limit}", value <= limit, details, note))
        details, note = {}, ""
    for hop, title in list(_HOPS.items())[1:]:
        note = f"p99 {ms[hop]['p99']:.1f} ms"
        report.add(Row(f"  {title}, p50", ms[hop]["p50"], "ms", "", None, {}, note))
    shares = ", ".join(f"{name} {share:.0%}" for name, share in used.items() if share >= 0.01)
    client = done["clientCpu"]
    report.add(Row("  load client, of a core", client * 100, "%", "", None, {"cpu": used}, shares))


def _until_placed(placed: list[tuple[float, str]]) -> dict[str, float]:
    return percentiles([datetime.fromisoformat(at).timestamp() - sent for sent, at in placed])
