"""Who takes bids, from whom, on what? Ours and others over HTTP, played by one client, checked."""

import itertools
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bench.check.record import recorded_auctions, recorded_rules
from bench.load.players import Player
from bench.servers.cluster import Cluster
from bench.servers.stock import stock
from grpc_services.auction import hot_rows, log, member_bids
from grpc_services.auction.pure.state import Entry
from grpc_services.audit.checks import findings
from grpc_services.audit.record import read
from models.base import database as tables
from models.dialect import insert_rows, open_database
from settings import Settings

START_PRICE = 10_000
#: Between two looks of the client at who is answered, when all the answers count together.
_PAUSE = 0.002
_FILL_STEP = 50_000
_ROWS = 2_000
_FAULTS_SHOWN = 20


class Usage:
    """Who uses the cores from now on?"""

    def __init__(self, cpu_seconds: Callable[[], dict[str, float]]) -> None:
        self._cpu_seconds = cpu_seconds
        self._before = cpu_seconds()
        self._busy = _busy_seconds()
        self._began = time.monotonic()

    def by(self, bids: int, *, client_seconds: float) -> dict[str, Any]:
        """This function will give what a bid cost each, and how many cores others used."""
        lasted = time.monotonic() - self._began
        busy = _busy_seconds() - self._busy
        used = {name: cpu - self._before[name] for name, cpu in self._cpu_seconds().items()}
        others = busy - sum(used.values()) - client_seconds
        return {
            "cpuMicroseconds": {name: round(1e6 * cpu / bids) for name, cpu in used.items()},
            "othersCores": round(max(0.0, others) / lasted, 2),
        }


def _busy_seconds() -> float:
    """Of all cores together."""
    user, nice, system, _idle, _wait, *interrupts = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    )
    return sum([user, nice, system, *interrupts]) / os.sysconf("SC_CLK_TCK")


@dataclass
class Market:
    """Whoever takes bids over HTTP: where, from whom, on what."""

    name: str
    client: Player
    ports: list[int]
    members: list[tuple[int, str]]
    goods: list[int]
    cpu_seconds: Callable[[], dict[str, float]]
    faults: list[str]

    @property
    def hot(self) -> list[int]:
        return self.goods[:1]

    @property
    def others(self) -> list[int]:
        return self.goods[1:]

    def flood(
        self, goods: Sequence[int], *, connections: int, seconds: float, warm: float, **more: Any
    ) -> dict[str, Any]:
        """This function will let everybody bid at once, each anew as soon as it is answered."""
        order = {"do": "closed", "connections": connections, "seconds": seconds,
                 "warm": warm, "pause": _PAUSE}  # fmt: skip
        return self.does(order | more, goods)

    def does(self, order: dict[str, Any], goods: Sequence[int]) -> dict[str, Any]:
        """This function will have bids sent, and note what they cost in which process."""
        usage = Usage(self.cpu_seconds)
        done = self.client.does(
            {
                "market": self.name,
                "ports": self.ports,
                "members": self.members,
                "goods": list(goods),
                "start": START_PRICE,
                "increments": Settings().bid_increments,
            }
            | order
        )
        asked = max(1, done["asked"])
        done |= usage.by(asked, client_seconds=done["clientMicroseconds"] * asked / 1e6)
        if done["broken"]:
            self.faults.append(f"{self.name}: {done['broken']} bids were not answered")
        odd = {code: n for code, n in done["refused"].items() if code != "BID_TOO_LOW"}
        if odd:
            self.faults.append(f"{self.name}: refused {odd}")
        return done


def stocked_market(
    name: str, cluster: Cluster, client: Player, faults: list[str], *, members: int, goods: int
) -> Market:
    """This function will fill a cluster's tables, and give it as a market."""
    stocked = stock(cluster, members=members, goods=goods, start_price=START_PRICE)
    return Market(name, client, cluster.edge_ports, list(stocked.tokens.items()),
                  stocked.goods_ids, cluster.cpu_seconds, faults)  # fmt: skip


def put_long_logs(
    market: Market, cluster: Cluster, counts: Mapping[int, int], folder: Path
) -> dict[int, list[int]]:
    """
    This function will put in goods that have had bids, as many goods for each number of bids.

    Nobody asked for those bids over HTTP; the record is told that somebody did.
    """
    record = _record(market, folder)
    stocked = stock(cluster, members=0, goods=sum(counts.values()), start_price=START_PRICE)
    kinds: dict[int, list[int]] = {}
    left = list(stocked.goods_ids)
    members = [member_id for member_id, _ in market.members]
    tables.initialize(open_database(cluster.database_url))
    with tables.connection_context(), tables.atomic(), record.open("ab") as file:
        for count, goods in counts.items():
            kinds[count], left = left[:goods], left[goods:]
            for goods_id in kinds[count]:
                file.writelines(_filled(cluster, goods_id, members, count))
    market.goods += stocked.goods_ids
    return kinds


def _filled(cluster: Cluster, goods_id: int, members: Sequence[int], count: int) -> Iterator[bytes]:
    (row,) = hot_rows.auctions([goods_id]).values()
    at = row.auction.starts_at
    entries = [
        Entry(seq=seq, bidder_id=members[seq % len(members)], amount=seq * _FILL_STEP, at=at)
        for seq in range(1, count + 1)
    ]
    lines = log.chain(
        goods_id=goods_id, entries=entries, last_hash=row.last_hash, signer=cluster.signer
    )
    for start in range(0, count, _ROWS):
        part = lines[start : start + _ROWS]
        rows = [(*log.values(goods_id, line), _fill_key(goods_id, line.entry)) for line in part]
        insert_rows("bids", (*log.COLUMNS, "idempotency_key"), rows)
    member_bids.recount(goods_id=goods_id, member_ids={entry.bidder_id for entry in entries})
    auction = replace(
        row.auction,
        current_price=entries[-1].amount,
        leader_id=entries[-1].bidder_id,
        maximum=entries[-1].amount,
        seq=count,
        bid_count=count,
    )
    hot_rows.save_auctions([replace(row, auction=auction, last_hash=lines[-1].hash)])
    for entry in entries:
        request = {
            "line": "request", "invokedNs": 0, "answeredNs": None, "goodsId": goods_id,
            "memberId": entry.bidder_id, "key": _fill_key(goods_id, entry), "amount": entry.amount,
        }  # fmt: skip
        yield json.dumps(request).encode() + b"\n"


def _fill_key(goods_id: int, entry: Entry) -> str:
    return f"filled-{goods_id}-{entry.seq}"


def check(market: Market, cluster: Cluster, folder: Path) -> None:
    """This function will hold all that was asked and answered against what is stored."""
    path = _record(market, folder)
    market.client.does({"do": "write", "market": market.name, "file": str(path)})
    stored = recorded_auctions(cluster.database_url, market.goods)
    with path.open("rb") as asked:
        record = read(itertools.chain(asked, [recorded_rules()], stored))
    found = findings(record)
    market.faults += [
        f"{market.name}: {finding.check}, goods {finding.goods_id}: {finding.text}"
        for finding in found[:_FAULTS_SHOWN]
    ]
    sys.stderr.write(
        f"  {market.name}: {len(record.requests):,} requests checked against "
        f"{len(record.entries):,} entries, {len(found)} errors\n"
    )


def _record(market: Market, folder: Path) -> Path:
    return folder / f"{market.name}.jsonl"
