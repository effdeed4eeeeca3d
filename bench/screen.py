"""How long is a bid on its way from the request to the screens of all who watch?

All of PIKCUR runs as `bin/up` runs it. Members bid over HTTP with their tokens, evenly and each
goods in turn; the first state a screen shows with that bid in it, or with a later one, counts.
"""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from bench import rivals
from bench.client import Client, Market
from bench.fanout import load_client
from bench.loadclient import percentiles
from bench.report import Report, Row
from bench.rivals import LOOSE, connecting, subscribing

_PORTS = (0, 1, 51, 61, 62, 63, 64, 66)
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
    members: int = 4


FULL = Sizes(seconds=60.0)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will bid at a steady rate and measure when the screens show it."""
    report = Report("bid to screen", asdict(sizes))
    with _up(folder) as market, load_client() as client:
        members, goods = _prepared(market, sizes)
        tokens = [member.token for member in members]
        profiles = [
            [connecting(tokens[number % len(tokens)]), subscribing(f"/topic/goods/{goods_id}")]
            for number, goods_id in enumerate(goods)
        ]
        opened = client.does({"do": "open", "port": market.port_base + 1, "path": "/ws",
                              "count": sizes.screens, "profiles": profiles})  # fmt: skip
        if opened["opened"] != sizes.screens:
            report.faults.append(f"{opened['opened']} of {sizes.screens} screens are open")
        order = {"do": "bid", "httpPort": market.port_base, "goods": goods, "tokens": tokens,
                 "start": _START_PRICE, "step": _STEP}  # fmt: skip
        # The first bids meet processes that have not worked yet.
        warm = client.does(order | {"rate": sizes.rate / 3, "seconds": 2.0})
        order["start"] += _STEP * (1 + warm["sent"] // len(goods))
        before = _cpu_by_process(folder / "data")
        done = client.does(order | {"rate": sizes.rate, "seconds": sizes.seconds})
        used = {name: round((cpu - before.get(name, 0)) / sizes.seconds, 2)
                for name, cpu in _cpu_by_process(folder / "data").items()}  # fmt: skip
        client.does({"do": "close"})
    _judge(report, done, sizes, used)
    return report


def _judge(report: Report, done: dict[str, Any], sizes: Sizes, used: dict[str, float]) -> None:
    ms = done["ms"] | {"toPlaced": _until_placed(done.pop("placed"))}
    ms = {name: ms[name] for name in _HOPS}
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


@contextlib.contextmanager
def _up(folder: Path) -> Iterator[Market]:
    base, log = _free_port_base(), folder / "up.log"
    environment = {
        name: value for name, value in os.environ.items() if name not in ("REDIS_URL",)
    } | LOOSE
    command = [
        sys.executable,
        "bin/up.py",
        "--port-base",
        str(base),
        "--data",
        str(folder / "data"),
    ]
    with rivals.running(command, log, cwd=rivals.ROOT, env=environment) as up:

        def is_up() -> bool:
            return up.poll() is None and "PIKCUR is up" in log.read_text()

        rivals.wait_for("bin/up", is_up, log, 90)
        yield Market(base)


def _free_port_base() -> int:
    for base in range(31_000, 32_700, 100):
        if not any(rivals.listens(base + offset) for offset in _PORTS):
            return base
    raise rivals.DidNotStart("no free ports")


def _prepared(market: Market, sizes: Sizes) -> tuple[list[Client], list[int]]:
    """Members and goods, over HTTP as everybody makes them."""
    seller = Client(market, "lister")
    members = [Client(market, f"bidder{number}") for number in range(sizes.members)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Client.sign_up, [seller, *members]))
        category = seller.get("/v1/categories")["items"][0]["children"][0]["categoryId"]
        brand = seller.get("/v1/brands")["items"][0]["brandId"]
        goods = list(pool.map(lambda n: _put_up(seller, n, category, brand), range(sizes.goods)))
    for member in members:
        member.sign_in()
    return members, goods


def _put_up(seller: Client, number: int, category: int, brand: int) -> int:
    picture = io.BytesIO()
    Image.new("RGB", (320, 320), (number % 256, 90, 120)).save(picture, "PNG")
    ends_at = datetime.now(UTC) + timedelta(hours=1)
    goods = seller.post(
        "/v1/goods",
        {
            "name": f"goods {number}",
            "info": "measured",
            "categoryId": category,
            "brandId": brand,
            "quality": "LIKE_NEW",
            "size": "270",
            "startPrice": _START_PRICE,
            "shippingPrice": 3_000,
            "endsAt": ends_at.isoformat().replace("+00:00", "Z"),
            "softClose": False,
            "uploadIds": [seller.upload(picture.getvalue())],
        },
    )
    return int(goods["goodsId"])


def _cpu_by_process(data: Path) -> dict[str, float]:
    """Seconds of a core that each process of bin/up has used, with its children."""
    return {
        file.stem: sum(map(rivals.cpu_seconds, _family(int(file.read_text()))))
        for file in (data / "run").glob("*.pid")
    }


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]
