"""What do a few clients who do not read change for all others?"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.load.players import Player, playing
from bench.peers import rivals
from bench.peers.rivals import Rival
from bench.report import Report, Row, middle
from bench.servers.stores import redis_server


@dataclass
class Sizes:
    """What a run takes."""

    seconds: float = 5.0
    #: Until those who do not read are held back, in both kinds of round.
    warm: float = 4.0
    rounds: int = 3
    subscribers: int = 1_000
    stalled: int = 10
    rate: float = 20.0
    size: int = 4_000


FULL = Sizes(seconds=10.0, rounds=5)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will compare the others' waiting, with and without stalled readers."""
    report = Report("stalled readers", asdict(sizes))
    with (
        redis_server(folder) as redis,
        playing("bench.load.loadclient") as client,
        rivals.relay(folder, redis, RELAY_STALL_SECONDS="60") as relay,
    ):
        pairs = [
            (_round(report, client, relay, sizes, 0), _stalled(report, client, relay, sizes))
            for _ in range(sizes.rounds)
        ]
    free, held = zip(*pairs, strict=True)
    change = middle([b["ms"]["p99"] / a["ms"]["p99"] - 1 for a, b in pairs]) * 100
    note = (
        f"p99 {middle([a['ms']['p99'] for a in free]):.1f} ms without, "
        f"{middle([b['ms']['p99'] for b in held]):.1f} ms with {sizes.stalled} of "
        f"{sizes.subscribers:,} stalled; client {middle([b['clientCpu'] for b in held]):.0%}"
    )
    details = {"without": list(free), "with": list(held)}
    name = "the others' p99, changed by stalled readers"
    report.add(Row(name, change, "%", "< 20", change < 20, details, note))
    return report


def _stalled(report: Report, client: Player, relay: Rival, sizes: Sizes) -> dict[str, Any]:
    done = _round(report, client, relay, sizes, sizes.stalled)
    if done["behind"] < sizes.stalled:
        report.faults.append(f"only {done['behind']} of {sizes.stalled} were held back; run longer")
    return done


def _round(
    report: Report, client: Player, relay: Rival, sizes: Sizes, stalled: int
) -> dict[str, Any]:
    client.does(relay.opening(sizes.subscribers, small=sizes.stalled))
    order = {"do": "pace", "rate": sizes.rate, "seconds": sizes.seconds, "warm": sizes.warm,
             "stalled": stalled}  # fmt: skip
    done = client.does(order | relay.feeding(sizes.size))
    done["behind"] = int(rivals.metric(relay, "relay_paused_connections"))
    client.does({"do": "close"})
    if done["lost"]:
        report.faults.append(f"{done['lost']} lost with {stalled} stalled")
    return done
