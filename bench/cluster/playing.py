"""How does one scenario go? Members bid and listen, something happens, and all is looked at."""

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bench.check.record import recorder
from bench.cluster import judging
from bench.cluster.crowd import Crowd
from bench.cluster.ends import Ends
from bench.cluster.faults import wait_until_whole
from bench.cluster.hosts import DATA
from bench.cluster.machines import Machines
from bench.cluster.scenarios import Scenario, Stage
from bench.cluster.screens import Screens
from bench.servers.stock import Stock, connected, database_time, stock

#: Before anything happens, and after all is whole again.
_CALM = 2.0
#: Seconds between two ends of auctions.
_ENDS_EVERY = 0.5
#: From when goods are put in to the first end; each has a bid by then.
_LEAD = 6.0
_HOT = 8
#: An auction that has not ended so long after all was whole never will.
_NEVER = 30.0


@dataclass
class Outcome:
    """What members noticed, and what is not right."""

    name: str
    accepted: int = 0
    errors: int = 0
    repeated: int = 0
    pause: float = 0.0
    late: float = 0.0
    alarms: int = 0
    lost: int = 0
    #: Of those lost, on screens that were told to look.
    told: int = 0
    doubled: int = 0
    resets: int = 0
    faults: list[str] = field(default_factory=list)


#: Scenarios that happen at once, one round of them after another.
Rounds = Sequence[Sequence[Scenario]]


async def play(
    machines: Machines, rounds: Rounds, folder: Path, *, members: int, rate: float
) -> Outcome:
    """This function will have it all happen, and give what came of it."""
    name = ", then ".join(" and ".join(one.name for one in together) for together in rounds)
    outcome = Outcome(name)
    lasts = 4 * _CALM + sum(max(one.seconds for one in together) for together in rounds)
    house, ends = await asyncio.to_thread(_stocked, machines, members, lasts)
    hot, ending = house.goods_ids[:_HOT], house.goods_ids[_HOT:]
    bidding, others = house.member_ids[:members], house.member_ids[members:]
    file = folder / f"{name.replace(' ', '-')}.jsonl"
    screens = Screens({member_id: house.tokens[member_id] for member_id in bidding})
    watched = Ends(machines, dict(zip(ending, ends, strict=True)))
    try:
        with recorder(file) as record:
            async with Crowd(house, record) as crowd:
                await screens.open()
                await crowd.bid_once_each(ending, others)
                steadily = asyncio.create_task(crowd.bid_steadily(hot, bidding, rate))
                await asyncio.sleep(_CALM)
                began = time.monotonic()
                await _happen_all(outcome, machines, rounds, hot)
                await asyncio.sleep(_CALM)
                crowd.end()
                await steadily
                _count(outcome, crowd, began)
            await _wait_for_ends(outcome, watched)
            outcome.faults += await asyncio.to_thread(judging.wait_until_told, machines)
            await _hear(outcome, machines, screens, bidding)
            outcome.faults += await asyncio.to_thread(
                judging.history_faults, machines, house.goods_ids, record, file
            )
    finally:
        watched.end()
        await screens.close()
    outcome.faults += await asyncio.to_thread(judging.node_faults, machines)
    outcome.faults += await asyncio.to_thread(judging.audit_faults, machines)
    return outcome


def say(text: str) -> None:
    sys.stderr.write(f"  {text}\n")


def _stocked(machines: Machines, members: int, lasts: float) -> tuple[Stock, list[datetime]]:
    """Goods that everybody bids on, and others that end one after another."""
    count = round(lasts / _ENDS_EVERY)
    with machines.hosts[next(iter(DATA))].inside():
        house = stock(machines, members=members + count, goods=_HOT + count)
        with connected(machines.database_url) as database:
            first = database_time(database) + timedelta(seconds=_LEAD)
            ends = [first + timedelta(seconds=_ENDS_EVERY) * number for number in range(count)]
            database.execute_sql(
                "UPDATE auction SET ends_at = %s + INTERVAL (goods_id - %s) * %s MICROSECOND,"
                " listed_ends_at = ends_at WHERE goods_id >= %s",
                (first.strftime("%F %T.%f"), house.goods_ids[_HOT], int(_ENDS_EVERY * 1e6),
                 house.goods_ids[_HOT]),
            )  # fmt: skip
    return house, ends


async def _happen_all(
    outcome: Outcome, machines: Machines, rounds: Rounds, goods_ids: list[int]
) -> None:
    for together in rounds:
        happening = (_happen(machines, one, goods_ids) for one in together)
        for faults in await asyncio.gather(*happening):
            outcome.faults += faults
        await asyncio.to_thread(wait_until_whole, machines)


async def _happen(machines: Machines, scenario: Scenario, goods_ids: list[int]) -> list[str]:
    stage = Stage(machines, goods_ids)
    say(scenario.name)
    await asyncio.to_thread(scenario.do, stage)
    await asyncio.sleep(scenario.seconds)
    await asyncio.to_thread(scenario.undo, stage)
    say(f"{scenario.name}: undone")
    return stage.faults


def _count(outcome: Outcome, crowd: Crowd, began: float) -> None:
    outcome.pause = crowd.longest_pause(began, time.monotonic())
    outcome.accepted = len(crowd.acknowledged)
    outcome.errors = crowd.errors
    outcome.repeated = crowd.repeated


async def _wait_for_ends(outcome: Outcome, watched: Ends) -> None:
    missing = await asyncio.to_thread(watched.wait, _NEVER)
    outcome.late = watched.latest
    if missing:
        outcome.faults.append(f"{len(missing)} auctions never ended")


async def _hear(
    outcome: Outcome, machines: Machines, screens: Screens, member_ids: list[int]
) -> None:
    """What is stored is to be on the screens a moment later."""
    stored = await asyncio.to_thread(judging.stored_alarms, machines, member_ids)
    for _ in range(50):
        if not (missing := screens.missing(stored)):
            break
        await asyncio.sleep(0.1)
    outcome.alarms = sum(map(len, stored.values()))
    outcome.lost = sum(map(len, missing.values()))
    outcome.told = sum(len(ids) for one, ids in missing.items() if screens.was_told(one))
    outcome.doubled, outcome.resets = screens.doubled, screens.resets
    if twice := await asyncio.to_thread(judging.twice_told, machines):
        outcome.faults.append(f"{twice} alarms have two numbers")
