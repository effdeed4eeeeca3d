"""How quick are the pages? In a real Chromium, over edge, services and relay as in production.

How much script the first view of the shop takes, when its largest part is painted on a CPU that is
four times as slow, how long a bid of somebody else is on its way to the price that is seen, and
what a page costs that stays open on a hot auction. Needs what the tests need (`bin/test`).
"""

import contextlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from bench.load.loadclient import percentiles
from bench.load.players import playing
from bench.peers.rivals import LOOSE
from bench.report import Report, Row
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.processes import HOST, ROOT
from bench.servers.stock import stock

_CHROMIUM = "/usr/bin/chromium"
_PAGES = ROOT / "web" / "made" / "dist"
_START_PRICE = 10_000
#: The largest of the increments at any price that is reached.
_STEP = 50_000
_SLOWER = 4
_KB = 1024
#: What is seen when, by the page's own clock, which is the machine's.
_WATCH = """
  window.seen = [];
  window.longTasks = [];
  window.largest = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.largest = one.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.longTasks.push(one.duration);
  }).observe({ type: "longtask" });
  addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    const price = document.querySelector("[data-price]")?.dataset.price;
    if (price) window.seen.push([Number(price), Date.now() / 1000]);
  }).observe(document.body, { subtree: true, childList: true, attributes: true }));
"""
#: Whether a price, or one after it, was seen.
_SEES = "last => window.seen.some(([price]) => price >= last)"


@dataclass
class Sizes:
    """What a run takes."""

    views: int = 5
    rate: float = 200.0
    seconds: float = 10.0
    members: int = 100
    #: How long a page stays open on the auction, with bids all the while.
    open_seconds: float = 20.0


FULL = Sizes(views=20, seconds=30.0, open_seconds=600.0)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will look at the shop, and at an auction that many bid in."""
    report = Report("web", asdict(sizes))
    running = running_cluster(folder, relays=1, environment=LOOSE | {"WEB_PAGES": str(_PAGES)})
    with running as cluster, _chromium() as browser, playing("bench.load.loadclient") as client:
        stocked = stock(cluster, members=sizes.members, goods=1)
        url = f"http://{HOST}:{cluster.edge_ports[0]}"
        _add_first_view(report, browser, cluster, url, sizes.views)
        order: dict[str, Any] = {
            "do": "bid", "httpPort": cluster.edge_ports[0], "goods": stocked.goods_ids,
            "tokens": list(stocked.tokens.values()), "start": _START_PRICE, "step": _STEP,
            "rate": sizes.rate,
        }  # fmt: skip
        with _opened(browser, cluster) as context:
            page = context.new_page()
            page.goto(f"{url}/goods/{stocked.goods_ids[0]}")
            page.locator("[data-price]").wait_for()
            _add_bids(report, page, client, order | {"seconds": sizes.seconds})
            order["start"] += _STEP * int(1 + sizes.rate * sizes.seconds)
            _add_cost(report, context, page, client, order | {"seconds": sizes.open_seconds})
    return report


@contextlib.contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Root has no sandbox of Chromium's own.
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextlib.contextmanager
def _opened(browser: Browser, cluster: Cluster) -> Iterator[BrowserContext]:
    """A window that knows where the relay listens here: ports are given only at the start."""
    context = browser.new_context(locale="ko-KR", bypass_csp=True)
    context.add_init_script(_WATCH)
    relay = {"stomp": f"ws://{HOST}:{cluster.relay_ports[0]}/ws", "sockjs": ""}

    def told(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"relay": relay})

    context.route("**/v1/config", told)
    yield context
    context.close()


def _add_first_view(
    report: Report, browser: Browser, cluster: Cluster, url: str, views: int
) -> None:
    scripts, paints = [], []
    for _ in range(views):
        with _opened(browser, cluster) as context:
            script, paint = _first_view(context, url)
            scripts.append(script / _KB)
            paints.append(paint / 1000)
    most, paint = max(scripts), sorted(paints)[len(paints) // 2]
    report.add(Row("script on first view, gzip", most, "KB", "≤ 40", most <= 40, {}, ""))
    details = {"paints": paints}
    note = f"median of {views}, CPU {_SLOWER} times slower"
    report.add(Row("first view, largest paint", paint, "s", "≤ 1.2", paint <= 1.2, details, note))


def _first_view(context: BrowserContext, url: str) -> tuple[int, float]:
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    scripts: list[int] = []

    def answered(response: Response) -> None:
        if response.request.resource_type == "script":
            scripts.append(int(response.headers["content-length"]))

    page.on("response", answered)
    page.goto(url, wait_until="networkidle")
    return sum(scripts), float(page.evaluate("window.largest"))


def _add_bids(report: Report, page: Page, client: Any, order: dict[str, Any]) -> None:
    page.evaluate("window.seen.length = 0")
    done = client.does(order)
    page.wait_for_function(_SEES, arg=max(done["amounts"]))
    seen = page.evaluate("window.seen")
    prices, moments = [price for price, _ in seen], [at for _, at in seen]
    late = []
    for (sent, _), amount in zip(done["placed"], done["amounts"], strict=True):
        # Of many that come at once, only the last is shown.
        shown = bisect_left(prices, amount)
        late.append(moments[shown] - sent)
    ms = percentiles(late)
    note = f"p50 {ms['p50']:.0f} ms; {len(late):,} bids, {len(set(prices)):,} prices seen"
    name = f"bid of another → price on the page, {order['rate']:g} bids/s, p99"
    report.add(Row(name, ms["p99"], "ms", "≤ 150", ms["p99"] <= 150, {"ms": ms}, note))


def _add_cost(
    report: Report, context: BrowserContext, page: Page, client: Any, order: dict[str, Any]
) -> None:
    devtools = context.new_cdp_session(page)
    page.evaluate("window.longTasks.length = 0; window.seen.length = 0")
    before = _heap(devtools)
    client.does(order)
    page.evaluate("window.seen.length = 0")
    grown = (_heap(devtools) - before) / _KB / _KB
    tasks = page.evaluate("window.longTasks")
    note = f"{order['seconds']:g} s open"
    report.add(Row("memory of the page, grown", grown, "MB", "≤ 5", grown <= 5, {}, note))
    details = {"milliseconds": tasks}
    report.add(Row("tasks over 50 ms", len(tasks), "", "0", not tasks, details, note))


def _heap(devtools: Any) -> float:
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("Performance.enable")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize"))
