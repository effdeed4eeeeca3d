"""How much does one relay deliver, to how many, beside others that do the same?"""

import socket
import statistics
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.load.loadclient import framed
from bench.load.players import Player, playing
from bench.peers import rivals
from bench.peers.rivals import Rival
from bench.report import Report, Row, middle
from bench.servers.processes import HOST
from bench.servers.stores import redis_server


@dataclass
class Sizes:
    """What a run takes; the defaults are short, `FULL` is for what is written down."""

    seconds: float = 1.0
    rounds: int = 2
    subscribers: int = 1_000
    few: int = 100
    spread: int = 5_000
    topics: int = 500
    connections: int = 10_000
    missed: int = 1_000
    size: int = 250
    #: Messages on their way to each client: one after the other, and a burst.
    window: int = 1
    burst: int = 16


FULL = Sizes(seconds=6.0, rounds=5)


@dataclass
class Flood:
    """What one round of one server gave."""

    rate: float
    #: Of a core, for each delivery.
    server_us: float
    client_cpu: float


class Floods:
    """Rounds of several servers in turn: A, B, A, B; what is lost is a fault of the run."""

    def __init__(self, report: Report, client: Player, sizes: Sizes) -> None:
        self._report = report
        self._client = client
        self._sizes = sizes

    def run(self, rival: Rival, count: int, topics: int = 1, window: int | None = None) -> Flood:
        """This function will open connections, flood them, and close them."""
        opened = self._client.does(rival.opening(count, topics))
        self._expect(f"{rival.name}: all {count} connected", opened["opened"], count)
        order = {"do": "flood", "topics": topics, "seconds": self._sizes.seconds,
                 "window": window or self._sizes.window}  # fmt: skip
        before = rival.cpu_seconds()
        done = self._client.does(order | rival.feeding(self._sizes.size))
        cpu = rival.cpu_seconds() - before
        self._client.does({"do": "close"})
        self._expect(f"{rival.name}: lost", done["lost"], 0)
        self._expect(f"{rival.name}: connections that missed some", done["uneven"], False)
        self._expect(f"{rival.name}: connections read in full and wrong", done["wrong"], 0)
        rate = done["deliveries"] / done["seconds"]
        return Flood(rate, 1e6 * cpu / max(1, done["deliveries"]), done["clientCpu"])

    def compare(self, name: str, target: float, count: int, ours: Rival, theirs: Rival) -> None:
        """This function will add the rows of two servers in turn, singly and in bursts."""
        self._compare(name, target, count, ours, theirs, self._sizes.window)
        self._compare(
            f"  in bursts of {self._sizes.burst}", target, count, ours, theirs, self._sizes.burst
        )

    def _compare(
        self, name: str, target: float, count: int, ours: Rival, theirs: Rival, window: int
    ) -> None:
        pairs = [
            (self.run(ours, count, window=window), self.run(theirs, count, window=window))
            for _ in range(self._sizes.rounds)
        ]
        a, b = zip(*pairs, strict=True)
        ratio = middle([x.rate / y.rate for x, y in pairs])
        details = {
            "ours": [asdict(x) for x in a],
            "theirs": [asdict(y) for y in b],
            "ratios": [round(x.rate / y.rate, 3) for x, y in pairs],
        }
        note = f"{_said(list(a))} against {_said(list(b))} of {theirs.name}"
        self._report.add(Row(name, ratio, "×", f"≥ {target}", ratio >= target, details, note))

    def spread(self, name: str, target: float, ours: Rival) -> None:
        """This function will add the row of many topics against one."""
        sizes = self._sizes
        pairs = [
            (self.run(ours, sizes.spread, sizes.topics), self.run(ours, sizes.subscribers))
            for _ in range(sizes.rounds)
        ]
        many, one = zip(*pairs, strict=True)
        ratio = middle([x.rate / y.rate for x, y in pairs])
        details = {"many": [asdict(x) for x in many], "one": [asdict(y) for y in one]}
        note = f"{_said(list(many))} against {_said(list(one))} of one topic"
        self._report.add(Row(name, ratio, "×", f"≥ {target}", ratio >= target, details, note))

    def _expect(self, what: str, is_: object, should: object) -> None:
        if is_ != should:
            self._report.faults.append(f"{what}: {is_}")


def _said(floods: list[Flood]) -> str:
    rate = middle([flood.rate for flood in floods])
    server = middle([flood.server_us for flood in floods])
    client = middle([flood.client_cpu for flood in floods])
    return f"{rate:,.0f}/s ({server:.2f} µs each, client {client:.0%})"


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will measure all that has to do with one relay and its connections."""
    report = Report("fan-out", asdict(sizes))
    with redis_server(folder) as redis, playing("bench.load.loadclient") as client:
        floods = Floods(report, client, sizes)
        with rivals.relay(folder, redis) as relay:
            _against_all(floods, relay, folder, redis, sizes, report)
            name = f"{sizes.spread:,} over {sizes.topics} topics ÷ one topic"
            floods.spread(name, 0.6, relay)
    # Another Redis: the relay is not to keep what has been said above.
    with (
        redis_server(folder) as redis,
        playing("bench.load.loadclient") as client,
        rivals.relay(folder, redis) as relay,
    ):
        measure_connections(report, client, relay, sizes)
        measure_replay(report, relay, sizes)
    return report


def _against_all(
    floods: Floods, relay: Rival, folder: Path, redis: int, sizes: Sizes, report: Report
) -> None:
    name = f"{sizes.subscribers:,} of one topic ÷ websockets broadcast()"
    with rivals.bare(folder) as bare:
        floods.compare(name, 1.0, sizes.subscribers, relay, bare)
    name = f"{sizes.subscribers:,} of one topic ÷ Node ws fed by Redis"
    if rivals.has_node():
        with rivals.node(folder, redis) as node:
            floods.compare(name, 1.0, sizes.subscribers, relay, node)
    else:
        report.add(Row(name, None, "×", "≥ 1.0", None, note="Node.js or npm is not installed"))
    name = f"{sizes.few:,} of one topic ÷ RabbitMQ web_stomp"
    if rivals.RABBITMQ.exists():
        with rivals.rabbitmq(folder) as rabbit:
            floods.compare(name, 2.0, sizes.few, relay, rabbit)
    else:
        report.add(Row(name, None, "×", "≥ 2.0", None, note="rabbitmq-server is not installed"))


def measure_connections(report: Report, client: Player, relay: Rival, sizes: Sizes) -> None:
    """This function will add the rows of opening connections and of what they keep."""
    count = sizes.connections
    warm = min(100, count)
    # The first connections bring code and tables into memory that are there once.
    client.does(relay.opening(warm, warm))
    client.does({"do": "close"})
    before = relay.memory()
    opened = client.does(relay.opening(count, min(count, 900)))
    bytes_each = (relay.memory() - before) / count
    subscribed = int(rivals.metric(relay, "relay_subscriptions "))
    client.does({"do": "close"})
    if subscribed != count:
        report.faults.append(f"{subscribed} of {count} subscribed")
    seconds = opened["seconds"]
    details = {"opened": opened["opened"], "refused": opened["refused"], "subscribed": subscribed}
    note = f"{count / seconds:,.0f} a second, {opened['refused']} refused"
    reached = seconds <= 30 and opened["refused"] == 0
    name = f"{count:,} connections opened, all subscribed"
    report.add(Row(name, seconds, "s", "≤ 30", reached, details, note))
    kib = bytes_each / 1024
    name = "memory of an idle connection with one subscription"
    report.add(Row(name, kib, "KiB", "≤ 20", kib <= 20, {"connections": count}))


def measure_replay(report: Report, relay: Rival, sizes: Sizes) -> None:
    """This function will add the row of one client that comes back."""
    number = rivals.first_number()
    with socket.create_connection((HOST, relay.feed_port)) as feed:
        template = relay.template(sizes.size).encode()
        feed.sendall(relay.hello.encode())
        feed.recv(4096)
        for n in range(number, number + sizes.missed + 1):
            feed.sendall(template % {b"n": n, b"t": 0})
            answer = feed.recv(4096)
            if n == number:
                first = answer.split(b"\r\n")[1].decode()
    times = [_replayed(report, relay, first, sizes.missed) for _ in range(10)]
    milliseconds = 1000 * statistics.median(times)
    details = {"ms": [round(1000 * t, 2) for t in times]}
    name = f"replay of {sizes.missed:,} missed alarms to one client"
    note = f"from SUBSCRIBE to the last of them; slowest of 10: {1000 * max(times):.1f} ms"
    report.add(Row(name, milliseconds, "ms", "≤ 100", milliseconds <= 100, details, note))


def _replayed(report: Report, relay: Rival, after: str, count: int) -> float:
    (connect, _), _ = relay.steps(0)
    with socket.create_connection((HOST, relay.port)) as page:
        page.sendall(
            b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        _read_until(page, b"\r\n\r\n")
        page.sendall(framed(connect))
        _read_until(page, b"CONNECTED")
        ask = f"SUBSCRIBE\nid:0\ndestination:/user/queue/alarms\nlast-message-id:{after}\n\n\0"
        began = time.monotonic()
        page.sendall(framed(ask))
        page.settimeout(10)
        seen, text = 0, bytearray()
        while seen < count:
            data = page.recv(1 << 18)
            if not data:
                break
            text += data
            seen += data.count(0)
        took = time.monotonic() - began
    if seen != count or text.count(b"message-id:") != count:
        report.faults.append(f"{text.count(b'message-id:')} of {count} were replayed")
    return took


def _read_until(page: socket.socket, word: bytes) -> None:
    seen = b""
    while word not in seen:
        data = page.recv(4096)
        if not data:
            raise ConnectionError(seen)
        seen += data
